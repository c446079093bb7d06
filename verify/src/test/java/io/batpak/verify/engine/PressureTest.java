package io.batpak.verify.engine;

import static io.batpak.verify.engine.Samples.AT;
import static io.batpak.verify.engine.Samples.KIND;
import static io.batpak.verify.engine.Samples.item;
import static io.batpak.verify.engine.Samples.payload;
import static io.batpak.verify.engine.Samples.quiet;
import static io.batpak.verify.engine.Samples.seen;
import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.Store;
import io.batpak.model.CausationId;
import io.batpak.model.CorrelationId;
import io.batpak.model.WriterPressure;
import io.batpak.outcome.Outcome;
import io.batpak.testkit.MemFs;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// How full the queue is, and that a careful caller is told instead of kept waiting.
///
/// Tier: unit. Covers: B15.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PressureTest {
    private static final CorrelationId CONVERSATION = new CorrelationId(1, 2);
    private static final CausationId NO_CAUSE = new CausationId(0, 0);

    private final Store store = Store.open(
            quiet(new MemFs()).queueCapacity(8).pressureRetryPercent(50).build());

    @AfterEach
    void close() {
        store.close();
    }

    private void fill(int writes) {
        for (int i = 0; i < writes; i++) {
            assertThat(store.trySubmit(AT, KIND, payload(i)).isOk()).isTrue();
        }
    }

    @Test
    void anEmptyQueueIsIdle() {
        WriterPressure pressure = store.writerPressure();
        assertThat(pressure).isEqualTo(new WriterPressure(0, 8));
        assertThat(pressure.isIdle()).isTrue();
        assertThat(pressure.headroom()).isEqualTo(8);
        assertThat(pressure.utilization()).isZero();
    }

    @Test
    void belowTheThresholdWritesAreTakenAtItTheyAreNot() {
        fill(4);
        assertThat(store.writerPressure().utilization()).isEqualTo(0.5);
        assertThat(List.<Outcome<?>>of(
                        store.trySubmit(AT, KIND, payload(9)),
                        store.trySubmitReaction(AT, KIND, payload(9), CONVERSATION, NO_CAUSE),
                        store.trySubmitBatch(List.of(item(9)))))
                .allSatisfy(outcome -> assertThat(outcome).isInstanceOfSatisfying(Outcome.Retry.class, retry -> {
                    assertThat(retry.afterMillis()).isEqualTo(10);
                    assertThat(retry.attempt()).isEqualTo(1);
                    assertThat(retry.maxAttempts()).isEqualTo(1);
                    assertThat(retry.reason()).contains("4/8");
                }));
        assertThat(store.writerPressure().queued()).isEqualTo(4);
        assertThat(seen(store)).as("nothing was committed by asking").isZero();
    }

    @Test
    void drainingMakesRoomAgain() {
        fill(4);
        assertThat(store.drain(1)).isEqualTo(1);
        assertThat(store.writerPressure().headroom()).isEqualTo(5);
        assertThat(store.trySubmit(AT, KIND, payload(5)).isOk()).isTrue();
        assertThat(store.drain(100)).isEqualTo(4);
        assertThat(store.writerPressure().isIdle()).isTrue();
        assertThat(seen(store)).isEqualTo(5);
    }

    @Test
    void theThresholdIsAtLeastOneWriteAndRoundsUp() {
        try (Store narrow = Store.open(
                quiet(new MemFs()).queueCapacity(8).pressureRetryPercent(1).build())) {
            assertThat(narrow.trySubmit(AT, KIND, payload(1)).isOk()).isTrue();
            assertThat(narrow.trySubmit(AT, KIND, payload(2)).isRetry()).isTrue();
        }
        try (Store odd = Store.open(
                quiet(new MemFs()).queueCapacity(5).pressureRetryPercent(50).build())) {
            for (int i = 0; i < 3; i++) {
                assertThat(odd.trySubmit(AT, KIND, payload(i)).isOk())
                        .as("write %d", i)
                        .isTrue();
            }
            assertThat(odd.trySubmit(AT, KIND, payload(3)).isRetry()).isTrue();
        }
    }

    @Test
    void aFullQueueIsCommittedByTheCallerThatFindsItFull() {
        for (int i = 0; i < 9; i++) {
            store.submit(AT, KIND, payload(i));
        }
        assertThat(seen(store)).isEqualTo(8);
        assertThat(store.writerPressure().queued()).isEqualTo(1);
    }

    @Test
    void anActiveFenceCancelsWhatDoesNotGoThroughIt() {
        try (var fence = store.beginFence()) {
            assertThat(fence.isActive()).isTrue();
            assertThat(List.<Outcome<?>>of(
                            store.trySubmit(AT, KIND, payload(9)),
                            store.trySubmitReaction(AT, KIND, payload(9), CONVERSATION, NO_CAUSE),
                            store.trySubmitBatch(List.of(item(9)))))
                    .allSatisfy(outcome -> assertThat(outcome)
                            .isInstanceOfSatisfying(
                                    Outcome.Cancelled.class,
                                    cancelled -> assertThat(cancelled.reason()).contains("fence")));
        }
        assertThat(store.trySubmit(AT, KIND, payload(9)).isOk()).isTrue();
    }
}
