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
import io.batpak.error.ConfigurationException;
import io.batpak.error.InvariantViolationException;
import io.batpak.error.StoreClosedException;
import io.batpak.error.WaitInterruptedException;
import io.batpak.error.WaitTimeoutException;
import io.batpak.error.WriterCrashedException;
import io.batpak.format.IdempotencyRow;
import io.batpak.fs.IoKind;
import io.batpak.guard.DenialRequest;
import io.batpak.model.AppendOptions;
import io.batpak.model.BatchItem;
import io.batpak.model.DurabilityGate;
import io.batpak.model.EventId;
import io.batpak.model.Extensions;
import io.batpak.model.FramePosition;
import io.batpak.model.Hash;
import io.batpak.model.IdempotencyKey;
import io.batpak.model.Mark;
import io.batpak.model.Receipt;
import io.batpak.sidecar.IdempotencyFile;
import io.batpak.testkit.MemFault;
import io.batpak.testkit.MemFs;
import io.batpak.testkit.MemOperation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Waits for marks: behind an append, or on their own.
///
/// Tier: unit. Covers: D6, D8, E27.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class GateTest {
    private static final Duration SHORT = Duration.ofMillis(50);
    private static final Duration LONG = Duration.ofSeconds(30);

    private final MemFs fs = new MemFs();
    private final Store store = Store.open(quiet(fs).build());

    @AfterEach
    void drop() {
        store.drop();
    }

    private static AppendOptions gate(Mark mark, Duration timeout) {
        return AppendOptions.none().gate(new DurabilityGate(mark, timeout));
    }

    @ParameterizedTest
    @EnumSource(names = {"ACCEPTED", "WRITTEN", "VISIBLE", "EMITTED"})
    void marksThatTheCommitReachesLetItPassAtOnce(Mark mark) {
        assertThat(store.append(AT, KIND, payload(1), gate(mark, Duration.ZERO)).sequence())
                .isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(names = {"DURABLE", "APPLIED"})
    void aGateThatIsNotReachedInTimeLeavesTheEventCommitted(Mark mark) {
        for (Duration limit : List.of(Duration.ZERO, SHORT)) {
            int before = seen(store);
            assertThatThrownBy(() -> store.append(AT, KIND, payload(1), gate(mark, limit)))
                    .isInstanceOfSatisfying(
                            WaitTimeoutException.class,
                            e -> assertThat(e.facts())
                                    .containsEntry("mark", mark.wireName())
                                    .containsEntry("waited_ms", limit.toMillis())
                                    .containsEntry(
                                            "target",
                                            Map.of("wall_ms", Samples.NOON_MICROS / 1000, "sequence", before + 1L)));
            assertThat(seen(store)).isEqualTo(before + 1);
        }
    }

    @Test
    void aDurableGatePassesWhenSomebodyElseSyncs() {
        CompletableFuture<Receipt> passed = new CompletableFuture<>();
        Thread.ofPlatform().start(() -> passed.complete(store.append(AT, KIND, payload(1), gate(Mark.DURABLE, LONG))));
        while (seen(store) == 0) {
            Thread.onSpinWait();
        }
        assertThat(passed).as("the gate itself does not sync").isNotDone();
        store.sync();
        assertThat(passed.join().sequence()).isEqualTo(1);
    }

    @Test
    void aDurableGatePassesAtOnceWhereEveryCommitIsSynced() {
        try (Store eager = Store.open(quiet(new MemFs()).syncEveryEvents(1).build())) {
            AppendOptions durable = gate(Mark.DURABLE, Duration.ZERO);
            assertThat(eager.append(AT, KIND, payload(1), durable).sequence()).isEqualTo(1);
        }
    }

    @Test
    void aBatchWaitsForItsLastEventAndIgnoresTheGatesOfItsItems() {
        BatchItem gated = BatchItem.of(AT, KIND, payload(1), gate(Mark.APPLIED, Duration.ZERO));
        assertThat(store.appendBatch(List.of(gated, item(2)), new DurabilityGate(Mark.VISIBLE, Duration.ZERO)))
                .hasSize(2);
        DurabilityGate applied = new DurabilityGate(Mark.APPLIED, Duration.ZERO);
        assertThatThrownBy(() -> store.appendBatch(List.of(item(3), item(4)), applied))
                .isInstanceOf(WaitTimeoutException.class)
                .hasMessageContaining("sequence 4");
        assertThat(seen(store)).isEqualTo(4);
        assertThat(store.appendBatch(List.of(), applied)).isEmpty();
    }

    @Test
    void aDenialWaitsAtItsGateToo() {
        DenialRequest denial = DenialRequest.of(AT, "size", KIND)
                .options(gate(Mark.DURABLE, Duration.ZERO))
                .build();
        assertThatThrownBy(() -> store.appendDenial(denial)).isInstanceOf(WaitTimeoutException.class);
        assertThat(seen(store)).isEqualTo(1);
    }

    @Test
    void anInterruptedGateSaysSoKeepsTheFlagAndTheEvent() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> store.append(AT, KIND, payload(1), gate(Mark.DURABLE, LONG)))
                .isInstanceOf(WaitInterruptedException.class);
        assertThat(Thread.interrupted()).as("the flag is kept").isTrue();
        assertThat(append(store, 2).sequence()).isEqualTo(2);
    }

    @Test
    void aReplayWaitsForTheOriginalEvent() {
        Receipt first = store.append(AT, KIND, payload(1), key(7));
        store.sync();
        AppendOptions again = key(7).gate(new DurabilityGate(Mark.DURABLE, Duration.ZERO));
        assertThat(store.append(AT, KIND, payload(1), again)).isEqualTo(first);
    }

    @Test
    void aReplayOfAnEventThatIsGoneCannotWait() {
        MemFs other = new MemFs();
        Store.open(quiet(other).build()).close();
        IdempotencyKey key = new IdempotencyKey(0, 7);
        IdempotencyFile.write(
                other,
                List.of(new IdempotencyRow(
                        key,
                        EventId.of(key),
                        0,
                        new FramePosition(1, 57, 500),
                        Hash.ZERO,
                        Hash.ZERO,
                        AT,
                        KIND,
                        0,
                        true,
                        Extensions.none())));
        try (Store again = Store.open(quiet(other).build())) {
            assertThat(again.append(AT, KIND, payload(1), key(7)).sequence()).isZero();
            assertThatThrownBy(() ->
                            again.append(AT, KIND, payload(1), key(7).gate(new DurabilityGate(Mark.VISIBLE, LONG))))
                    .isInstanceOfSatisfying(
                            InvariantViolationException.class,
                            e -> assertThat(e.facts()).containsEntry("invariant", "GateReceiptNotIndexed"));
            assertThat(seen(again)).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyMarkCanBeWaitedFor(Mark mark) throws InterruptedException {
        append(store, 1);
        store.waitFor(mark, 0, Duration.ZERO);
        store.waitFor(mark, 0, 0, Duration.ZERO);
        boolean reached = mark != Mark.DURABLE && mark != Mark.APPLIED;
        for (Runnable wait : List.<Runnable>of(() -> wait(mark, 1), () -> waitOnLane(mark, 0, 1))) {
            if (reached) {
                wait.run();
            } else {
                assertThatThrownBy(wait::run).isInstanceOf(WaitTimeoutException.class);
            }
        }
    }

    private void wait(Mark mark, long sequence) {
        try {
            store.waitFor(mark, sequence, Duration.ZERO);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void waitOnLane(Mark mark, long lane, long sequence) {
        try {
            store.waitFor(mark, lane, sequence, Duration.ZERO);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aLaneWaitIsWokenByItsOwnLaneOnly() {
        CompletableFuture<Boolean> woken = new CompletableFuture<>();
        Thread.ofPlatform().start(() -> {
            try {
                store.waitFor(Mark.VISIBLE, 5, 2, LONG);
                woken.complete(true);
            } catch (InterruptedException e) {
                woken.completeExceptionally(e);
            }
        });
        append(store, 1);
        append(store, 2);
        assertThat(woken).isNotDone();
        store.append(AT, KIND, payload(3), AppendOptions.none().lane(5));
        assertThat(woken.join()).isTrue();
    }

    @Test
    void anUnknownLaneStandsAtTheOriginAndIsNotRemembered() throws InterruptedException {
        store.waitFor(Mark.VISIBLE, 77, 0, Duration.ZERO);
        assertThatThrownBy(() -> store.waitFor(Mark.VISIBLE, 77, 1, Duration.ofMillis(2)))
                .isInstanceOf(WaitTimeoutException.class);
        assertThat(store.frontier().lane(77)).isEmpty();
        for (long lane : new long[] {-1, 1L << 32}) {
            assertThatThrownBy(() -> store.waitFor(Mark.VISIBLE, lane, 1, Duration.ZERO))
                    .isInstanceOf(ConfigurationException.class);
        }
    }

    @Test
    void anInterruptedWaitHarmsNothing() throws InterruptedException {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> store.waitFor(Mark.VISIBLE, 1, LONG)).isInstanceOf(InterruptedException.class);
        append(store, 1);
        store.waitFor(Mark.VISIBLE, 1, Duration.ZERO);
    }

    @Test
    void aFailedSyncFailsEveryWaitEvenOneThatIsReached() {
        append(store, 1);
        fs.plan(MemFault.of(MemOperation.SYNC, 1, IoKind.OTHER));
        assertThatThrownBy(store::sync).isInstanceOf(WriterCrashedException.class);
        assertThatThrownBy(() -> store.waitFor(Mark.VISIBLE, 0, Duration.ZERO))
                .isInstanceOf(WriterCrashedException.class);
        assertThatThrownBy(store::drop).isInstanceOf(WriterCrashedException.class);
    }

    @Test
    void closingTheStoreEndsTheWaits() {
        Store closing = Store.open(StoreConfig.on(new MemFs()).build());
        CompletableFuture<Throwable> ended = new CompletableFuture<>();
        Thread waiting = Thread.ofPlatform().start(() -> {
            try {
                closing.waitFor(Mark.VISIBLE, 99, LONG);
            } catch (InterruptedException | RuntimeException e) {
                ended.complete(e);
            }
        });
        while (waiting.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        closing.close();
        assertThat(ended.join()).isInstanceOf(StoreClosedException.class);
    }
}
