package io.batpak.verify.engine;

import static io.batpak.verify.engine.Samples.AT;
import static io.batpak.verify.engine.Samples.ELSEWHERE;
import static io.batpak.verify.engine.Samples.KIND;
import static io.batpak.verify.engine.Samples.RESERVED;
import static io.batpak.verify.engine.Samples.append;
import static io.batpak.verify.engine.Samples.item;
import static io.batpak.verify.engine.Samples.key;
import static io.batpak.verify.engine.Samples.keyed;
import static io.batpak.verify.engine.Samples.payload;
import static io.batpak.verify.engine.Samples.quiet;
import static io.batpak.verify.engine.Samples.seen;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.error.BatchFailedException;
import io.batpak.error.IdempotencyFutureVersionException;
import io.batpak.error.IdempotencyOverflowException;
import io.batpak.error.IdempotencyPartialBatchException;
import io.batpak.error.ReservedKindException;
import io.batpak.model.BatchItem;
import io.batpak.model.IdempotencyKey;
import io.batpak.model.IdempotencyOverflow;
import io.batpak.model.IdempotencyRetention;
import io.batpak.model.Receipt;
import io.batpak.model.StoredEvent;
import io.batpak.testkit.MemFs;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Keyed writes are stored once, whatever lies between the first one and its repetition.
///
/// Tier: crash. Covers: A33, C1, C2, C3, C4.
class IdempotencyTest {
    private final MemFs fs = new MemFs();

    private static StoreConfig.Builder tight(MemFs fs, IdempotencyRetention retention) {
        return quiet(fs).idempotencyRetention(retention);
    }

    @ParameterizedTest
    @EnumSource
    void aRepetitionAfterAReopenReturnsTheOriginalReceipts(FenceReopenTest.End end) {
        Store store = Store.open(quiet(fs).segmentBytesMax(1500).build());
        Receipt single = store.append(AT, KIND, payload(1), key(1).extension("app.tag", new byte[] {9}));
        List<BatchItem> items = List.of(keyed(2), keyed(3));
        List<Receipt> batch = store.appendBatch(items);
        for (int i = 10; i < 20; i++) {
            append(store, i);
        }
        store.sync();
        MemFs left = end.of(fs, store);
        for (int session = 0; session < 2; session++) {
            try (Store again = Store.open(quiet(left).build())) {
                long before = again.stats().eventCount();
                assertThat(again.append(ELSEWHERE, KIND, payload(99), key(1)))
                        .as("whatever else the repetition says")
                        .isEqualTo(single);
                assertThat(again.appendBatch(items)).isEqualTo(batch);
                assertThat(again.appendBatch(List.of(keyed(3), keyed(2)))).containsExactly(batch.get(1), batch.get(0));
                assertThat(again.append(AT, KIND, payload(2), key(2)))
                        .as("a single repeats an item of a batch")
                        .isEqualTo(batch.getFirst());
                assertThat(again.stats().eventCount()).isEqualTo(before);
            }
        }
    }

    @Test
    void aKeyIsTheIdOfItsEventAndMeetsEveryEventWithThatId() {
        try (Store store = Store.open(quiet(fs).build())) {
            IdempotencyKey key = IdempotencyKey.forOperation("transfer", "acct:1", "acct:2", "req:42");
            assertThat(key.toString()).containsIgnoringCase("778a4035d27f90aa9ebe02decb3aafdf");
            Receipt plain = append(store, 1);
            IdempotencyKey taken = IdempotencyKey.of(plain.eventId());
            assertThat(store.append(AT, KIND, payload(2), key(0).idempotencyKey(taken)))
                    .isEqualTo(plain);
            assertThat(seen(store)).isEqualTo(1);
        }
    }

    @Test
    void keysThatShiftTextBetweenPartsDiffer() {
        assertThat(List.of(
                        IdempotencyKey.forOperation("a", "bc"),
                        IdempotencyKey.forOperation("ab", "c"),
                        IdempotencyKey.forOperation("a", "b", "c"),
                        IdempotencyKey.forOperation("a", "bc", "")))
                .doesNotHaveDuplicates();
    }

    @Test
    void aBatchIsKeyedAsAWhole() {
        try (Store store = Store.open(quiet(fs).build())) {
            Receipt known = store.append(AT, KIND, payload(1), key(1));
            for (List<BatchItem> wrong : List.of(
                    List.of(keyed(2), item(3)),
                    List.of(item(3), keyed(2)),
                    List.of(keyed(1), item(3)),
                    List.of(keyed(1), keyed(2)),
                    List.of(keyed(2), keyed(1)),
                    List.of(keyed(2), keyed(2)))) {
                assertThatThrownBy(() -> store.appendBatch(wrong)).isInstanceOf(IdempotencyPartialBatchException.class);
            }
            assertThat(seen(store)).isEqualTo(1);
            assertThat(store.appendBatch(List.of(keyed(1), keyed(1))))
                    .as("duplicates are fine where everything is known")
                    .containsExactly(known, known);
        }
    }

    @Test
    void theSizeOfABatchIsCheckedBeforeItsKeysAreKnown() {
        long length = payload(1).length();
        MemFs other = new MemFs();
        try (Store store = Store.open(quiet(other).batchBytesMax(2 * length).build())) {
            List<Receipt> receipts = store.appendBatch(List.of(keyed(1), keyed(2)));
            assertThat(store.appendBatch(List.of(keyed(1), keyed(2)))).isEqualTo(receipts);
            assertThatThrownBy(() -> store.appendBatch(List.of(keyed(1), keyed(2), keyed(1))))
                    .isInstanceOf(BatchFailedException.class);
            assertThatThrownBy(() -> store.append(AT, RESERVED, payload(1), key(1)))
                    .as("a known key does not excuse a wrong kind")
                    .isInstanceOf(ReservedKindException.class);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"FAIL_CLOSED", "BACKPRESSURE"})
    void aFullWindowRefusesNewKeysAndNeverForgetsOne(IdempotencyOverflow overflow) {
        IdempotencyRetention retention = new IdempotencyRetention.Hybrid(1000, 3);
        try (Store store =
                Store.open(tight(fs, retention).idempotencyOverflow(overflow).build())) {
            Receipt one = store.append(AT, KIND, payload(1), key(1));
            Receipt two = store.append(AT, KIND, payload(2), key(2));
            assertThatThrownBy(() -> store.append(AT, KIND, payload(3), key(3)))
                    .isInstanceOfSatisfying(IdempotencyOverflowException.class, e -> {
                        assertThat(e.keys()).as("the opening is keyed too").isEqualTo(3);
                        assertThat(e.keysMax()).isEqualTo(3);
                        assertThat(e.facts()).containsEntry("len", 3L).containsEntry("max_keys", 3L);
                    });
            assertThatThrownBy(() -> store.appendBatch(List.of(keyed(4))))
                    .isInstanceOf(IdempotencyOverflowException.class);
            assertThat(store.append(AT, KIND, payload(1), key(1))).isEqualTo(one);
            assertThat(store.append(AT, KIND, payload(2), key(2))).isEqualTo(two);
            assertThat(append(store, 5).sequence()).as("unkeyed writes go on").isEqualTo(3);
            assertThat(store.stats().idempotencyKeys()).isEqualTo(3);
        }
    }

    @Test
    void aWarningLetsNewKeysIn() {
        IdempotencyRetention retention = new IdempotencyRetention.Hybrid(1000, 2);
        try (Store store = Store.open(tight(fs, retention)
                .idempotencyOverflow(IdempotencyOverflow.WARN)
                .build())) {
            for (int i = 1; i <= 4; i++) {
                store.append(AT, KIND, payload(i), key(i));
            }
            assertThat(store.stats().idempotencyKeys()).isEqualTo(5);
            assertThat(store.append(AT, KIND, payload(1), key(1)).sequence()).isEqualTo(1);
        }
    }

    @Test
    void keysOutsideTheWindowMakeRoom() {
        IdempotencyRetention retention = new IdempotencyRetention.Hybrid(2, 3);
        try (Store store = Store.open(tight(fs, retention)
                .idempotencyOverflow(IdempotencyOverflow.FAIL_CLOSED)
                .build())) {
            Receipt first = store.append(AT, KIND, payload(1), key(1));
            for (int i = 2; i <= 9; i++) {
                store.append(AT, KIND, payload(i), key(i));
                assertThat(store.stats().idempotencyKeys()).isLessThanOrEqualTo(3);
            }
            assertThat(store.append(AT, KIND, payload(1), key(1)))
                    .as("its event is in the log")
                    .isEqualTo(first);
        }
    }

    @Test
    void aBatchOfNewKeysIsCountedAsAWhole() {
        IdempotencyRetention retention = new IdempotencyRetention.Hybrid(1000, 3);
        try (Store store = Store.open(tight(fs, retention)
                .idempotencyOverflow(IdempotencyOverflow.FAIL_CLOSED)
                .build())) {
            assertThatThrownBy(() -> store.appendBatch(List.of(keyed(1), keyed(2), keyed(3))))
                    .isInstanceOf(IdempotencyOverflowException.class);
            assertThat(store.appendBatch(List.of(keyed(1), keyed(2)))).hasSize(2);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"missing", "damaged", "cut"})
    void withoutItsFileTheKeysOfEventsInTheLogAreKnown(String how) {
        Receipt receipt;
        try (Store store = Store.open(quiet(fs).build())) {
            receipt = store.append(AT, KIND, payload(1), key(1));
        }
        switch (how) {
            case "missing" -> fs.delete("index.idemp");
            case "damaged" ->
                fs.damage("index.idemp", bytes -> {
                    bytes[bytes.length - 1] ^= 1;
                    return bytes;
                });
            default -> fs.damage("index.idemp", bytes -> java.util.Arrays.copyOf(bytes, 9));
        }
        try (Store again = Store.open(quiet(fs).build())) {
            assertThat(again.openReport().notices()).hasSize(how.equals("missing") ? 0 : 1);
            assertThat(again.append(AT, KIND, payload(1), key(1))).isEqualTo(receipt);
        }
    }

    @Test
    void aFileOfALaterReleaseFailsTheOpen() {
        Store.open(quiet(fs).build()).close();
        fs.damage("index.idemp", bytes -> {
            bytes[6] = 2;
            return bytes;
        });
        List<String> before = fs.list();
        assertThatThrownBy(() -> Store.open(quiet(fs).build())).isInstanceOf(IdempotencyFutureVersionException.class);
        assertThat(fs.list()).isEqualTo(before);
    }

    @Test
    void aDroppedSessionWritesNoSecondEventForAKeyThatWasOnlyQueuedTwice() throws InterruptedException {
        try (Store store = Store.open(quiet(fs).build())) {
            var one = store.submitBatch(List.of(keyed(1)));
            var two = store.submitBatch(List.of(keyed(1)));
            store.drain(9);
            assertThat(two.await()).isEqualTo(one.await());
            assertThat(seen(store)).isEqualTo(1);
        }
    }

    @Test
    void freshAndReusedCoordinatesAreTheSameStream() {
        List<BatchItem> reused = Collections.nCopies(3, item(1));
        List<BatchItem> fresh = List.of(
                BatchItem.of(io.batpak.model.Coordinate.of("order:1", "shop"), KIND, payload(1)),
                BatchItem.of(io.batpak.model.Coordinate.of("order:1", "shop"), KIND, payload(1)));
        try (Store store = Store.open(quiet(fs).build())) {
            store.appendBatch(reused);
            store.appendBatch(fresh);
        }
        try (Store again = Store.open(quiet(fs).build())) {
            assertThat(again.stream("order:1", 0).stream().map(io.batpak.model.Entry::clock))
                    .containsExactly(0L, 1L, 2L, 3L, 4L);
            StoredEvent last =
                    again.get(again.latest("order:1", 0).orElseThrow().eventId());
            assertThat(last.coordinate()).isEqualTo(AT);
        }
    }
}
