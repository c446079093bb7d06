package io.batpak.verify.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.error.BatchFailedException;
import io.batpak.error.BatchItemTooLargeException;
import io.batpak.error.ConfigurationException;
import io.batpak.error.IdempotencyPartialBatchException;
import io.batpak.error.InvalidCausationException;
import io.batpak.error.InvalidClockException;
import io.batpak.error.ReservedKindException;
import io.batpak.error.SequenceMismatchException;
import io.batpak.error.StoreException;
import io.batpak.error.StreamExistsException;
import io.batpak.model.AppendOptions;
import io.batpak.model.BatchItem;
import io.batpak.model.CausationId;
import io.batpak.model.CausationRef;
import io.batpak.model.Coordinate;
import io.batpak.model.CorrelationId;
import io.batpak.model.Entry;
import io.batpak.model.EventKind;
import io.batpak.model.IdempotencyKey;
import io.batpak.model.Payload;
import io.batpak.model.Receipt;
import io.batpak.model.Region;
import io.batpak.model.StoredEvent;
import io.batpak.model.Value;
import io.batpak.testkit.MemFs;
import io.batpak.testkit.SettableClock;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What an append refuses, in the documented order, and what it stores.
///
/// Tier: unit. Covers: A15, A30, B3, B6, B20.
class StoreAppendTest {
    private static final Coordinate AT = Coordinate.of("order:1", "shop");
    private static final EventKind KIND = EventKind.of(0xF, 1);
    private static final EventKind RESERVED = EventKind.ofRaw(0xD001);
    private static final Payload SMALL = Payload.of(Value.map("n", 1));
    private static final Payload LARGE = Payload.of(Value.of("x".repeat(300)));
    private static final IdempotencyKey KEY = new IdempotencyKey(0, 7);

    private final SettableClock clock = new SettableClock(1_700_000_000_123_456L);
    private final Store store = Store.open(StoreConfig.on(new MemFs())
            .clock(clock)
            .appendBytesMax(200)
            .batchEventsMax(4)
            .batchBytesMax(500)
            .build());

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void aReservedKindIsRefusedBeforeAnythingElse() {
        assertThatThrownBy(() -> store.append(AT, RESERVED, LARGE, AppendOptions.expecting(9)))
                .isInstanceOf(ReservedKindException.class)
                .hasMessageContaining("0xD001");
    }

    @Test
    void theSizeIsCheckedBeforeTheExpectedClock() {
        assertThatThrownBy(() -> store.append(AT, KIND, LARGE, AppendOptions.expecting(9)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("303 bytes")
                .hasMessageContaining("200");
    }

    @Test
    void extensionsCountTowardsTheSize() {
        Payload fits = Payload.of(Value.of("x".repeat(197)));
        store.append(AT, KIND, fits);
        AppendOptions extended = AppendOptions.none().extension("app.a", new byte[0]);
        assertThatThrownBy(() -> store.append(AT, KIND, fits, extended)).isInstanceOf(ConfigurationException.class);
    }

    @Test
    void theExpectedClockIsCheckedBeforeTheKey() {
        store.append(AT, KIND, SMALL, AppendOptions.none().idempotencyKey(KEY));
        store.append(AT, KIND, SMALL);
        assertThatThrownBy(() ->
                        store.append(AT, KIND, SMALL, AppendOptions.expecting(0).idempotencyKey(KEY)))
                .isInstanceOfSatisfying(SequenceMismatchException.class, e -> {
                    assertThat(e.entity()).isEqualTo("order:1");
                    assertThat(e.expected()).isZero();
                    assertThat(e.actual()).isEqualTo(1);
                });
    }

    @Test
    void theKeyIsCheckedBeforeTheClock() {
        Receipt first = store.append(AT, KIND, SMALL, AppendOptions.none().idempotencyKey(KEY));
        Receipt again = store.append(
                Coordinate.of("other", "else"),
                KIND,
                Payload.of(Value.of(2)),
                AppendOptions.none().idempotencyKey(KEY));
        assertThat(again).isEqualTo(first);
        assertThat(store.stats().eventCount()).isEqualTo(2);
    }

    @Test
    void aClockBefore1970IsRefusedAndNothingIsStored() {
        Store fresh = Store.open(
                StoreConfig.on(new MemFs()).clock(new SettableClock(-1)).build());
        assertThatThrownBy(() -> fresh.append(AT, KIND, SMALL)).isInstanceOf(InvalidClockException.class);
        assertThat(fresh.stats().eventCount()).as("only the opening").isEqualTo(1);
        fresh.close();
    }

    @Test
    void expectingClockZeroMatchesAnEmptyStreamAndOneEventAsInZeroNineZero() {
        assertThat(store.append(AT, KIND, SMALL, AppendOptions.expecting(0)).clock())
                .isZero();
        assertThat(store.append(AT, KIND, SMALL, AppendOptions.expecting(0)).clock())
                .isEqualTo(1);
        assertThatThrownBy(() -> store.append(AT, KIND, SMALL, AppendOptions.expecting(0)))
                .isInstanceOf(SequenceMismatchException.class);
    }

    @Test
    void expectNoStreamMatchesOnlyAnEmptyStream() {
        store.append(AT, KIND, SMALL, AppendOptions.expectNoStream());
        assertThatThrownBy(() -> store.append(AT, KIND, SMALL, AppendOptions.expectNoStream()))
                .isInstanceOfSatisfying(StreamExistsException.class, e -> {
                    assertThat(e.entity()).isEqualTo("order:1");
                    assertThat(e.actual()).isZero();
                });
        AppendOptions otherLane = AppendOptions.expectNoStream().lane(1);
        assertThat(store.append(AT, KIND, SMALL, otherLane).clock()).isZero();
    }

    @Test
    void whatTheCallerSaysIsWhatTheEventCarries() {
        AppendOptions options = AppendOptions.none()
                .lane(4_294_967_295L)
                .depth(9)
                .flags(0x09)
                .payloadVersion(300)
                .correlationId(new CorrelationId(1, 2))
                .causationId(new CausationId(3, 4))
                .extension("app.audit", new byte[] {1, -1});
        Receipt receipt = store.append(AT, KIND, SMALL, options);
        StoredEvent event = store.get(receipt.eventId());
        assertThat(event.header().flags()).isEqualTo(0x09);
        assertThat(event.header().payloadVersion()).isEqualTo(300);
        assertThat(event.header().position().lane()).isEqualTo(4_294_967_295L);
        assertThat(event.header().position().depth()).isEqualTo(9);
        assertThat(event.header().position().wallMillis()).isEqualTo(1_700_000_000_123L);
        assertThat(event.header().timestampMicros()).isEqualTo(1_700_000_000_123_456L);
        assertThat(event.extensions().get("app.audit").orElseThrow().hex()).isEqualTo("01ff");
        Entry entry = store.entry(receipt.eventId()).orElseThrow();
        assertThat(entry.correlationId()).isEqualTo(new CorrelationId(1, 2));
        assertThat(entry.causationId()).contains(new CausationId(3, 4));
        assertThat(receipt.extensions()).isEqualTo(event.extensions());
    }

    @Test
    void theWallClockOfAChainNeverGoesBack() {
        store.append(AT, KIND, SMALL);
        clock.setWallMicros(5);
        Receipt later = store.append(AT, KIND, SMALL);
        assertThat(store.entry(later.eventId()).orElseThrow().wallMillis()).isEqualTo(1_700_000_000_123L);
    }

    @Test
    void batchItemsKeepTheirFlagsAndPayloadVersions() {
        AppendOptions options = AppendOptions.none().flags(1).payloadVersion(2);
        Receipt receipt = store.appendBatch(List.of(BatchItem.of(AT, KIND, SMALL, options)))
                .getFirst();
        StoredEvent event = store.get(receipt.eventId());
        assertThat(event.header().flags()).isEqualTo(1);
        assertThat(event.header().payloadVersion()).isEqualTo(2);
    }

    @Test
    void aBatchChainsThroughItsOwnItems() {
        List<Receipt> receipts = store.appendBatch(List.of(
                item(),
                item().causedBy(CausationRef.priorItem(0)),
                BatchItem.of(Coordinate.of("b", "s"), KIND, SMALL)));
        assertThat(receipts).extracting(Receipt::sequence).containsExactly(1L, 2L, 3L);
        assertThat(receipts).extracting(Receipt::clock).containsExactly(0L, 1L, 0L);
        Entry second = store.entry(receipts.get(1).eventId()).orElseThrow();
        assertThat(second.previousHash()).isEqualTo(receipts.get(0).contentHash());
        assertThat(second.causationId().orElseThrow().low())
                .isEqualTo(receipts.get(0).eventId().low());
        assertThat(store.frontier().durable().sequence())
                .as("durable before visible")
                .isEqualTo(3);
    }

    @Test
    void refusedBatchesStoreNothingAndNameTheItem() {
        BatchItem reserved = BatchItem.of(AT, RESERVED, SMALL);
        BatchItem large = BatchItem.of(AT, KIND, LARGE);
        BatchItem expecting = BatchItem.of(AT, KIND, SMALL, AppendOptions.expecting(0));
        BatchItem keyed = BatchItem.of(AT, KIND, SMALL, AppendOptions.none().idempotencyKey(KEY));
        BatchItem selfCaused = item().causedBy(CausationRef.priorItem(1));
        BatchItem bulky = BatchItem.of(AT, KIND, Payload.of(Value.of("x".repeat(190))));
        refused(List.of(item(), reserved), ReservedKindException.class);
        assertThatThrownBy(() -> store.appendBatch(List.of(reserved, large)))
                .as("sizes are checked before kinds")
                .isInstanceOf(BatchItemTooLargeException.class);
        refused(List.of(item(), item(), item(), item(), item()), BatchFailedException.class);
        refused(List.of(bulky, bulky, bulky), BatchFailedException.class);
        refused(List.of(item(), expecting), BatchFailedException.class);
        refused(List.of(item(), selfCaused), BatchFailedException.class);
        assertThatThrownBy(() -> store.appendBatch(List.of(item(), keyed)))
                .isInstanceOf(IdempotencyPartialBatchException.class);
        refused(List.of(keyed, keyed), IdempotencyPartialBatchException.class);
        assertThatThrownBy(() -> store.appendBatch(List.of(item(), selfCaused)))
                .isInstanceOfSatisfying(
                        BatchFailedException.class,
                        e -> assertThat(e.itemIndex()).isEqualTo(1))
                .hasCauseInstanceOf(InvalidCausationException.class);
        assertThat(store.appendBatch(List.of())).isEmpty();
        assertThat(store.stats().eventCount()).isEqualTo(1);
    }

    @Test
    void aKeyedBatchIsStoredOnce() {
        AppendOptions first = AppendOptions.none().idempotencyKey(KEY);
        AppendOptions second = AppendOptions.none().idempotencyKey(new IdempotencyKey(0, 8));
        List<BatchItem> items = List.of(BatchItem.of(AT, KIND, SMALL, first), BatchItem.of(AT, KIND, SMALL, second));
        List<Receipt> receipts = store.appendBatch(items);
        assertThat(store.appendBatch(items)).isEqualTo(receipts);
        AppendOptions third = AppendOptions.none().idempotencyKey(new IdempotencyKey(0, 9));
        refused(
                List.of(items.getFirst(), BatchItem.of(AT, KIND, SMALL, third)),
                IdempotencyPartialBatchException.class);
        assertThat(store.query(Region.entity("order")).toList()).hasSize(2);
    }

    private static BatchItem item() {
        return BatchItem.of(AT, KIND, SMALL);
    }

    private void refused(List<BatchItem> items, Class<? extends StoreException> refusal) {
        assertThatThrownBy(() -> store.appendBatch(items)).isInstanceOf(refusal);
    }
}
