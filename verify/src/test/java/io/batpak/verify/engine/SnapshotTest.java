package io.batpak.verify.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.batpak.Store;
import io.batpak.StoreReader;
import io.batpak.error.StoreClosedException;
import io.batpak.error.VisibilityFenceActiveException;
import io.batpak.fs.IoKind;
import io.batpak.fs.StoreFs;
import io.batpak.fs.StoreIoException;
import io.batpak.model.AppendOptions;
import io.batpak.model.Receipt;
import io.batpak.model.SnapshotReport;
import io.batpak.model.SnapshotReport.FileKind;
import io.batpak.model.SnapshotReport.Finding;
import io.batpak.testkit.MemFault;
import io.batpak.testkit.MemFs;
import io.batpak.testkit.MemOperation;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A snapshot holds what the store held when it was asked for, neither more nor less, and says so.
///
/// Tier: unit. Covers: C1, E25, J1, L3.
class SnapshotTest {
    private final MemFs fs = new MemFs();

    @TempDir
    private Path work;

    @Test
    void aSnapshotHoldsEveryEventAndItsReportSaysWhatWasCopied() {
        try (Store store = CopySource.open(fs)) {
            List<String> before = Observed.of(store);

            SnapshotReport report = store.snapshot(CopySource.PLACE);

            MemFs copy = fs.elsewhere(CopySource.PLACE);
            assertThat(CopySource.seen(copy)).isEqualTo(before);
            assertThat(report.findings())
                    .containsExactly(
                            new Finding.CopyByteHashUnavailable(SnapshotReport.NO_HASH_REASON, FileKind.SEGMENT),
                            new Finding.FenceTokenCancelled());
            assertThat(report.copiedVisibilityRanges()).isTrue();
            assertThat(report.copiedIdempotencyStore()).isTrue();
            assertThat(report.copiedPendingCompactionMarker()).isFalse();
            assertThat(report.copiedSegmentIds()).hasSizeGreaterThan(2);
            assertThat(report.sourceWatermark().segmentId())
                    .isEqualTo(report.copiedSegmentIds().getLast());
            assertThat(report.snapshotId().isZero()).isFalse();
            assertThat(copy.entries())
                    .contains("index.idemp", "visibility_ranges.fbv")
                    .doesNotContain("index.fbati");
            assertThat(CopySource.beside(fs)).containsExactly("one");
        }
    }

    @Test
    void theReportOfTheSamePointIsTheSameButForItsToken() {
        try (Store store = CopySource.open(fs)) {
            SnapshotReport first = store.snapshot(CopySource.PLACE);
            SnapshotReport second = store.snapshot(Path.of("/copies/two"));

            assertThat(second.fenceToken()).isEqualTo(first.fenceToken() + 1);
            assertThat(second.sourceWatermark()).isEqualTo(first.sourceWatermark());
            assertThat(second.destinationPathDigest()).isNotEqualTo(first.destinationPathDigest());
        }
    }

    @Test
    void neitherSideSeesWhatTheOtherWritesAfterwards() {
        try (Store store = CopySource.open(fs)) {
            List<String> before = Observed.of(store);
            store.snapshot(CopySource.PLACE);
            Samples.append(store, 40);

            MemFs copy = fs.elsewhere(CopySource.PLACE);
            assertThat(CopySource.seen(copy)).isEqualTo(before);
            try (Store other = Store.open(CopySource.config(copy).build())) {
                Samples.append(other, 50);
            }
            assertThat(Observed.of(store)).hasSize(before.size() + 1);
        }
    }

    @Test
    void aKeyedRetryOnTheSnapshotWritesNothing() {
        try (Store store = CopySource.open(fs)) {
            Receipt original = store.append(Samples.AT, Samples.KIND, Samples.payload(60), Samples.key(60));
            store.snapshot(CopySource.PLACE);

            MemFs copy = fs.elsewhere(CopySource.PLACE);
            try (Store other = Store.open(CopySource.config(copy).build())) {
                long events = other.stats().eventCount();
                AppendOptions again = Samples.key(60);
                Receipt retried = other.append(Samples.AT, Samples.KIND, Samples.payload(61), again);
                assertThat(retried.sequence()).isEqualTo(original.sequence());
                assertThat(other.stats().eventCount()).isEqualTo(events);
            }
        }
    }

    @Test
    void anOlderSnapshotIsReplacedAndCounted() {
        try (Store store = CopySource.open(fs)) {
            SnapshotReport first = store.snapshot(CopySource.PLACE);
            Samples.append(store, 40);

            SnapshotReport second = store.snapshot(CopySource.PLACE);

            long artifacts = first.copiedSegmentIds().size() + 2L;
            assertThat(second.findings().getFirst()).isEqualTo(new Finding.DestinationCleared(artifacts));
            assertThat(CopySource.seen(fs.elsewhere(CopySource.PLACE))).isEqualTo(Observed.of(store));
            assertThat(CopySource.beside(fs)).containsExactly("one");
            assertThat(CopySource.beside(fs.crash()))
                    .as("what was replaced does not come back")
                    .containsExactly("one");
        }
    }

    /// The last move makes the names of both directories durable before it fails.
    @Test
    void whatAFailedSnapshotHasMadeDoesNotComeBack() {
        try (Store store = CopySource.open(fs)) {
            store.snapshot(CopySource.PLACE);
            List<String> before = CopySource.seen(fs.elsewhere(CopySource.PLACE));
            Samples.append(store, 40);
            fs.plan(MemFault.of(MemOperation.MOVE_DIRECTORY, 2, IoKind.OTHER));

            assertThatThrownBy(() -> store.snapshot(CopySource.PLACE)).isInstanceOf(StoreIoException.class);

            MemFs left = fs.crash();
            assertThat(CopySource.beside(left)).containsExactly("one");
            assertThat(CopySource.seen(left.elsewhere(CopySource.PLACE))).isEqualTo(before);
        }
    }

    @Test
    void whatAnInterruptedSnapshotLeftIsPutBackOrRemoved() {
        try (Store store = CopySource.open(fs)) {
            store.snapshot(CopySource.PLACE);
            MemFs old = fs.elsewhere(Path.of("/copies/.one.batpak-old"));
            MemFs staged = fs.elsewhere(Path.of("/copies/.one.batpak-staged"));
            fs.elsewhere(CopySource.PLACE).moveDirectory(old);
            staged.create();
            staged.createNew("000001.fbat").close();

            SnapshotReport report = store.snapshot(CopySource.PLACE);

            assertThat(report.findings().getFirst())
                    .as("it was put back before it was replaced")
                    .isInstanceOf(Finding.DestinationCleared.class);
            assertThat(CopySource.beside(fs)).containsExactly("one");
            assertThat(CopySource.seen(fs.elsewhere(CopySource.PLACE))).isEqualTo(Observed.of(store));
        }
    }

    @Test
    void anActiveFenceIsRefusedBeforeAnythingIsTouched() {
        try (Store store = CopySource.open(fs)) {
            store.beginFence();
            assertThatThrownBy(() -> store.snapshot(CopySource.PLACE))
                    .isInstanceOf(VisibilityFenceActiveException.class);
            assertThatThrownBy(() -> store.fork(CopySource.PLACE)).isInstanceOf(VisibilityFenceActiveException.class);
            assertThat(CopySource.beside(fs)).isEmpty();
        }
    }

    @Test
    void aClosedStoreIsNotCopied() {
        Store store = CopySource.open(fs);
        store.close();
        assertThatThrownBy(() -> store.snapshot(CopySource.PLACE)).isInstanceOf(StoreClosedException.class);
        assertThatThrownBy(() -> store.fork(CopySource.PLACE)).isInstanceOf(StoreClosedException.class);
    }

    @Test
    void appendsGoOnWhileARealDirectoryIsCopied() throws InterruptedException {
        StoreFs source = StoreFs.local(work.resolve("source"));
        try (Store store = Store.open(CopySource.config(source)
                .cooperative(false)
                .segmentBytesMax(20_000)
                .build())) {
            for (int n = 0; n < 500; n++) {
                Samples.append(store, n);
            }
            CountDownLatch running = new CountDownLatch(1);
            AtomicReference<RuntimeException> failure = new AtomicReference<>();
            Thread writer = Thread.ofPlatform().start(() -> {
                try {
                    for (int n = 0; !Thread.currentThread().isInterrupted() && n < 100_000; n++) {
                        Samples.append(store, n);
                        running.countDown();
                    }
                } catch (RuntimeException e) {
                    failure.set(e);
                }
            });
            running.await();
            for (int round = 0; round < 5; round++) {
                int atLeast = Samples.seen(store);
                store.snapshot(work.resolve("copy"));
                int atMost = Samples.seen(store);
                assertPrefix(store, atLeast, atMost);
            }
            writer.interrupt();
            writer.join();
            assertThat(failure.get()).isNull();
        }
    }

    private void assertPrefix(Store store, int atLeast, int atMost) {
        try (StoreReader reader = StoreReader.open(
                CopySource.config(StoreFs.local(work.resolve("copy"))).build())) {
            assertThat(reader.verifyChain().intact()).isTrue();
            List<String> copied = Observed.of(reader);
            assertThat(copied).isEqualTo(Observed.of(store).subList(0, copied.size()));
            assertThat(reader.query(Samples.ORDERS).toList()).hasSizeBetween(atLeast, atMost);
        }
    }
}
