package io.batpak.verify.engine;

import static io.batpak.verify.engine.Samples.AT;
import static io.batpak.verify.engine.Samples.KIND;
import static io.batpak.verify.engine.Samples.RESERVED;
import static io.batpak.verify.engine.Samples.item;
import static io.batpak.verify.engine.Samples.key;
import static io.batpak.verify.engine.Samples.payload;
import static io.batpak.verify.engine.Samples.quiet;
import static io.batpak.verify.engine.Samples.seen;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.batpak.Store;
import io.batpak.VisibilityFence;
import io.batpak.error.BatchFailedException;
import io.batpak.error.BatchItemTooLargeException;
import io.batpak.error.ConfigurationException;
import io.batpak.error.IdempotencyPartialBatchException;
import io.batpak.error.IdempotencyRequiredException;
import io.batpak.error.InvalidClockException;
import io.batpak.error.ReservedKindException;
import io.batpak.error.SequenceMismatchException;
import io.batpak.error.StoreException;
import io.batpak.error.VisibilityFenceActiveException;
import io.batpak.model.AppendOptions;
import io.batpak.model.BatchItem;
import io.batpak.model.CausationRef;
import io.batpak.model.Payload;
import io.batpak.model.Receipt;
import io.batpak.model.Value;
import io.batpak.testkit.MemFs;
import io.batpak.testkit.SettableClock;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Which of several things that are wrong with a call is named: the one that is checked first.
///
/// Each test starts with a call that is wrong in every way and mends it step by step.
///
/// Tier: unit. Covers: B13.
class RefusalOrderTest {
    private static final Payload LARGE = Payload.of(Value.of("x".repeat(300)));

    private final SettableClock clock = new SettableClock(-1);
    private final Store store = Store.open(quiet(new MemFs())
            .clock(clock)
            .appendBytesMax(200)
            .batchEventsMax(3)
            .batchBytesMax(250)
            .groupCommitEvents(2)
            .build());

    @AfterEach
    void close() {
        store.close();
    }

    private void refused(Runnable call, Class<? extends StoreException> refusal) {
        assertThatThrownBy(call::run).isInstanceOf(refusal);
        assertThat(seen(store)).isZero();
    }

    @Test
    void aSingleAppend() {
        VisibilityFence fence = store.beginFence();
        refused(() -> store.append(AT, RESERVED, LARGE, AppendOptions.expecting(9)), ReservedKindException.class);
        refused(() -> store.submit(AT, RESERVED, LARGE), ReservedKindException.class);
        refused(() -> store.append(AT, KIND, LARGE, AppendOptions.expecting(9)), VisibilityFenceActiveException.class);
        refused(() -> store.submit(AT, KIND, LARGE), VisibilityFenceActiveException.class);
        fence.cancel();
        refused(() -> store.append(AT, KIND, LARGE, AppendOptions.expecting(9)), IdempotencyRequiredException.class);
        refused(() -> store.submit(AT, KIND, LARGE), IdempotencyRequiredException.class);
        AppendOptions keyed = key(1).expectedClock(9);
        refused(() -> store.append(AT, KIND, LARGE, keyed), ConfigurationException.class);
        refused(() -> store.append(AT, KIND, payload(1), keyed), SequenceMismatchException.class);
        refused(() -> store.append(AT, KIND, payload(1), key(1)), InvalidClockException.class);
        clock.setWallMicros(Samples.NOON_MICROS);
        Receipt receipt = store.append(AT, KIND, payload(1), key(1));
        assertThat(receipt.sequence()).as("nothing was used up by the refusals").isEqualTo(1);
        assertThat(receipt.clock()).isZero();
    }

    @Test
    void aKnownKeyIsAnsweredBeforeTheClockIsLookedAt() {
        clock.setWallMicros(Samples.NOON_MICROS);
        Receipt receipt = store.append(AT, KIND, payload(1), key(1));
        assertThat(store.append(AT, KIND, payload(2), key(1))).isEqualTo(receipt);
        assertThatThrownBy(() -> store.append(AT, KIND, payload(2), key(1).expectedClock(5)))
                .isInstanceOf(SequenceMismatchException.class);
    }

    @Test
    void aBatch() {
        BatchItem large = BatchItem.of(AT, KIND, LARGE);
        BatchItem reserved = BatchItem.of(AT, RESERVED, payload(1));
        BatchItem bulky = BatchItem.of(AT, KIND, Payload.of(Value.of("x".repeat(190))));
        BatchItem expecting = BatchItem.of(AT, KIND, payload(1), AppendOptions.expecting(9));
        BatchItem keyed = Samples.keyed(1);
        BatchItem forward = item(1).causedBy(CausationRef.priorItem(7));
        VisibilityFence fence = store.beginFence();
        refused(() -> store.appendBatch(List.of(large, reserved)), VisibilityFenceActiveException.class);
        fence.cancel();
        refused(() -> store.appendBatch(List.of(reserved, large)), BatchItemTooLargeException.class);
        refused(() -> store.appendBatch(List.of(bulky, bulky, expecting, reserved)), ReservedKindException.class);
        batchRefused(List.of(bulky, bulky, expecting, keyed), 0, "batchEventsMax");
        batchRefused(List.of(bulky, bulky, expecting), 0, "batchBytesMax");
        batchRefused(List.of(keyed, expecting, forward), 1, "expected clock");
        refused(() -> store.appendBatch(List.of(keyed, forward)), IdempotencyPartialBatchException.class);
        batchRefused(List.of(item(1), forward), 0, "clock");
        clock.setWallMicros(Samples.NOON_MICROS);
        batchRefused(List.of(item(1), forward), 1, "7");
        assertThat(store.appendBatch(List.of(item(1), item(2))))
                .extracting(Receipt::sequence)
                .as("nothing was used up by the refusals")
                .containsExactly(1L, 2L);
    }

    private void batchRefused(List<BatchItem> items, int item, String because) {
        assertThatThrownBy(() -> store.appendBatch(items))
                .isInstanceOfSatisfying(
                        BatchFailedException.class,
                        e -> assertThat(e.itemIndex()).isEqualTo(item))
                .satisfies(e -> assertThat(String.valueOf(e.getCause())).containsIgnoringCase(because));
        assertThat(seen(store)).isZero();
    }
}
