package io.batpak.verify.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.error.StoreException;
import io.batpak.model.Entry;
import io.batpak.model.ImportOptions;
import io.batpak.model.ImportReport;
import io.batpak.testkit.MemFs;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The process or the machine ends after each single change to the directory that is imported into; the import is
/// repeated on what is left.
///
/// Tier: crash. Covers: J9.
@Tag("soak-crash")
@Tag("soak-matrix")
class ImportCrashTest {
    private static final int EVENTS = 11;
    private static final int CI_CUTS = 8;
    private static final ImportOptions OPTIONS = ImportOptions.from("branch").chunkSize(3);
    private static final long SEEDS = "full".equals(System.getProperty("batpak.depth")) ? 50 : 2;

    private static Store source() {
        Store source = Store.open(Samples.quiet(new MemFs()).build());
        for (int n = 0; n < EVENTS; n++) {
            source.append(n % 2 == 0 ? Samples.AT : Samples.ELSEWHERE, Samples.KIND, Samples.payload(n));
        }
        return source;
    }

    /// Segments of a few events, so that rotations are among the changes.
    private static StoreConfig config(MemFs fs) {
        return Samples.quiet(fs).segmentBytesMax(2500).build();
    }

    private static long changesOfAWholeImport() {
        MemFs fs = new MemFs();
        assertThat(importAsFarAsItGoes(fs, source())).isEqualTo(EVENTS);
        return fs.mutations();
    }

    /// How many events were promised to be there.
    private static long importAsFarAsItGoes(MemFs fs, Store source) {
        long promised = 0;
        try (Store store = Store.open(config(fs))) {
            promised = store.importEvents(source, OPTIONS).imported();
        } catch (StoreException e) {
            assertThat(e.handling())
                    .as("the failure of a directory that is gone")
                    .isNotNull();
        }
        return promised;
    }

    @Test
    void anImportThatACrashEndedIsFinishedByTheNextOne() {
        long changes = changesOfAWholeImport();
        assertThat(changes).as("an import that changes little proves little").isGreaterThan(25);
        try (Store source = source()) {
            for (long last = 0; last <= changes; last++) {
                MemFs fs = new MemFs();
                fs.powerOffAfter(last);
                long promised = importAsFarAsItGoes(fs, source);
                check(fs.killed(), source, promised, "killed after change " + last);
                check(fs.crash(), source, promised, "only what was synced, after change " + last);
                check(fs.crashOfBytes(), source, promised, "bytes lost, after change " + last);
                check(fs.crashOfNames(), source, promised, "names lost, after change " + last);
                for (long seed = 0; seed < SEEDS; seed++) {
                    check(fs.crash(seed), source, promised, "seed " + seed + " after change " + last);
                }
            }
        }
    }

    /// The next import is cut off as well, wherever it goes on; the third one finishes.
    @Test
    void anImportThatIsCutOffTwiceIsFinishedByTheThird() {
        long changes = changesOfAWholeImport();
        try (Store source = source()) {
            for (long first : PowerCuts.places(changes, CI_CUTS)) {
                MemFs fs = new MemFs();
                fs.powerOffAfter(first);
                long promised = importAsFarAsItGoes(fs, source);
                for (Map.Entry<String, MemFs> left : PowerCuts.some(PowerCuts.aftermaths(fs), first)) {
                    String when = "cut after change " + first + ", " + left.getKey();
                    cutAgain(left.getValue(), source, promised, when);
                }
            }
        }
    }

    private static void cutAgain(MemFs left, Store source, long promised, String when) {
        MemFs whole = left.killed();
        importAsFarAsItGoes(whole, source);
        for (long second : PowerCuts.places(whole.mutations(), CI_CUTS)) {
            MemFs again = left.killed();
            again.powerOffAfter(second);
            long more = importAsFarAsItGoes(again, source);
            for (Map.Entry<String, MemFs> then : PowerCuts.aftermaths(again).entrySet()) {
                check(then.getValue(), source, promised + more, when + ", then after " + second + ", " + then.getKey());
            }
        }
    }

    private static void check(MemFs left, Store source, long promised, String when) {
        left.create();
        try (Store store = Store.open(config(left))) {
            long before = Samples.seen(store);
            assertThat(before).as(when).isBetween(promised, (long) EVENTS);
            assertThat(before == EVENTS || before % OPTIONS.chunkSize() == 0)
                    .as(when + ": a chunk is there as a whole or not at all")
                    .isTrue();
            ImportReport report = store.importEvents(source, OPTIONS);
            assertThat(report.imported()).as(when).isEqualTo(EVENTS - before);
            assertThat(report.deduplicated()).as(when).isEqualTo(before);
            assertThat(contents(store)).as(when).isEqualTo(contents(source));
            assertThat(store.verifyChain().intact()).as(when).isTrue();
        }
    }

    /// Coordinate, clock, payload and hashes of each event: all that an import promises to keep.
    private static List<String> contents(Store store) {
        return store.query(Samples.ORDERS).stream()
                .map(entry -> entry.coordinate() + " " + entry.clock() + " " + payload(store, entry) + " "
                        + entry.eventHash() + " " + entry.previousHash())
                .toList();
    }

    private static String payload(Store store, Entry entry) {
        return HexFormat.of().formatHex(store.read(entry).payload());
    }
}
