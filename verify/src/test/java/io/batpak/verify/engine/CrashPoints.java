package io.batpak.verify.engine;

import io.batpak.testkit.MemFs;
import io.batpak.testkit.MemStep;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

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
                .append(" | Changes | A power cut around any of them ")
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
        return rows(
                journal::ready, ready -> operation.run(ready.store()), ReshapedLaws.of(journal, operation)::outcome);
    }

    private static List<CrashRows.Row> rows(ReshapedJournal journal, Transfer transfer) {
        return rows(
                () -> transfer.prepared(journal, _ -> {}),
                ready -> transfer.run(ready.fs(), ready.store()),
                TransferLaws.of(journal, transfer)::outcome);
    }

    private static List<CrashRows.Row> rows(
            Supplier<ReshapedJournal.Ready> prepared,
            Consumer<ReshapedJournal.Ready> operation,
            Function<MemFs, String> outcome) {
        ReshapedJournal.Ready whole = prepared.get();
        int from = whole.fs().steps().size();
        operation.accept(whole);
        List<MemStep> changes = PowerCuts.changes(whole.fs(), from);
        List<String> outcomes = new ArrayList<>();
        Map<String, List<Byte>> last = Map.of();
        for (int k = 0; k <= changes.size(); k++) {
            ReshapedJournal.Ready ready = prepared.get();
            PowerCuts.cutOff(ready.fs(), k, () -> operation.accept(ready));
            MemFs left = ready.fs().crash();
            Map<String, List<Byte>> now = everything(left);
            outcomes.add(now.equals(last) ? outcomes.getLast() : outcome.apply(left));
            last = now;
        }
        return CrashRows.of(changes, outcomes);
    }

    /// All that is on the disk: where it is the same again, the same is found again.
    private static Map<String, List<Byte>> everything(MemFs left) {
        Map<String, List<Byte>> all = new TreeMap<>();
        for (String place : Transfer.PLACES) {
            MemFs directory = left.elsewhere(Path.of(place));
            if (directory.exists()) {
                all.put(place, List.of());
                ReshapedLaws.contents(directory).forEach((name, bytes) -> all.put(place + "/" + name, bytes));
            }
        }
        return all;
    }
}
