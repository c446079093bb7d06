package io.batpak.verify.engine;

import static io.batpak.verify.engine.Samples.AT;
import static io.batpak.verify.engine.Samples.KIND;
import static io.batpak.verify.engine.Samples.item;
import static io.batpak.verify.engine.Samples.key;
import static io.batpak.verify.engine.Samples.payload;
import static io.batpak.verify.engine.Samples.quiet;
import static io.batpak.verify.engine.Samples.seen;
import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.model.Payload;
import io.batpak.model.Receipt;
import io.batpak.model.Ticket;
import io.batpak.model.Value;
import io.batpak.testkit.MemFs;
import io.batpak.testkit.MemOperation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What is queued reaches the disk with few writes, and none of them grows without bound.
///
/// Tier: unit. Covers: B1.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WriteCountsTest {
    /// Seven frames of this fill more than a MiB, six do not.
    private static final int LARGE_BYTES = 160_000;

    private final MemFs fs = new MemFs();

    private Store open() {
        return Store.open(quiet(fs)
                .syncEveryEvents(1_000_000)
                .syncWithin(Duration.ZERO)
                .queueCapacity(10_000)
                .build());
    }

    /// How many writes it takes to commit what is queued.
    private long writes(Store store) {
        long before = fs.count(MemOperation.WRITE);
        store.drain(Integer.MAX_VALUE);
        return fs.count(MemOperation.WRITE) - before;
    }

    @Test
    void whatIsQueuedIsWrittenWithOneCall() {
        try (Store store = open()) {
            for (int i = 0; i < 50; i++) {
                store.submit(AT, KIND, payload(i));
            }
            store.submitBatch(List.of(item(50), item(51)));
            assertThat(writes(store)).isEqualTo(1);
            assertThat(seen(store)).isEqualTo(52);
        }
    }

    @Test
    void aWriteEndsWithTheFrameThatMakesItAMebibyte() {
        try (Store store = open()) {
            for (int i = 0; i < 14; i++) {
                store.submit(AT, KIND, Payload.of(Value.of("x".repeat(LARGE_BYTES))));
            }
            assertThat(writes(store)).isEqualTo(2);
            for (int i = 0; i < 15; i++) {
                store.submit(AT, KIND, Payload.of(Value.of("x".repeat(LARGE_BYTES))));
            }
            assertThat(writes(store)).isEqualTo(3);
        }
    }

    @Test
    void aKeyThatIsRepeatedInTheQueueIsAnsweredWithItsEvent() throws InterruptedException {
        try (Store store = open()) {
            List<Ticket<Receipt>> tickets = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                tickets.add(store.submit(AT, KIND, payload(1), key(1)));
            }
            assertThat(writes(store))
                    .as("the event once, its answers not at all")
                    .isEqualTo(1);
            Receipt first = tickets.getFirst().await();
            for (Ticket<Receipt> ticket : tickets) {
                assertThat(ticket.await().sequence()).isEqualTo(first.sequence());
            }
            assertThat(seen(store)).isEqualTo(1);
        }
    }

    @Test
    void withoutAThreadForTheQueueItsCallersCommitIt() {
        StoreConfig config = StoreConfig.on(fs)
                .clock(Samples.clock())
                .spawner(SpawnerStub.without("batpak-writer-"))
                .build();
        try (Store store = Store.open(config)) {
            Ticket<Receipt> ticket = store.submit(AT, KIND, payload(1));
            assertThat(ticket.isDone()).isTrue();
            assertThat(seen(store)).isEqualTo(1);
        }
    }
}
