package io.batpak.verify.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.error.HiddenRangesException;
import io.batpak.error.WriterCrashedException;
import io.batpak.fs.IoKind;
import io.batpak.fs.StoreFs;
import io.batpak.model.Compaction;
import io.batpak.model.CompactionOutcome;
import io.batpak.model.CompactionReport;
import io.batpak.model.CompactionResult;
import io.batpak.model.Entry;
import io.batpak.model.ImportOptions;
import io.batpak.model.ImportReport;
import io.batpak.model.SnapshotReport;
import io.batpak.segment.SegmentName;
import io.batpak.testkit.MemFault;
import io.batpak.testkit.MemFs;
import io.batpak.testkit.MemOperation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What a compaction does to those beside it: readers, copies, files of others; and what a disk that refuses does
/// to it.
///
/// Tier: unit. Covers: E25, F8, J1, J7.
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CompactionUpkeepTest {
    private static final String MARKER = "compaction.pending.json";
    private static final Compaction LARGE =
            Compaction.merge().but().outputBytesMax(1 << 20).build();

    @TempDir
    private Path work;

    private final MemFs fs = new MemFs();

    private static long segments(StoreFs fs) {
        return fs.list().stream()
                .filter(name -> SegmentName.parse(name).isPresent())
                .count();
    }

    @Test
    void aSnapshotWaitsForTheCompactionUnderWay() {
        try (Store store = CopySource.open(fs)) {
            List<String> before = Observed.of(store);
            MemFs copy = fs.elsewhere(CopySource.PLACE);
            AtomicReference<SnapshotReport> report = new AtomicReference<>();
            Threads threads = new Threads();
            AtomicBoolean asked = new AtomicBoolean();
            CompactionResult result = store.compact(LARGE.but()
                    .listener(_ -> {
                        if (asked.compareAndSet(false, true)) {
                            Threads.untilAsleep(threads.now(() -> report.set(store.snapshot(CopySource.PLACE))));
                            assertThat(copy.exists())
                                    .as("nothing is copied meanwhile")
                                    .isFalse();
                        }
                    })
                    .build());
            threads.join();
            assertThat(result.outcome()).isEqualTo(new CompactionOutcome.Performed());
            assertThat(asked).isTrue();
            assertThat(report.get().copiedPendingCompactionMarker()).isFalse();
            assertThat(report.get().copiedSegmentIds()).hasSize((int) segments(fs));
            assertThat(CopySource.seen(copy)).isEqualTo(before);
            assertThat(copy.entries()).noneMatch(name -> name.contains("compact"));
        }
    }

    /// Each failure is told as an outcome, with the journal as it was, or behind the point of no return as a crash
    /// that the next open mends.
    @ParameterizedTest
    @EnumSource(names = {"RENAME", "DELETE", "SYNC_DIRECTORY", "CREATE"})
    void aDirectoryThatRefusesRollsBackOrKeepsTheMarkerForTheNextOpen(MemOperation operation) {
        CopySource.open(fs).close();
        int rolledBack = 0;
        int crashed = 0;
        boolean went = false;
        for (int nth = 1; !went; nth++) {
            MemFs tried = fs.killed();
            Store store = CopySource.open(tried);
            List<String> before = Observed.of(store);
            tried.plan(MemFault.of(operation, nth, IoKind.OTHER));
            try {
                CompactionResult result = store.compact(LARGE);
                boolean failed = result.outcome() instanceof CompactionOutcome.Failed;
                went = !failed;
                rolledBack += failed ? 1 : 0;
                if (failed) {
                    requireUnchanged(store, tried, result);
                }
            } catch (WriterCrashedException e) {
                crashed++;
                assertThat(operation == MemOperation.SYNC_DIRECTORY
                                || tried.list().contains(MARKER))
                        .as("%s, %s", e, tried.list())
                        .isTrue();
            }
            assertThat(Observed.of(store)).as("%s %s", operation, nth).isEqualTo(before);
            MemFs left = tried.killed();
            close(store);
            for (MemFs found : List.of(left, tried)) {
                try (Store again = Store.open(CopySource.config(found).build())) {
                    assertThat(Observed.of(again)).as("%s %s", operation, nth).containsAll(before);
                    assertThat(again.verifyChain().intact()).isTrue();
                }
                assertThat(found.list()).noneMatch(name -> name.contains("compact"));
            }
        }
        assertThat(rolledBack + crashed).isPositive();
        assertThat(operation != MemOperation.RENAME || rolledBack > 0).isTrue();
        assertThat(operation != MemOperation.DELETE || crashed > 0).isTrue();
    }

    /// Behind the point of no return a close can do no more than let go.
    private static void close(Store store) {
        try {
            store.close();
        } catch (WriterCrashedException e) {
            assertThat(e).hasMessageContaining("no more writes");
        }
    }

    private static void requireUnchanged(Store store, MemFs fs, CompactionResult result) {
        String reason = ((CompactionOutcome.Failed) result.outcome()).reason();
        assertThat(reason).startsWith("compaction pre-swap phase failed; disk layout rolled back: ");
        assertThat(result.reports().getFirst().findings())
                .containsExactly(new CompactionReport.Finding.PreSwapRollback(reason));
        assertThat(result.segmentsRemoved()).isZero();
        assertThat(fs.list()).noneMatch(name -> name.contains("compact"));
        assertThat(store.compact(LARGE).outcome()).isEqualTo(new CompactionOutcome.Performed());
    }

    @Test
    void filesOfOthersAreLeftAlone() {
        List<String> foreign = List.of("notes.txt", "index.fbati.old", "000002.fbat.bak", "keep.fbx.txt");
        CopySource.open(fs).close();
        for (String name : foreign) {
            try (var file = fs.createNew(name)) {
                file.write(new byte[] {1, 2, 3}, 0, 3, 0);
            }
        }
        try (Store store = CopySource.open(fs)) {
            assertThat(store.compact(LARGE).outcome()).isEqualTo(new CompactionOutcome.Performed());
        }
        for (String name : foreign) {
            assertThat(fs.bytes(name)).as(name).containsExactly(1, 2, 3);
        }
    }

    @Test
    void hiddenEventsStayHiddenAndDamagedRangesStillRefuseTheOpen() {
        List<String> before;
        try (Store store = CopySource.open(fs)) {
            before = Observed.of(store);
            long events = store.stats().eventCount();
            store.compact(Compaction.retention(candidate -> {
                assertThat(Observed.of(store)).isNotEmpty();
                return true;
            }));
            store.compact(LARGE);
            assertThat(Observed.of(store)).isEqualTo(before);
            assertThat(store.stats().eventCount()).as("hidden ones are kept").isEqualTo(events);
        }
        fs.damage("visibility_ranges.fbv", bytes -> {
            bytes[bytes.length - 1] ^= 1;
            return bytes;
        });
        List<String> files = fs.list();
        assertThatThrownBy(() -> Store.open(CopySource.config(fs).build())).isInstanceOf(HiddenRangesException.class);
        assertThat(fs.list()).isEqualTo(files);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void readersGoOnAndNoDeletedFileStaysOpen() throws IOException {
        Path directory = work.toRealPath();
        StoreConfig config = StoreConfig.in(directory).segmentBytesMax(4096).build();
        try (Store store = Store.open(config)) {
            for (int n = 0; n < 300; n++) {
                Samples.append(store, n);
            }
            List<Entry> entries = store.query(Samples.ORDERS).toList();
            AtomicBoolean done = new AtomicBoolean();
            AtomicInteger reads = new AtomicInteger();
            Threads threads = new Threads();
            for (int reader = 0; reader < 2; reader++) {
                threads.now(() -> {
                    while (!done.get()) {
                        for (Entry entry : entries) {
                            assertThat(store.get(entry.eventId()).chain().event())
                                    .isEqualTo(entry.eventHash());
                            assertThat(store.read(entry).sequence()).isEqualTo(entry.sequence());
                            reads.incrementAndGet();
                        }
                    }
                });
            }
            for (int round = 0; round < 8; round++) {
                int size = 4096 << round % 4;
                store.compact(Compaction.merge().but().outputBytesMax(size).build());
                for (int n = 0; n < 40; n++) {
                    Samples.append(store, n);
                }
            }
            Threads.until("somebody reads", () -> reads.get() > 300);
            done.set(true);
            threads.join();
            assertThat(deletedButOpen(directory)).isEmpty();
        }
    }

    private static List<Path> deletedButOpen(Path within) throws IOException {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            return descriptors
                    .map(CompactionUpkeepTest::target)
                    .filter(target ->
                            target.startsWith(within) && target.toString().endsWith("(deleted)"))
                    .toList();
        }
    }

    private static Path target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor);
        } catch (IOException e) {
            return Path.of("/closed/in/between");
        }
    }

    /// Neither which events were there nor which were taken over depends on where they lie, or on whether they are
    /// still there.
    @Test
    void anImportIsKnownAfterACompactionOfBothSides() {
        ImportOptions options = ImportOptions.from("branch");
        MemFs target = new MemFs();
        try (Store from = CopySource.open(fs);
                Store to = Store.open(CopySource.config(target).build())) {
            for (int n = 100; n < 130; n++) {
                Samples.append(from, n);
                Samples.append(to, n);
            }
            ImportReport first = to.importEvents(from, options);
            List<String> known = Observed.of(to);
            assertThat(first.imported()).isPositive();
            assertThat(from.compact(LARGE).outcome()).isEqualTo(new CompactionOutcome.Performed());
            assertThat(to.compact(LARGE).outcome()).isEqualTo(new CompactionOutcome.Performed());
            ImportReport second = to.importEvents(from, options);
            assertThat(second.imported()).isZero();
            assertThat(second.deduplicated()).isEqualTo(first.imported());
            assertThat(Observed.of(to)).isEqualTo(known);

            CompactionResult dropped = to.compact(
                    Compaction.retention(candidate -> !candidate.entry().kind().equals(Samples.KIND)));
            assertThat(dropped.outcome()).isEqualTo(new CompactionOutcome.Performed());
            assertThat(to.importEvents(from, options).imported())
                    .as("dropped is not unknown")
                    .isZero();
        }
        try (Store from = Store.open(CopySource.config(fs).build());
                Store to = Store.open(CopySource.config(target).build())) {
            assertThat(to.importEvents(from, options).imported())
                    .as("nor after a restart")
                    .isZero();
        }
    }
}
