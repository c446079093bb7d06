package io.batpak.verify.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.StoreReader;
import io.batpak.VisibilityFence;
import io.batpak.fs.StoreFs;
import io.batpak.model.AutoMerge;
import io.batpak.model.Compaction;
import io.batpak.model.Entry;
import io.batpak.model.FsyncSchedule;
import io.batpak.model.Receipt;
import io.batpak.model.Region;
import io.batpak.model.Ticket;
import io.batpak.segment.SegmentName;
import io.batpak.testkit.MemFs;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Many short sessions leave few segments, nobody has to ask for it, and nobody is disturbed by it.
///
/// Tier: unit. Covers: J1.
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class AutoMergeTest {
    private static final int SESSIONS = 300;
    private static final int FEW = 24;
    private static final int PARTS = 16;

    private static StoreConfig.Builder config(StoreFs fs) {
        return StoreConfig.on(fs); // it is what a store does if nothing is said
    }

    private static long segments(StoreFs fs) {
        return fs.list().stream()
                .filter(name -> SegmentName.parse(name).isPresent())
                .count();
    }

    private static void idle(StoreConfig config, int sessions) {
        for (int session = 0; session < sessions; session++) {
            Store.open(config).close();
        }
    }

    private static void requireEvents(StoreFs fs, int sessions) {
        try (StoreReader reader = StoreReader.open(config(fs).build())) {
            assertThat(reader.query(Region.all()).stream().map(Entry::sequence))
                    .isEqualTo(LongStream.range(0, 2L * sessions).boxed().toList());
            assertThat(reader.verifyChain().intact()).isTrue();
        }
    }

    @Test
    void sessionsThatWriteNothingLeaveFewSegments() {
        MemFs fs = new MemFs();
        long most = 0;
        for (int session = 0; session < SESSIONS; session++) {
            idle(config(fs).build(), 1);
            most = Math.max(most, segments(fs));
        }
        assertThat(most).as("at most").isLessThanOrEqualTo(FEW);
        requireEvents(fs, SESSIONS);
        assertThat(fs.list()).noneMatch(name -> name.contains("compact"));
    }

    @Test
    void sessionsThatWriteOneEventLeaveFewSegments() {
        MemFs fs = new MemFs();
        List<Receipt> receipts = new ArrayList<>();
        long most = 0;
        for (int session = 0; session < SESSIONS; session++) {
            try (Store store = Store.open(config(fs).build())) {
                receipts.add(Samples.append(store, session));
            }
            most = Math.max(most, segments(fs));
        }
        assertThat(most).as("at most").isLessThanOrEqualTo(FEW);
        try (StoreReader reader = StoreReader.open(config(fs).build())) {
            assertThat(reader.verifyChain().intact()).isTrue();
            assertThat(reader.query(Samples.ORDERS).stream().map(Entry::eventId))
                    .isEqualTo(receipts.stream().map(Receipt::eventId).toList());
            assertThat(receipts)
                    .allMatch(receipt -> reader.verifyReceipt(receipt).isValid());
        }
    }

    @Test
    void aLaterSessionMergesWhatEarlierOnesCouldNot() {
        MemFs fs = new MemFs();
        idle(config(fs).autoMerge(new AutoMerge.Never()).build(), SESSIONS / 4);
        assertThat(segments(fs)).isEqualTo(SESSIONS / 4);
        try (Store store = Store.open(config(fs).build())) {
            Threads.until("they are merged", () -> store.stats().segments() <= FEW);
            assertThat(store.stats().segments()).isEqualTo((int) segments(fs));
            Samples.append(store, 1);
        }
    }

    @Test
    void nothingIsMergedWithoutThreadsNorAsTheReferenceDoes() {
        MemFs cooperative = new MemFs();
        idle(config(cooperative).cooperative(true).build(), FEW + 6);
        assertThat(segments(cooperative)).isEqualTo(FEW + 6);
        MemFs reference = new MemFs();
        idle(config(reference).fsyncSchedule(FsyncSchedule.REFERENCE).build(), FEW + 6);
        assertThat(segments(reference)).isEqualTo(FEW + 6);
    }

    /// What is merged is shorter than a part of a segment, so that full ones are left alone.
    @Test
    void fullSegmentsAreLeftAlone() {
        MemFs fs = new MemFs();
        StoreConfig config = config(fs).segmentBytesMax(4096L * PARTS).build();
        try (Store store = Store.open(config)) {
            while (segments(fs) < FEW) {
                Samples.append(store, 1);
            }
        }
        List<String> before = fs.list();
        try (Store store = Store.open(config)) {
            Samples.append(store, 2);
        }
        assertThat(fs.list().stream().filter(name -> SegmentName.parse(name).isPresent()))
                .containsAll(before.stream()
                        .filter(name -> SegmentName.parse(name).isPresent())
                        .limit(FEW - 2)
                        .toList());
    }

    @Test
    void aFenceMeanwhileDoesNoHarm() throws InterruptedException {
        MemFs fs = new MemFs();
        for (int session = 0; session < SESSIONS / 4; session++) {
            try (Store store = Store.open(config(fs).build())) {
                VisibilityFence fence = store.beginFence();
                Ticket<Receipt> ticket = fence.submit(Samples.AT, Samples.KIND, Samples.payload(session));
                fence.commit();
                assertThat(ticket.await().clock()).isEqualTo(session);
            }
        }
        assertThat(segments(fs)).isLessThanOrEqualTo(SESSIONS / 4);
        try (Store store = Store.open(config(fs).build())) {
            assertThat(Samples.seen(store)).isEqualTo(SESSIONS / 4);
            VisibilityFence fence = store.beginFence();
            fence.submit(Samples.AT, Samples.KIND, Samples.payload(-1));
            fence.cancel();
            Samples.append(store, 1);
            Threads.until("they are merged", () -> segments(fs) <= FEW);
            assertThat(store.verifyChain().intact()).isTrue();
        }
    }

    @Test
    void appendsGoOnBesideIt() {
        MemFs fs = new MemFs();
        StoreConfig config = config(fs).segmentBytesMax(1 << 16).build();
        int written = 0;
        for (int session = 0; session < SESSIONS / 8; session++) {
            try (Store store = Store.open(config)) {
                for (int n = 0; n < 40; n++) {
                    assertThat(Samples.append(store, n).clock()).isEqualTo(written++);
                }
            }
        }
        try (StoreReader reader = StoreReader.open(config)) {
            assertThat(reader.query(Samples.ORDERS).stream().map(Entry::clock))
                    .isEqualTo(LongStream.range(0, written).boxed().toList());
            assertThat(reader.verifyChain().intact()).isTrue();
        }
    }

    /// Where segments may not be long, full ones could not be told from small ones.
    @Test
    void nothingIsMergedWhereASegmentMayBeNoLongerThanFourOfTheLeast() {
        MemFs fs = new MemFs();
        StoreConfig config =
                config(fs).segmentBytesMax(4 * Compaction.OUTPUT_BYTES_MIN - 1).build();
        idle(config, FEW + 6);
        assertThat(segments(fs)).isEqualTo(FEW + 6);
    }

    @Test
    void noThreadIsLeft() {
        MemFs fs = new MemFs();
        for (int session = 0; session < FEW; session++) {
            Store.open(config(fs).build()).close();
            Threads.until("no thread is left", AutoMergeTest::noMerger);
        }
    }

    private static boolean noMerger() {
        return Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith("batpak-merge"));
    }
}
