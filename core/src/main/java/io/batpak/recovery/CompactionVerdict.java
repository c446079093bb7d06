package io.batpak.recovery;

import io.batpak.format.CompactionMarker;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What an open makes of a compaction that did not get to its end, decided from facts alone. The table in
/// docs/guarantees.md is made by asking it.
///
/// 0.9.0 moves the first source aside, writes the merged segment under its name and then deletes the sources. We
/// prepare the merged segment under a name that nobody reads, give it an unused id and then delete the sources.
/// Nothing is deleted unless every event of it is known to be elsewhere.
public sealed interface CompactionVerdict {
    /// It has to be found out what the file with the merged segment's name is; ask again then.
    record Look() implements CompactionVerdict {}

    /// The sources count, as if nothing had happened.
    ///
    /// @param aside whether the first source gets its name back, from a file that may be unfinished
    record Back(boolean aside) implements CompactionVerdict {}

    /// The merged segment counts.
    ///
    /// @param leftovers sources that are there and go
    /// @param aside whether the first source is there under another name and goes, too
    record Forward(List<Long> leftovers, boolean aside) implements CompactionVerdict {}

    /// The open fails and nothing is changed.
    ///
    /// @param why in plain words
    record Refuse(String why) implements CompactionVerdict {}

    /// The verdict for these facts.
    static CompactionVerdict of(CompactionFacts facts) {
        Optional<String> doubt = doubt(facts);
        if (doubt.isPresent()) {
            return new Refuse(doubt.get());
        }
        return facts.marker().isInPlace() ? inPlace(facts) : elsewhere(facts);
    }

    /// Why no compaction can have written such a marker here. A marker of 0.9.0 has no checksum.
    private static Optional<String> doubt(CompactionFacts facts) {
        CompactionMarker marker = facts.marker();
        List<Long> sources = marker.sources();
        for (int i = 1; i < sources.size(); i++) {
            if (sources.get(i - 1) >= sources.get(i)) {
                return Optional.of("its sources are not in order");
            }
        }
        boolean inPlace = marker.isInPlace();
        if (inPlace && marker.mergedId() != sources.getFirst()) {
            return Optional.of("the merged segment is one of its sources but not the first");
        }
        if (!inPlace && (marker.staged().isEmpty() || marker.mergedId() == 0)) {
            return Optional.of("no release writes a marker in which segment " + marker.mergedId() + " replaces these");
        }
        long low = inPlace ? 0 : Math.min(marker.mergedId(), sources.getFirst());
        long high = Math.max(marker.mergedId(), sources.getLast());
        Set<Long> named = new HashSet<>(sources);
        Optional<Long> between = facts.segments().stream()
                .filter(id -> id >= low && id <= high && id != marker.mergedId() && !named.contains(id))
                .findFirst();
        if (between.isPresent()) {
            return Optional.of("segment " + between.get() + " lies among its sources and is none");
        }
        boolean openEnd = facts.segments().isEmpty() || facts.segments().getLast() <= high;
        return openEnd ? Optional.of("no segment lies behind its sources") : Optional.empty();
    }

    private static CompactionVerdict elsewhere(CompactionFacts facts) {
        if (facts.finalLength().isEmpty()) {
            return facts.allOthersThere()
                    ? new Back(false)
                    : new Refuse("a source is missing, and so is the merged segment");
        }
        long staged = facts.marker().staged().orElseThrow().length();
        if (facts.finalLength().getAsLong() != staged) {
            return new Refuse("the merged segment has " + facts.finalLength().getAsLong() + " bytes and not " + staged);
        }
        return new Forward(facts.othersThere(), false);
    }

    private static CompactionVerdict inPlace(CompactionFacts facts) {
        boolean there = facts.finalLength().isPresent();
        boolean allOthers = facts.allOthersThere();
        if (facts.aside() && allOthers) {
            return new Back(true); // no source was deleted yet; what has its name may be cut off anywhere
        }
        if (!there) {
            return new Refuse("a source is missing, and so is the merged segment");
        }
        if (!allOthers || facts.marker().others().isEmpty()) {
            return new Forward(facts.othersThere(), facts.aside());
        }
        return switch (facts.origin()) {
            case UNREAD -> new Look();
            case SOURCE -> new Back(false);
            case MERGED -> new Forward(facts.othersThere(), false);
            case UNCLEAR -> new Refuse("it cannot be told whether the first source or the merged segment is there");
        };
    }
}
