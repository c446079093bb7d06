package io.batpak.verify.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.error.WriterCrashedException;
import io.batpak.fs.IoKind;
import io.batpak.model.AutoMerge;
import io.batpak.model.Compaction;
import io.batpak.model.CompactionOutcome;
import io.batpak.model.Entry;
import io.batpak.model.EventKind;
import io.batpak.segment.StoreFileKind;
import io.batpak.testkit.MemFault;
import io.batpak.testkit.MemFs;
import io.batpak.testkit.MemOperation;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Whichever operation of a small compaction fails, and whatever the machine does then: all of it happened to an
/// output, or nothing.
///
/// Tier: crash. Covers: J2.
class CompactionRollbackTest {
    private static final EventKind DROP = EventKind.of(0xF, 2);
    private static final int EVENTS = 9;
    private static final Compaction RETENTION =
            Compaction.retention(candidate -> !candidate.entry().kind().equals(DROP));

    private final MemFs journal = new MemFs();

    CompactionRollbackTest() {
        try (Store store = open(journal)) {
            for (int n = 0; n < EVENTS; n++) {
                store.append(Samples.AT, n % 3 == 1 ? DROP : Samples.KIND, Samples.payload(n), Samples.key(n));
            }
        }
    }

    private static Store open(MemFs fs) {
        StoreConfig.Builder config = Samples.quiet(fs).segmentBytesMax(1000).autoMerge(new AutoMerge.Never());
        return Store.open(config.build());
    }

    private static Map<MemOperation, Long> counts(MemFs fs) {
        Map<MemOperation, Long> counts = new EnumMap<>(MemOperation.class);
        for (MemOperation one : MemOperation.values()) {
            counts.put(one, fs.count(one));
        }
        return counts;
    }

    @ParameterizedTest
    @EnumSource(
            value = MemOperation.class,
            names = {"CREATE", "RENAME", "DELETE", "SYNC", "SYNC_DIRECTORY", "WRITE"})
    void aFailureLeavesAllOrNothing(MemOperation failing) {
        MemFs first = journal.killed();
        Set<String> ends = new TreeSet<>();
        try (Store store = open(first)) {
            Map<MemOperation, Long> before = counts(first);
            assertThat(store.compact(RETENTION).outcome()).isEqualTo(new CompactionOutcome.Performed());
            long operations = counts(first).getOrDefault(failing, 0L) - before.getOrDefault(failing, 0L);
            for (long k = 1; k <= operations; k++) {
                ends.add(fail(failing, k));
            }
        }
        assertThat(ends).isNotEmpty().doesNotContain("skipped");
    }

    /// Lets the operation number `k` of a kind fail, and looks at what is left in memory and on the disk.
    private String fail(MemOperation failing, long k) {
        String replay = failing + " " + k;
        MemFs fs = journal.killed();
        Store store = open(fs);
        List<Long> before = Samples.sequences(store);
        fs.plan(MemFault.of(failing, k, IoKind.OTHER));
        String end;
        try {
            end = switch (store.compact(RETENTION).outcome()) {
                case CompactionOutcome.Performed() -> "performed";
                case CompactionOutcome.Skipped() -> "skipped";
                case CompactionOutcome.Failed(String reason) -> {
                    assertThat(reason).as(replay).isNotBlank();
                    assertThat(outputs(fs)).as(replay).isZero();
                    assertThat(Samples.sequences(store)).as(replay).isEqualTo(before);
                    assertThat(fs.list()).as(replay).noneMatch(name -> name.contains("compact"));
                    yield "failed";
                }
            };
        } catch (WriterCrashedException e) {
            boolean ofTheLog = failing == MemOperation.SYNC; // the end of writing whoever asked for it
            assertThat(ofTheLog || outputs(fs) > 0).as(replay).isTrue();
            assertConsistent(fs.killed(), replay);
            assertConsistent(fs.crash(k), replay);
            return "crashed";
        }
        assertConsistent(fs.killed(), replay);
        assertThat(store.compact(RETENTION).outcome()).as(replay).isNotInstanceOf(CompactionOutcome.Failed.class);
        assertThat(kinds(store)).as(replay).doesNotContain(DROP);
        store.close();
        assertThat(fs.list()).as(replay).noneMatch(name -> name.contains("compact"));
        return end;
    }

    /// How many outputs have got their names.
    private static long outputs(MemFs fs) {
        return fs.steps().stream()
                .filter(step -> step.operation() == MemOperation.RENAME && !step.failed())
                .filter(step -> step.toString().contains(StoreFileKind.COMPACTED_SUFFIX))
                .count();
    }

    private static List<EventKind> kinds(Store store) {
        return store.query(Samples.ORDERS).stream().map(Entry::kind).toList();
    }

    /// Each event that is to stay is there, keys answer for all of them, and nothing looks damaged.
    private static void assertConsistent(MemFs fs, String replay) {
        try (Store store = open(fs)) {
            assertThat(kinds(store).stream().filter(kind -> !kind.equals(DROP)))
                    .as(replay)
                    .hasSize(EVENTS - EVENTS / 3);
            assertThat(store.verifyChain().intact()).as(replay).isTrue();
            for (int n = 0; n < EVENTS; n++) {
                assertThat(store.append(Samples.AT, Samples.KIND, Samples.payload(n), Samples.key(n))
                                .sequence())
                        .as("%s, key of event %d", replay, n)
                        .isEqualTo(n + 1);
            }
        }
    }

    @Test
    void aCompactionThatWasGivenUpLeavesNothing() {
        MemFs fs = journal.killed();
        try (Store store = open(fs)) {
            List<Long> before = Samples.sequences(store);
            Compaction cancelled = RETENTION.but().cancel(() -> true).build();
            assertThat(store.compact(cancelled).outcome()).isInstanceOf(CompactionOutcome.Failed.class);
            assertThat(fs.list()).noneMatch(name -> name.contains("compact"));
            assertThat(Samples.sequences(store)).isEqualTo(before);
            assertThat(store.compact(RETENTION).outcome()).isEqualTo(new CompactionOutcome.Performed());
        }
        assertConsistent(fs.killed(), "after it was given up");
    }
}
