package io.batpak.verify.engine;

import static io.batpak.verify.engine.Samples.AT;
import static io.batpak.verify.engine.Samples.KIND;
import static io.batpak.verify.engine.Samples.append;
import static io.batpak.verify.engine.Samples.item;
import static io.batpak.verify.engine.Samples.key;
import static io.batpak.verify.engine.Samples.payload;
import static io.batpak.verify.engine.Samples.quiet;
import static io.batpak.verify.engine.Samples.seen;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.error.BatchFailedException;
import io.batpak.error.ConfigurationException;
import io.batpak.error.IdempotencyRequiredException;
import io.batpak.error.SequenceMismatchException;
import io.batpak.error.StoreException;
import io.batpak.error.StreamExistsException;
import io.batpak.error.VisibilityFenceActiveException;
import io.batpak.error.WriterCrashedException;
import io.batpak.fs.SyncMode;
import io.batpak.model.AppendOptions;
import io.batpak.model.CausationId;
import io.batpak.model.CorrelationId;
import io.batpak.model.Durability;
import io.batpak.model.FsyncSchedule;
import io.batpak.model.Mark;
import io.batpak.model.Payload;
import io.batpak.model.Receipt;
import io.batpak.model.RestartPolicy;
import io.batpak.model.Value;
import io.batpak.testkit.MemFs;
import io.batpak.testkit.MemOperation;
import io.batpak.testkit.MemStep;
import io.batpak.testkit.SettableClock;
import io.batpak.time.Clock;
import io.batpak.time.Job;
import io.batpak.time.Spawner;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Every option of the configuration does what it says.
///
/// Tier: unit. Covers: B8, B18.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ConfigEffectTest {
    private final MemFs fs = new MemFs();

    private long syncsOf(StoreConfig.Builder config, int appends) {
        try (Store store = Store.open(config.build())) {
            long before = fs.count(MemOperation.SYNC);
            for (int i = 0; i < appends; i++) {
                append(store, i);
            }
            return fs.count(MemOperation.SYNC) - before;
        }
    }

    @Test
    void aClockThatGoesBackIsHeld() {
        SettableClock clock = Samples.clock();
        try (Store store = Store.open(quiet(fs).clock(clock).build())) {
            append(store, 1);
            clock.setWallMicros(5);
            Receipt later = store.append(Samples.ELSEWHERE, KIND, payload(2));
            assertThat(store.get(later.eventId()).header().timestampMicros()).isEqualTo(Samples.NOON_MICROS);
        }
    }

    @Test
    void aSegmentThatIsFullTakesNoFurtherCommit() {
        try (Store store = Store.open(quiet(fs).segmentBytesMax(1).build())) {
            int before = store.stats().segments();
            for (int i = 0; i < 3; i++) {
                append(store, i);
            }
            assertThat(store.stats().segments()).isEqualTo(before + 3);
        }
    }

    @Test
    void sizesAreExactLimits() {
        int length = payload(1).length();
        try (Store store = Store.open(quiet(fs)
                .appendBytesMax(length)
                .batchEventsMax(3)
                .batchBytesMax(2L * length)
                .build())) {
            append(store, 1);
            Payload larger = Payload.of(Value.map("nn", 1));
            assertThat(larger.length()).isEqualTo(length + 1);
            assertThatThrownBy(() -> store.append(AT, KIND, larger)).isInstanceOf(ConfigurationException.class);
            assertThat(store.appendBatch(List.of(item(1), item(2)))).hasSize(2);
            assertThatThrownBy(() -> store.appendBatch(List.of(item(1), item(2), item(3))))
                    .isInstanceOf(BatchFailedException.class)
                    .hasMessageContaining("batchBytesMax");
            assertThatThrownBy(() -> store.appendBatch(Collections.nCopies(4, item(1))))
                    .isInstanceOf(BatchFailedException.class)
                    .hasMessageContaining("batchEventsMax");
        }
    }

    @Test
    void syncsFollowTheCadence() {
        assertThat(syncsOf(quiet(fs).syncEveryEvents(0), 6)).isEqualTo(6);
        assertThat(syncsOf(quiet(fs).syncEveryEvents(1), 6)).isEqualTo(6);
        assertThat(syncsOf(quiet(fs).syncEveryEvents(3), 6)).isEqualTo(2);
        assertThat(syncsOf(quiet(fs), 6)).isZero();
    }

    @Test
    void theSyncModeReachesTheFileAndNeverANewSegment() {
        try (Store store =
                Store.open(quiet(fs).syncMode(SyncMode.DATA).segmentBytesMax(1).build())) {
            append(store, 1);
            store.sync();
            List<MemStep> syncs = fs.steps().stream()
                    .filter(step -> step.operation() == MemOperation.SYNC)
                    .toList();
            assertThat(syncs.getLast().detail()).isEqualTo("data");
            assertThat(syncs.getFirst().detail())
                    .as("the preamble of a segment")
                    .isEmpty();
        }
        MemFs other = new MemFs();
        try (Store store = Store.open(quiet(other).build())) {
            append(store, 1);
            store.sync();
            assertThat(other.steps()).noneMatch(step -> step.detail().equals("data"));
        }
    }

    @Test
    void aStrictReceiptIsDurable() {
        try (Store store = Store.open(quiet(fs).durability(Durability.STRICT).build())) {
            for (int i = 1; i <= 3; i++) {
                Receipt receipt = append(store, i);
                assertThat(store.frontier().durable().sequence()).isEqualTo(receipt.sequence());
            }
            try (Store afterwards = Store.open(quiet(fs.crash()).build())) {
                assertThat(seen(afterwards)).isEqualTo(3);
            }
        }
    }

    @Test
    void aCommitIsSyncedInTime() throws InterruptedException {
        try (Store store =
                Store.open(StoreConfig.on(fs).syncWithin(Duration.ofMillis(20)).build())) {
            append(store, 1);
            store.waitFor(Mark.DURABLE, 1, Duration.ofSeconds(30));
        }
    }

    @Test
    void withoutABoundInTimeNothingIsSyncedByTime() throws InterruptedException {
        try (Store store =
                Store.open(StoreConfig.on(fs).syncWithin(Duration.ZERO).build())) {
            append(store, 1);
            Thread.sleep(50);
            assertThat(store.frontier().durable().sequence()).isZero();
        }
    }

    @Test
    void theReferenceScheduleSyncsEveryBatchAndEveryBarrier() {
        try (Store store =
                Store.open(quiet(fs).fsyncSchedule(FsyncSchedule.REFERENCE).build())) {
            long before = fs.count(MemOperation.SYNC);
            store.appendBatch(List.of(item(1), item(2)));
            assertThat(fs.count(MemOperation.SYNC) - before).isEqualTo(1);
            store.sync();
            store.sync();
            assertThat(fs.count(MemOperation.SYNC) - before).isEqualTo(3);
        }
        try (Store store = Store.open(quiet(fs).build())) {
            store.appendBatch(List.of(item(1), item(2)));
            long before = fs.count(MemOperation.SYNC);
            store.sync();
            store.sync();
            assertThat(fs.count(MemOperation.SYNC)).as("nothing to sync").isEqualTo(before);
        }
    }

    @Test
    void groupCommitAboveOneAsksSinglesForKeys() {
        for (int events : new int[] {0, 1}) {
            try (Store store = Store.open(quiet(fs).groupCommitEvents(events).build())) {
                append(store, 1);
            }
        }
        for (int events : new int[] {2, 4}) {
            try (Store store = Store.open(quiet(fs).groupCommitEvents(events).build())) {
                int before = seen(store);
                List<Runnable> unkeyed = List.of(
                        () -> append(store, 1),
                        () -> store.appendReaction(
                                AT, KIND, payload(1), new CorrelationId(1, 1), new CausationId(0, 0)),
                        () -> store.submit(AT, KIND, payload(1)),
                        () -> store.trySubmit(AT, KIND, payload(1)),
                        () -> {
                            try (var fence = store.beginFence()) {
                                fence.submit(AT, KIND, payload(1));
                            }
                        });
                assertThat(unkeyed)
                        .allSatisfy(
                                call -> assertThatThrownBy(call::run).isInstanceOf(IdempotencyRequiredException.class));
                assertThat(seen(store)).isEqualTo(before);
                store.append(AT, KIND, payload(1), key(events));
                store.appendBatch(List.of(item(1)));
                assertThat(seen(store)).as("batches need no keys").isEqualTo(before + 2);
            }
        }
    }

    private static final class Recorder implements Spawner {
        private final Map<String, Long> stacks = new ConcurrentHashMap<>();

        @Override
        public Job spawn(String name, Runnable body) {
            return spawn(name, 0, body);
        }

        @Override
        public Job spawn(String name, long stackBytes, Runnable body) {
            stacks.put(name.substring(0, name.lastIndexOf('-')), stackBytes);
            return Spawner.platformThreads().spawn(name, stackBytes, body);
        }
    }

    @Test
    void backgroundThreadsComeFromTheSpawnerWithTheirStackSize() {
        Recorder recorder = new Recorder();
        try (Store store = Store.open(
                StoreConfig.on(fs).spawner(recorder).writerStackBytes(1 << 20).build())) {
            store.submit(AT, KIND, payload(1));
            assertThat(recorder.stacks)
                    .containsOnlyKeys("batpak-sync", "batpak-writer")
                    .containsValue(1L << 20);
        }
    }

    @Test
    void soManySegmentsStayOpenForReading() {
        assertThat(opensOf(1)).isEqualTo(8);
        assertThat(opensOf(64)).as("each is open already").isZero();
    }

    private long opensOf(int openFilesMax) {
        MemFs own = new MemFs();
        try (Store store = Store.open(
                quiet(own).segmentBytesMax(1).openFilesMax(openFilesMax).build())) {
            Receipt one = append(store, 1);
            Receipt two = append(store, 2);
            append(store, 3);
            store.get(one.eventId());
            store.get(two.eventId());
            long before = own.count(MemOperation.OPEN);
            for (int i = 0; i < 4; i++) {
                store.get(one.eventId());
                store.get(two.eventId());
            }
            return own.count(MemOperation.OPEN) - before;
        }
    }

    /// Fails inside the commit of a batch as often as it is told.
    private static final class FailingClock implements Clock {
        private final AtomicInteger readsBeforeFailure = new AtomicInteger(Integer.MAX_VALUE);
        private final SettableClock clock = Samples.clock();

        void failTheNextBatch() {
            readsBeforeFailure.set(1); // its caller reads the clock once, its markers read it again
        }

        @Override
        public long wallMicros() {
            if (readsBeforeFailure.getAndDecrement() == 0) {
                readsBeforeFailure.set(Integer.MAX_VALUE);
                throw new IllegalStateException("no time");
            }
            return clock.wallMicros();
        }

        @Override
        public long wallNanos() {
            return clock.wallNanos();
        }

        @Override
        public long monotonicNanos() {
            return clock.monotonicNanos();
        }
    }

    private static void crash(Store store, FailingClock clock) {
        clock.failTheNextBatch();
        assertThatThrownBy(() -> store.appendBatch(List.of(item(1)))).isInstanceOf(WriterCrashedException.class);
    }

    @Test
    void anUnexpectedExceptionCostsASegmentAsOftenAsThePolicyAllows() {
        FailingClock clock = new FailingClock();
        Store store = Store.open(quiet(fs).clock(clock).build());
        crash(store, clock);
        assertThat(append(store, 1).sequence()).isEqualTo(1);
        assertThat(store.stats().segments()).isEqualTo(2);
        crash(store, clock);
        assertThatThrownBy(() -> append(store, 2)).isInstanceOf(WriterCrashedException.class);
        assertThatThrownBy(store::close).isInstanceOf(WriterCrashedException.class);
        try (Store again = Store.open(quiet(fs).build())) {
            assertThat(seen(again)).isEqualTo(1);
        }
    }

    @Test
    void aBoundedPolicyForgetsAfterAWhile() {
        FailingClock clock = new FailingClock();
        Store store = Store.open(quiet(fs)
                .clock(clock)
                .restartPolicy(RestartPolicy.bounded(2, Duration.ofSeconds(1)))
                .build());
        crash(store, clock);
        crash(store, clock);
        clock.clock.advance(Duration.ofSeconds(2));
        crash(store, clock);
        crash(store, clock);
        assertThat(append(store, 1).sequence()).isEqualTo(1);
        crash(store, clock);
        assertThatThrownBy(() -> append(store, 2)).isInstanceOf(WriterCrashedException.class);
        assertThatThrownBy(store::drop).isInstanceOf(WriterCrashedException.class);
    }

    private static List<Class<? extends StoreException>> refusals() {
        return List.of(
                SequenceMismatchException.class, StreamExistsException.class, VisibilityFenceActiveException.class);
    }

    @Test
    void refusalsCarryAStackTraceOnlyWhenAsked() {
        for (boolean asked : new boolean[] {false, true}) {
            try (Store store =
                    Store.open(quiet(new MemFs()).refusalStackTraces(asked).build())) {
                append(store, 1);
                List<Runnable> calls = List.of(
                        () -> store.append(AT, KIND, payload(2), AppendOptions.expecting(9)),
                        () -> store.append(AT, KIND, payload(2), AppendOptions.expectNoStream()),
                        () -> {
                            try (var _ = store.beginFence()) {
                                append(store, 2);
                            }
                        });
                for (int i = 0; i < calls.size(); i++) {
                    assertThatThrownBy(calls.get(i)::run)
                            .isInstanceOf(refusals().get(i))
                            .satisfies(e ->
                                    assertThat(e.getStackTrace().length > 0).isEqualTo(asked))
                            .satisfies(e -> assertThat(List.of(e.getStackTrace()).stream()
                                            .anyMatch(at -> at.getClassName()
                                                    .startsWith(getClass().getName())))
                                    .isEqualTo(asked));
                }
            }
        }
    }
}
