package io.batpak.verify.engine;

import io.batpak.testkit.MemFs;
import io.batpak.testkit.MemStep;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The changes that operations on a [ReshapedJournal] make to the directories, and what the next open finds when
/// the power fails between them: the table in docs/guarantees.md. Recorded, not listed by hand.
public final class CrashPoints {
    /// Where the table begins in the page.
    public static final String BEGIN = "<!-- begin: crash points, written by RecoveryTableTest, do not edit -->\n";
    /// Where it ends.
    public static final String END = "<!-- end of the crash points -->\n";

    private static final List<Reshaped> SHOWN = List.of(
            Reshaped.RETENTION,
            Reshaped.RETENTION_WHERE_IT_PAYS,
            Reshaped.MERGE_INTO_ONE,
            Reshaped.TOMBSTONES,
            Reshaped.AUTO_MERGE,
            Reshaped.IMPORT,
            Reshaped.ROTATION,
            Reshaped.CLOSE);

    private CrashPoints() {}

    /// The table, with its marks.
    public static String render() {
        StringBuilder block = new StringBuilder(BEGIN);
        ReshapedJournal journal = ReshapedJournal.make();
        for (Reshaped operation : SHOWN) {
            append(block, operation, "leaves", rows(journal, operation));
        }
        for (Transfer transfer : Transfer.values()) {
            append(block, transfer, "leaves the journal as it was, and", rows(journal, transfer));
        }
        return block.append("\n").append(END).toString();
    }

    private static void append(StringBuilder block, Enum<?> operation, String leaves, List<CrashRows.Row> rows) {
        block.append("\n| ")
                .append(name(operation))
                .append(" | Changes | A power cut before or after any of them ")
                .append(leaves)
                .append(" |\n|---|---|---|\n");
        for (CrashRows.Row row : rows) {
            block.append("| ")
                    .append(row.what())
                    .append(" | ")
                    .append(row.changes())
                    .append(" | ")
                    .append(String.join(", or ", row.found()))
                    .append(" |\n");
        }
    }

    private static String name(Enum<?> operation) {
        String words = operation.name().replace('_', ' ').toLowerCase(Locale.ROOT);
        return Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }

    private static List<CrashRows.Row> rows(ReshapedJournal journal, Reshaped operation) {
        ReshapedLaws laws = ReshapedLaws.of(journal, operation);
        ReshapedJournal.Ready whole = journal.ready();
        int from = whole.fs().steps().size();
        operation.run(whole.store());
        List<MemStep> changes = changes(whole.fs(), from);
        List<String> outcomes = new ArrayList<>();
        for (int k = 0; k <= changes.size(); k++) {
            ReshapedJournal.Ready ready = journal.ready();
            PowerCuts.cutOff(ready.fs(), k, () -> operation.run(ready.store()));
            outcomes.add(laws.outcome(ready.fs().crash()));
        }
        return CrashRows.of(changes, outcomes);
    }

    private static List<CrashRows.Row> rows(ReshapedJournal journal, Transfer transfer) {
        TransferLaws laws = TransferLaws.of(journal, transfer);
        ReshapedJournal.Ready whole = transfer.prepared(journal, _ -> {});
        int from = whole.fs().steps().size();
        transfer.run(whole.fs(), whole.store());
        List<MemStep> changes = changes(whole.fs(), from);
        List<String> outcomes = new ArrayList<>();
        for (int k = 0; k <= changes.size(); k++) {
            ReshapedJournal.Ready ready = transfer.prepared(journal, _ -> {});
            PowerCuts.cutOff(ready.fs(), k, () -> transfer.run(ready.fs(), ready.store()));
            outcomes.add(laws.outcome(ready.fs().crash()));
        }
        return CrashRows.of(changes, outcomes);
    }

    private static List<MemStep> changes(MemFs fs, int from) {
        return fs.steps().stream()
                .skip(from)
                .filter(step -> step.operation().isMutation())
                .toList();
    }
}
