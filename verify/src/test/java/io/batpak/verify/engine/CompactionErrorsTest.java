package io.batpak.verify.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.error.WriterCrashedException;
import io.batpak.format.FrameHead;
import io.batpak.fs.IoKind;
import io.batpak.fs.StoreFs;
import io.batpak.hash.Checksum32;
import io.batpak.model.AutoMerge;
import io.batpak.model.Compaction;
import io.batpak.model.CompactionOutcome;
import io.batpak.model.Entry;
import io.batpak.model.EventKind;
import io.batpak.model.KeepRule;
import io.batpak.testkit.MemFault;
import io.batpak.testkit.MemFs;
import io.batpak.testkit.MemOperation;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/// Errors of a compaction that no random fault meets: each by what leads to it.
///
/// Tier: crash. Covers: J1, J2.
class CompactionErrorsTest {
    private static final EventKind DROP = EventKind.of(0xF, 2);
    private static final int EVENTS = 12;

    private final MemFs fs = new MemFs();

    private static StoreConfig.Builder config(StoreFs on) {
        return StoreConfig.on(on).segmentBytesMax(1000).clock(Samples.clock()).autoMerge(new AutoMerge.Never());
    }

    /// Every third event is to be dropped; all have keys.
    private void fill() {
        try (Store store = Store.open(config(fs).cooperative(true).build())) {
            for (int n = 0; n < EVENTS; n++) {
                store.append(Samples.AT, n % 3 == 2 ? DROP : Samples.KIND, Samples.payload(n), Samples.key(n));
            }
        }
    }

    /// Drops them, once something has happened.
    private static KeepRule dropping(Runnable first) {
        AtomicBoolean asked = new AtomicBoolean();
        return candidate -> {
            if (asked.compareAndSet(false, true)) {
                first.run();
            }
            return !candidate.entry().kind().equals(DROP);
        };
    }

    private void assertWhole(StoreFs left) {
        try (Store store = Store.open(config(left).cooperative(true).build())) {
            assertThat(Samples.seen(store)).isEqualTo(EVENTS);
            assertThat(store.verifyChain().intact()).isTrue();
            assertThat(store.compact(Compaction.retention(dropping(() -> {}))).outcome())
                    .isInstanceOf(CompactionOutcome.Performed.class);
            assertThat(Samples.seen(store)).isEqualTo(EVENTS - EVENTS / 3);
        }
    }

    @Test
    void aWriteThatFailsOnItsThreadRollsItBack() {
        fill();
        try (Store store = Store.open(config(fs).build())) {
            Compaction how = Compaction.retention(
                    dropping(() -> fs.plan(MemFault.of(MemOperation.WRITE, 1, IoKind.STORAGE_FULL))));
            assertThat(store.compact(how).outcome()).isInstanceOf(CompactionOutcome.Failed.class);
        }
        assertWhole(fs);
    }

    @Test
    void aDefectOnItsThreadReachesTheCallerAndLeavesNothingBehind() {
        fill();
        TrippingFs tripping = new TrippingFs(fs);
        for (Throwable defect : List.<Throwable>of(new TickingClock.Defect(), new InternalError("a defect"))) {
            try (Store store = Store.open(config(tripping).build())) {
                Compaction how = Compaction.retention(dropping(() -> tripping.tripNextWrite(defect)));
                assertThatThrownBy(() -> store.compact(how)).isSameAs(defect);
            }
            assertThat(fs.list()).noneMatch(name -> name.contains("compact"));
        }
        assertWhole(fs);
    }

    @Test
    void aLogThatFailsMeanwhileEndsItAndWhatWasPreparedGoes() {
        fill();
        Store store = Store.open(config(fs).cooperative(true).build());
        Compaction how = Compaction.retention(dropping(() -> {
            Samples.append(store, EVENTS);
            fs.plan(MemFault.of(MemOperation.SYNC, 1, IoKind.OTHER));
            assertThatThrownBy(store::sync).isInstanceOf(WriterCrashedException.class);
        }));
        assertThatThrownBy(() -> store.compact(how)).isInstanceOf(WriterCrashedException.class);
        assertThat(fs.list()).noneMatch(name -> name.contains("compact"));
        try (Store again = Store.open(config(fs.killed()).cooperative(true).build())) {
            assertThat(Samples.seen(again)).isEqualTo(EVENTS + 1);
            assertThat(again.verifyChain().intact()).isTrue();
        }
    }

    @Test
    void withoutAThreadForFootersItIsNotBegun() {
        fill();
        try (Store store = Store.open(
                config(fs).spawner(SpawnerStub.without("batpak-seal-")).build())) {
            assertThat(store.compact(Compaction.retention(dropping(() -> {}))).outcome())
                    .isInstanceOf(CompactionOutcome.Failed.class);
        }
        assertWhole(fs);
    }

    @Test
    void anInterruptOfWhoWaitsForFootersIsKept() {
        fill();
        try (Store store = Store.open(config(fs).build())) {
            Thread.currentThread().interrupt();
            CompactionOutcome outcome =
                    store.compact(Compaction.retention(dropping(() -> {}))).outcome();
            assertThat(Thread.interrupted()).as("the interrupt is kept").isTrue();
            assertThat(outcome).isNotInstanceOf(CompactionOutcome.Skipped.class);
        }
        try (Store store = Store.open(config(fs).cooperative(true).build())) {
            assertThat(store.verifyChain().intact()).isTrue();
        }
    }

    /// Its checksum is right, so only who looks into it can tell.
    @Test
    void aFrameThatIsNoneIsDamageToATombstoneAndToAnAnchor() {
        fill();
        List<Entry> dropped;
        try (Store store = Store.open(config(fs).cooperative(true).build())) {
            dropped = store.query(Samples.ORDERS).stream()
                    .filter(entry -> entry.kind().equals(DROP))
                    .toList();
        }
        for (Entry entry : dropped) {
            MemFs copy = fs.killed();
            copy.damage(String.format("%06d.fbat", entry.position().segment()), bytes -> {
                ByteBuffer frame = ByteBuffer.wrap(bytes);
                int at = Math.toIntExact(entry.position().offset());
                int body = entry.position().length() - FrameHead.BYTES;
                frame.put(at + FrameHead.BYTES, (byte) 0xc1);
                frame.putInt(at + 4, Checksum32.crc32().of(bytes, at + FrameHead.BYTES, body));
                return bytes;
            });
            try (Store store = Store.open(config(copy).cooperative(true).build())) {
                assertThat(store.compact(Compaction.tombstone(dropping(() -> {})))
                                .outcome())
                        .isInstanceOf(CompactionOutcome.Failed.class);
                CompactionOutcome outcome =
                        store.compact(Compaction.retention(_ -> false)).outcome();
                assertThat(outcome).isNotInstanceOf(CompactionOutcome.Skipped.class);
            }
        }
    }
}
