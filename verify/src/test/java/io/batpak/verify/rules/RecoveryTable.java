package io.batpak.verify.rules;

import io.batpak.error.StoreException;
import io.batpak.format.Checkpoint;
import io.batpak.format.MmapIndex;
import io.batpak.model.OpenReport;
import io.batpak.recovery.OpenFacts;
import io.batpak.recovery.OpenFacts.Artifact;
import io.batpak.recovery.OpenFacts.Run;
import io.batpak.recovery.OpenFacts.Segment;
import io.batpak.recovery.OpenFacts.Source;
import io.batpak.recovery.OpenPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/// The main cases of an open, and what [OpenPlan] answers: the table in docs/guarantees.md.
///
/// Each case is a directory of three segments of 100 bytes.
final class RecoveryTable {
    static final String BEGIN = "<!-- begin: written by RecoveryTableTest, do not edit -->\n";
    static final String END = "<!-- end of the open plan -->\n";

    private static final Artifact NONE = new Artifact.Missing();
    private static final Artifact OFF = new Artifact.Off();
    private static final Artifact UNREAD = new Artifact.Unread(OptionalLong.empty());
    private static final Artifact ALL = new Artifact.Trusted(3, 100);
    private static final Artifact OLDER = new Artifact.Trusted(2, 60);
    private static final Artifact DAMAGED = new Artifact.Invalid("CRC mismatch", false);
    private static final Artifact STALE = new Artifact.Invalid("other events", true);

    private static final Map<Source, String> WORDS = Map.of(
            Source.RUN, "runs",
            Source.MMAP, "`index.fbati`",
            Source.CHECKPOINT, "`index.ckpt`",
            Source.LOG, "itself");

    /// One row: what lies there, in words and as facts.
    record Case(String runs, String mmap, String checkpoint, OpenFacts facts) {}

    private RecoveryTable() {}

    static List<Case> cases() {
        Artifact laterMmap =
                new Artifact.TooNew(new io.batpak.error.MmapFutureVersionException(9, MmapIndex.VERSION_MAX));
        Artifact laterCheckpoint =
                new Artifact.TooNew(new io.batpak.error.CheckpointFutureVersionException(9, Checkpoint.VERSION_MAX));
        return List.of(
                of(0, "none", NONE, "none", NONE),
                of(0, "fits", ALL, "any", UNREAD),
                of(0, "fits, older", OLDER, "any", UNREAD),
                of(0, "damaged", DAMAGED, "fits", ALL),
                of(0, "of other segments", STALE, "fits, older", OLDER),
                of(0, "damaged", DAMAGED, "of other segments", STALE),
                of(0, "none", NONE, "fits", ALL),
                of(0, "off", OFF, "fits", ALL),
                of(0, "off", OFF, "off", OFF),
                of(0, "of a later release", laterMmap, "any", UNREAD),
                of(0, "any", UNREAD, "of a later release", laterCheckpoint),
                of(1, "none", NONE, "none", NONE),
                of(1, "fits", ALL, "any", UNREAD),
                of(1, "fits, older", OLDER, "any", UNREAD),
                of(1, "damaged", DAMAGED, "fits, older", OLDER),
                of(2, "fits, older", OLDER, "none", NONE),
                of(3, "any", UNREAD, "any", UNREAD),
                of(3, "of a later release", laterMmap, "any", UNREAD));
    }

    private static Case of(int covered, String mmapWords, Artifact mmap, String checkpointWords, Artifact checkpoint) {
        List<Segment> segments = List.of(new Segment(1, 100), new Segment(2, 100), new Segment(3, 100));
        List<Run> runs = covered == 0 ? List.of() : List.of(new Run("000001-00000" + covered + ".fbx", 1, covered));
        String words = switch (covered) {
            case 0 -> "none";
            case 1 -> "1";
            default -> "1 to " + covered;
        };
        OpenFacts facts = new OpenFacts(segments, runs, List.of(), mmap, checkpoint, false, List.of(), true);
        return new Case(words, mmapWords, checkpointWords, facts);
    }

    static String render() {
        StringBuilder block = new StringBuilder(BEGIN);
        block.append("\n| Runs cover | `index.fbati` | `index.ckpt` | Segments 1, 2 and 3 come from | Reported |\n");
        block.append("|---|---|---|---|---|\n");
        for (Case row : cases()) {
            block.append("| ").append(String.join(" | ", row.runs(), row.mmap(), row.checkpoint()));
            block.append(" | ").append(answer(OpenPlan.of(row.facts()))).append(" |\n");
        }
        return block.append("\n").append(END).toString();
    }

    private static String answer(OpenPlan plan) {
        return switch (plan) {
            case OpenPlan.Refuse(StoreException.Fault refusal) ->
                "refused: `" + refusal.getClass().getSimpleName() + "` | ";
            case OpenPlan.Look(Source artifact) -> throw new IllegalStateException("a case that asks for " + artifact);
            case OpenPlan.Go go -> sources(go) + " | " + reported(go);
        };
    }

    private static String sources(OpenPlan.Go go) {
        return go.steps().stream()
                .map(step -> WORDS.get(step.source())
                        + (step.source() != Source.LOG && step.readsLog() ? " and itself behind it" : ""))
                .collect(Collectors.joining(", "));
    }

    private static String reported(OpenPlan.Go go) {
        List<String> words = new ArrayList<>();
        words.add(go.path());
        words.add("fbati " + status(go.mmapIndex()));
        words.add("ckpt " + status(go.checkpoint()));
        go.removed().forEach(removal -> words.add("`" + removal.file() + "` removed"));
        return String.join(", ", words);
    }

    private static String status(OpenReport.Artifact artifact) {
        return artifact.status().wireName();
    }
}
