package io.batpak.verify.engine;

import static io.batpak.verify.engine.Samples.AT;
import static io.batpak.verify.engine.Samples.KIND;
import static io.batpak.verify.engine.Samples.append;
import static io.batpak.verify.engine.Samples.item;
import static io.batpak.verify.engine.Samples.key;
import static io.batpak.verify.engine.Samples.keyed;
import static io.batpak.verify.engine.Samples.payload;
import static io.batpak.verify.engine.Samples.quiet;
import static io.batpak.verify.engine.Samples.seen;
import static io.batpak.verify.engine.Samples.sequences;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.error.IdempotencyOverflowException;
import io.batpak.error.IdempotencyPartialBatchException;
import io.batpak.error.SequenceMismatchException;
import io.batpak.error.StoreException;
import io.batpak.error.StreamExistsException;
import io.batpak.error.WriterCrashedException;
import io.batpak.fs.IoKind;
import io.batpak.fs.StoreIoException;
import io.batpak.model.AppendOptions;
import io.batpak.model.Durability;
import io.batpak.model.FsyncSchedule;
import io.batpak.model.IdempotencyOverflow;
import io.batpak.model.IdempotencyRetention;
import io.batpak.model.Receipt;
import io.batpak.model.Ticket;
import io.batpak.testkit.MemFault;
import io.batpak.testkit.MemFs;
import io.batpak.testkit.MemOperation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Commands that are committed together: each sees those in front of it, and gets the answer that it would have got
/// alone.
///
/// Tier: unit. Covers: B1, B13.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class QueuedWritesTest {
    private static final int SEGMENT_BYTES = 4000;

    private final MemFs fs = new MemFs();

    private StoreConfig.Builder unsynced() {
        return quiet(fs).syncEveryEvents(1_000_000).syncWithin(Duration.ZERO).queueCapacity(10_000);
    }

    private Store open() {
        return Store.open(unsynced().build());
    }

    private static void refused(Ticket<?> ticket, Class<? extends StoreException> error) {
        assertThatThrownBy(ticket::await).isInstanceOf(error);
    }

    @Test
    void whatAHeadMustBeIsAskedOfTheEventInFront() throws InterruptedException {
        try (Store store = open()) {
            Ticket<Receipt> first = store.submit(AT, KIND, payload(1), AppendOptions.expectNoStream());
            Ticket<Receipt> again = store.submit(AT, KIND, payload(2), AppendOptions.expectNoStream());
            Ticket<Receipt> second = store.submit(AT, KIND, payload(3), AppendOptions.expecting(0));
            Ticket<Receipt> late = store.submit(AT, KIND, payload(4), AppendOptions.expecting(0));
            Ticket<Receipt> third = store.submit(AT, KIND, payload(5), AppendOptions.expecting(1));
            assertThat(store.drain(Integer.MAX_VALUE)).isEqualTo(5);
            assertThat(first.await().clock()).isZero();
            refused(again, StreamExistsException.class);
            assertThat(second.await().clock()).isEqualTo(1);
            refused(late, SequenceMismatchException.class);
            assertThat(third.await().clock()).isEqualTo(2);
            assertThat(sequences(store)).containsExactly(1L, 2L, 3L);
        }
    }

    @Test
    void noMoreIsTakenThanWasAskedFor() {
        try (Store store = open()) {
            for (int i = 0; i < 5; i++) {
                store.submit(AT, KIND, payload(i));
            }
            assertThat(store.drain(0)).isZero();
            assertThat(seen(store)).isZero();
            assertThat(store.drain(2)).isEqualTo(2);
            assertThat(seen(store)).isEqualTo(2);
            assertThat(store.drain(9)).isEqualTo(3);
            assertThat(store.drain(9)).isZero();
        }
    }

    @Test
    void keysInFrontAreKnownSinglyAndInBatches() throws InterruptedException {
        try (Store store = open()) {
            Ticket<Receipt> single = store.submit(AT, KIND, payload(1), key(1));
            Ticket<List<Receipt>> batch = store.submitBatch(List.of(keyed(2), keyed(3)));
            Ticket<List<Receipt>> sameBatch = store.submitBatch(List.of(keyed(2), keyed(3)));
            Ticket<Receipt> ofBatch = store.submit(AT, KIND, payload(3), key(3));
            Ticket<List<Receipt>> mixed = store.submitBatch(List.of(keyed(1), keyed(4)));
            Ticket<List<Receipt>> both = store.submitBatch(List.of(keyed(1), keyed(2)));
            Ticket<List<Receipt>> other = store.submitBatch(List.of(keyed(5), keyed(6)));
            store.drain(Integer.MAX_VALUE);
            assertThat(sameBatch.await()).isEqualTo(batch.await());
            assertThat(ofBatch.await()).isEqualTo(batch.await().get(1));
            refused(mixed, IdempotencyPartialBatchException.class);
            assertThat(both.await())
                    .containsExactly(single.await(), batch.await().get(0));
            assertThat(other.await()).extracting(Receipt::sequence).containsExactly(4L, 5L);
            assertThat(sequences(store)).containsExactly(1L, 2L, 3L, 4L, 5L);
        }
    }

    @Test
    void keysOfARunAreCountedTogether() throws InterruptedException {
        IdempotencyRetention retention = new IdempotencyRetention.Hybrid(1000, 5); // the opening is keyed too
        try (Store store = Store.open(unsynced()
                .idempotencyRetention(retention)
                .idempotencyOverflow(IdempotencyOverflow.FAIL_CLOSED)
                .build())) {
            Ticket<Receipt> one = store.submit(AT, KIND, payload(1), key(1));
            Ticket<List<Receipt>> tooMany = store.submitBatch(List.of(keyed(2), keyed(3), keyed(4), keyed(5)));
            Ticket<List<Receipt>> fits = store.submitBatch(List.of(keyed(2), keyed(3)));
            Ticket<Receipt> last = store.submit(AT, KIND, payload(4), key(4));
            Ticket<Receipt> full = store.submit(AT, KIND, payload(5), key(5));
            Ticket<List<Receipt>> unkeyed = store.submitBatch(List.of(item(6)));
            store.drain(Integer.MAX_VALUE);
            refused(tooMany, IdempotencyOverflowException.class);
            refused(full, IdempotencyOverflowException.class);
            assertThat(one.await().sequence()).isEqualTo(1);
            assertThat(fits.await()).extracting(Receipt::sequence).containsExactly(2L, 3L);
            assertThat(last.await().sequence()).isEqualTo(4);
            assertThat(unkeyed.await().getFirst().sequence()).isEqualTo(5);
            assertThat(store.stats().idempotencyKeys()).isEqualTo(5);
        }
    }

    @Test
    void aBatchOfNothingIsAnsweredWithNothing() throws InterruptedException {
        try (Store store = open()) {
            Ticket<List<Receipt>> nothing = store.submitBatch(List.of());
            Ticket<Receipt> one = store.submit(AT, KIND, payload(1));
            store.drain(Integer.MAX_VALUE);
            assertThat(nothing.await()).isEmpty();
            assertThat(one.await().sequence()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aRunIsCutWhereASegmentIsFull(boolean batches) throws InterruptedException {
        List<Ticket<List<Receipt>>> tickets = new ArrayList<>();
        try (Store store = Store.open(unsynced().segmentBytesMax(SEGMENT_BYTES).build())) {
            for (int i = 0; i < 40; i++) {
                if (batches) {
                    tickets.add(store.submitBatch(List.of(item(i), item(i + 1), item(i + 2))));
                } else {
                    for (int k = 0; k < 3; k++) {
                        store.submit(AT, KIND, payload(i + k));
                    }
                }
            }
            store.drain(Integer.MAX_VALUE);
            assertThat(sequences(store))
                    .isEqualTo(LongStream.rangeClosed(1, 120).boxed().toList());
            assertThat(store.query(Samples.ORDERS).stream())
                    .as("what is in front may fill a segment, nothing behind it goes in")
                    .allSatisfy(entry -> assertThat(entry.position().offset()).isLessThan(SEGMENT_BYTES + 3000));
            for (Ticket<List<Receipt>> ticket : tickets) {
                assertThat(ticket.await())
                        .extracting(receipt -> receipt.position().segment())
                        .containsOnly(ticket.await().getFirst().position().segment());
            }
            assertThat(store.verifyChain().intact()).isTrue();
        }
        try (Store store = Store.open(unsynced().build())) {
            assertThat(seen(store)).isEqualTo(120);
            assertThat(append(store, 1).sequence())
                    .as("behind the close and the opening")
                    .isEqualTo(123);
        }
    }

    @Test
    void everyCommandOfARunCountsTowardsTheNextSync() {
        try (Store store = Store.open(unsynced().syncEveryEvents(4).build())) {
            store.sync();
            long before = fs.count(MemOperation.SYNC);
            store.submit(AT, KIND, payload(1));
            store.submit(AT, KIND, payload(2));
            store.submit(AT, KIND, payload(3));
            store.drain(Integer.MAX_VALUE);
            assertThat(fs.count(MemOperation.SYNC)).as("three commits").isEqualTo(before);
            store.submit(AT, KIND, payload(5));
            store.drain(Integer.MAX_VALUE);
            assertThat(fs.count(MemOperation.SYNC)).as("the fourth").isEqualTo(before + 1);
        }
    }

    @ParameterizedTest
    @EnumSource(FsyncSchedule.class)
    void aStrictQueueIsAnsweredWhenItIsDurable(FsyncSchedule schedule) {
        try (Store store = Store.open(
                unsynced().fsyncSchedule(schedule).durability(Durability.STRICT).build())) {
            Ticket<Receipt> single = store.submit(AT, KIND, payload(1));
            Ticket<List<Receipt>> batch = store.submitBatch(List.of(item(2), item(3)));
            store.drain(Integer.MAX_VALUE);
            assertThat(single.isDone()).isTrue();
            assertThat(batch.isDone()).isTrue();
            assertThat(store.frontier().durable().sequence()).isEqualTo(3);
        }
    }

    @Test
    void aWriteThatFailsIsTriedAgainForEachCommand() throws InterruptedException {
        try (Store store = open()) {
            Ticket<Receipt> first = store.submit(AT, KIND, payload(1));
            Ticket<List<Receipt>> second = store.submitBatch(List.of(item(2), item(3)));
            Ticket<Receipt> third = store.submit(AT, KIND, payload(4));
            fs.plan(MemFault.of(MemOperation.WRITE, 1, IoKind.STORAGE_FULL));
            store.drain(Integer.MAX_VALUE);
            assertThat(first.await().sequence()).isEqualTo(1);
            assertThat(second.await()).extracting(Receipt::sequence).containsExactly(2L, 3L);
            assertThat(third.await().sequence()).isEqualTo(4);

            Ticket<Receipt> fails = store.submit(AT, KIND, payload(5));
            Ticket<Receipt> works = store.submit(AT, KIND, payload(6));
            fs.plan(MemFault.of(MemOperation.WRITE, 1, IoKind.STORAGE_FULL));
            fs.plan(MemFault.of(MemOperation.WRITE, 2, IoKind.STORAGE_FULL));
            store.drain(Integer.MAX_VALUE);
            refused(fails, StoreIoException.class);
            assertThat(works.await().sequence()).isEqualTo(5);
        }
    }

    @Test
    void withTheSyncsOf090EachBatchOfAQueueHasItsOwn() {
        try (Store store = Store.open(unsynced()
                .fsyncSchedule(FsyncSchedule.REFERENCE)
                .syncEveryEvents(1000)
                .build())) {
            store.submit(AT, KIND, payload(1));
            store.submitBatch(List.of(item(2), item(3)));
            store.submitBatch(List.of(item(4)));
            store.submit(AT, KIND, payload(5));
            long writes = fs.count(MemOperation.WRITE);
            store.drain(Integer.MAX_VALUE);
            assertThat(fs.count(MemOperation.WRITE) - writes)
                    .as("in front of each batch, each batch, and what is left")
                    .isEqualTo(4);
            assertThat(seen(store)).isEqualTo(5);
        }
    }

    @Test
    void aSyncThatFailsBehindAQueueIsToldToWhoeverWaitsForIt() {
        Store store = Store.open(unsynced()
                .fsyncSchedule(FsyncSchedule.REFERENCE)
                .durability(Durability.STRICT)
                .build());
        Ticket<Receipt> single = store.submit(AT, KIND, payload(1));
        fs.plan(MemFault.of(MemOperation.SYNC, 1, IoKind.OTHER));
        store.drain(Integer.MAX_VALUE);
        refused(single, WriterCrashedException.class);
        assertThat(seen(store)).isZero();
        assertThatThrownBy(store::drop).isInstanceOf(WriterCrashedException.class);
    }
}
