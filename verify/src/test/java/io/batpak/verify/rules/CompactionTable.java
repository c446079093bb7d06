package io.batpak.verify.rules;

import io.batpak.format.CompactionMarker;
import io.batpak.model.Hash;
import io.batpak.recovery.CompactionFacts;
import io.batpak.recovery.CompactionFacts.Origin;
import io.batpak.recovery.CompactionVerdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// The states an interrupted compaction leaves, and what [CompactionVerdict] answers: the table in
/// docs/guarantees.md. Segments 2 and 3 become segment 1 (ours) or segment 2 (0.9.0); segment 4 is behind them.
final class CompactionTable {
    static final String BEGIN = "<!-- begin: interrupted compactions, written by RecoveryTableTest, do not edit -->\n";
    static final String END = "<!-- end of the interrupted compactions -->\n";

    private static final long STAGED = 100;

    /// One row: what lies there, in words and as facts.
    record Case(String writer, String found, CompactionFacts facts) {}

    private CompactionTable() {}

    static List<Case> cases() {
        return List.of(
                ours("no merged segment, all sources", List.of(2L, 3L, 4L), 0),
                ours("no merged segment, a source is missing", List.of(3L, 4L), 0),
                ours("the merged segment, all sources", List.of(1L, 2L, 3L, 4L), STAGED),
                ours("the merged segment, some sources", List.of(1L, 3L, 4L), STAGED),
                ours("the merged segment alone", List.of(1L, 4L), STAGED),
                ours("a merged segment of another length", List.of(1L, 2L, 3L, 4L), STAGED - 1),
                theirs("first source aside, nothing in its place, the others", List.of(3L, 4L), true, Origin.UNREAD),
                theirs("first source aside, a file in its place, the others", List.of(2L, 3L, 4L), true, Origin.UNREAD),
                theirs(
                        "first source aside, a file in its place, another is missing",
                        List.of(2L, 4L),
                        true,
                        Origin.UNREAD),
                theirs(
                        "first source aside, nothing in its place, another is missing",
                        List.of(4L),
                        true,
                        Origin.UNREAD),
                theirs("nothing aside, not all others", List.of(2L, 4L), false, Origin.UNREAD),
                theirs("nothing aside, nothing in its place", List.of(3L, 4L), false, Origin.UNREAD),
                theirs(
                        "nothing aside, all others, the file is the first source",
                        List.of(2L, 3L, 4L),
                        false,
                        Origin.SOURCE),
                theirs(
                        "nothing aside, all others, the file is the merged segment",
                        List.of(2L, 3L, 4L),
                        false,
                        Origin.MERGED),
                theirs(
                        "nothing aside, all others, the file could be either",
                        List.of(2L, 3L, 4L),
                        false,
                        Origin.UNCLEAR),
                new Case(
                        "nobody",
                        "sources 2 and 4, and segment 3 is there",
                        facts(2, List.of(2L, 4L), List.of(2L, 3L, 4L, 5L))),
                new Case("nobody", "no segment behind the sources", facts(2, List.of(2L, 3L), List.of(2L, 3L))),
                new Case(
                        "nobody",
                        "the merged segment is no source, and it does not say how long it is",
                        facts(1, List.of(2L, 3L), List.of(1L, 4L))));
    }

    private static Case ours(String found, List<Long> there, long length) {
        CompactionMarker.Staged staged = new CompactionMarker.Staged(STAGED, Hash.of(1, 2, 3, 4));
        CompactionMarker marker = new CompactionMarker(1, List.of(2L, 3L), Optional.of(staged));
        OptionalLong merged = length == 0 ? OptionalLong.empty() : OptionalLong.of(length);
        return new Case("us", found, new CompactionFacts(marker, there, merged, false, Origin.UNREAD));
    }

    private static Case theirs(String found, List<Long> there, boolean aside, Origin origin) {
        CompactionMarker marker = new CompactionMarker(2, List.of(2L, 3L), Optional.empty());
        OptionalLong merged = there.contains(2L) ? OptionalLong.of(STAGED) : OptionalLong.empty();
        return new Case("0.9.0", found, new CompactionFacts(marker, there, merged, aside, origin));
    }

    private static CompactionFacts facts(long merged, List<Long> sources, List<Long> there) {
        CompactionMarker marker = new CompactionMarker(merged, sources, Optional.empty());
        return new CompactionFacts(marker, there, OptionalLong.of(STAGED), false, Origin.UNREAD);
    }

    static String render() {
        StringBuilder block = new StringBuilder(BEGIN);
        block.append("\n| Marker of | Found | The next open |\n|---|---|---|\n");
        for (Case row : cases()) {
            block.append("| ").append(String.join(" | ", row.writer(), row.found(), answer(row.facts())));
            block.append(" |\n");
        }
        return block.append("\n").append(END).toString();
    }

    private static String answer(CompactionFacts facts) {
        return switch (CompactionVerdict.of(facts)) {
            case CompactionVerdict.Back(boolean aside) ->
                aside ? "undoes it: the first source gets its name back" : "undoes it: the marker goes";
            case CompactionVerdict.Forward(List<Long> leftovers, boolean aside) ->
                "finishes it: " + gone(leftovers, aside);
            case CompactionVerdict.Refuse(String why) -> "is refused: " + why;
            case CompactionVerdict.Look() -> throw new IllegalStateException("a case that asks for more");
        };
    }

    private static String gone(List<Long> leftovers, boolean aside) {
        List<String> gone = new ArrayList<>();
        if (aside) {
            gone.add("the source set aside");
        }
        leftovers.forEach(id -> gone.add("segment " + id));
        gone.add("the marker");
        return String.join(", ", gone) + (gone.size() == 1 ? " goes" : " go");
    }
}
