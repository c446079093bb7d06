package io.batpak.verify.engine;

import io.batpak.error.StoreException;
import io.batpak.testkit.MemFs;
import io.batpak.testkit.MemOperation;
import io.batpak.testkit.MemStep;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// The changes that some operations on a [ReshapedJournal] make to the directory, and what the next open finds when
/// the power fails between them: the table in docs/guarantees.md. Recorded, not listed by hand.
public final class CrashPoints {
    /// Where the table begins in the page.
    public static final String BEGIN = "<!-- begin: crash points, written by RecoveryTableTest, do not edit -->\n";
    /// Where it ends.
    public static final String END = "<!-- end of the crash points -->\n";

    private static final List<Reshaped> SHOWN =
            List.of(Reshaped.RETENTION_WHERE_IT_PAYS, Reshaped.MERGE_INTO_ONE, Reshaped.ROTATION, Reshaped.CLOSE);

    private CrashPoints() {}

    /// Neighbouring changes of one kind.
    private record Row(String what, int count, Set<String> found) {}

    /// The table, with its marks.
    public static String render() {
        StringBuilder block = new StringBuilder(BEGIN);
        ReshapedJournal journal = ReshapedJournal.make();
        for (Reshaped operation : SHOWN) {
            block.append("\n| ")
                    .append(name(operation))
                    .append(" | Times | A power cut before or after it leaves |\n|---|---|---|\n");
            for (Row row : rows(journal, operation)) {
                block.append("| ")
                        .append(row.what())
                        .append(" | ")
                        .append(row.count())
                        .append(" | ");
                block.append(String.join(", or ", row.found())).append(" |\n");
            }
        }
        return block.append("\n").append(END).toString();
    }

    private static String name(Reshaped operation) {
        String words = operation.name().replace('_', ' ').toLowerCase(Locale.ROOT);
        return Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }

    private static List<Row> rows(ReshapedJournal journal, Reshaped operation) {
        ReshapedLaws laws = ReshapedLaws.of(journal, operation);
        ReshapedJournal.Ready whole = journal.ready();
        int from = whole.fs().steps().size();
        operation.run(whole.store());
        List<MemStep> changes = whole.fs().steps().stream()
                .skip(from)
                .filter(step -> step.operation().isMutation())
                .toList();
        List<Row> rows = new ArrayList<>();
        for (int k = 0; k < changes.size(); k++) {
            String what = what(changes.get(k));
            Set<String> found = new LinkedHashSet<>();
            for (int cut = k; cut <= k + 1; cut++) {
                found.add(laws.outcome(cut(journal, operation, cut).crash()));
            }
            Row last = rows.isEmpty() ? null : rows.getLast();
            if (last != null && last.what().equals(what)) {
                rows.set(rows.size() - 1, new Row(what, last.count() + 1, merged(last.found(), found)));
            } else {
                rows.add(new Row(what, 1, found));
            }
        }
        return rows;
    }

    private static Set<String> merged(Set<String> first, Set<String> second) {
        Set<String> all = new LinkedHashSet<>(first);
        all.addAll(second);
        return all;
    }

    private static MemFs cut(ReshapedJournal journal, Reshaped operation, long k) {
        ReshapedJournal.Ready ready = journal.ready();
        ready.fs().powerOffAfter(ready.fs().mutations() + k);
        try {
            operation.run(ready.store());
        } catch (StoreException | AssertionError e) {
            if (ready.fs().steps().stream().noneMatch(MemStep::failed)) {
                throw e;
            }
        }
        return ready.fs();
    }

    private static String what(MemStep step) {
        if (step.operation() == MemOperation.DELETE && !step.name().endsWith(".json")) {
            return "delete what was replaced";
        }
        String names = step.operation() == MemOperation.RENAME ? step.name() + " " + step.detail() : step.name();
        return (step.operation() + " " + (names.isEmpty() ? "" : "`" + names + "`")).strip();
    }
}
