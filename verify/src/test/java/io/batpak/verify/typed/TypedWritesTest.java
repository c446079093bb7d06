package io.batpak.verify.typed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.batpak.GatedWrites;
import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.TypedEvent;
import io.batpak.VisibilityFence;
import io.batpak.error.SequenceMismatchException;
import io.batpak.error.StreamExistsException;
import io.batpak.guard.DenialTrace;
import io.batpak.guard.Gate;
import io.batpak.guard.GateSet;
import io.batpak.model.AppendOptions;
import io.batpak.model.BatchItem;
import io.batpak.model.CausationId;
import io.batpak.model.CausationRef;
import io.batpak.model.Coordinate;
import io.batpak.model.CorrelationId;
import io.batpak.model.EventHeader;
import io.batpak.model.EventId;
import io.batpak.model.EventKind;
import io.batpak.model.IdempotencyKey;
import io.batpak.model.Payload;
import io.batpak.model.Receipt;
import io.batpak.model.Ticket;
import io.batpak.outcome.Outcome;
import io.batpak.payload.EncodedPayload;
import io.batpak.payload.UnknownPayloadTypeException;
import io.batpak.sign.SigningKey;
import io.batpak.testkit.MemFs;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What a typed write does beside the payload: links, options and keys are those of the untyped call, and the version
/// of the type moves no hash.
///
/// Covers: A3, A18, B3.
/// Tier: unit.
class TypedWritesTest {
    private static final Coordinate AT = Coordinate.of("account:1", "bank");
    private static final Account ACCOUNT = new Account("Ada", new Account.Amount(5, "EUR"));
    private static final int FLAGS = EventHeader.FLAG_REQUIRES_ACK;

    private static Store open() {
        return Store.open(StoreConfig.on(new MemFs()).build());
    }

    private static EventHeader header(Store store, EventId id) {
        return store.get(id).header();
    }

    @Test
    void everyTypedCallKeepsLinksAndOptions() throws InterruptedException {
        try (Store store = open()) {
            Receipt first = store.append(AT, new Shapes.Text("cause"));
            CorrelationId conversation = CorrelationId.of(first.eventId());
            CausationId cause = CausationId.of(first.eventId());
            AppendOptions linked =
                    AppendOptions.none().correlationId(conversation).causationId(cause);
            AppendOptions all = linked.flags(FLAGS).lane(3);

            store.append(AT, ACCOUNT, all);
            store.submit(AT, ACCOUNT, all).await();
            store.appendBatch(List.of(store.item(AT, ACCOUNT, all)));
            store.outbox().stage(AT, ACCOUNT, all).flush();
            List<TypedEvent<Account>> optioned = store.read(Account.class).toList();
            assertThat(optioned).hasSize(4).allSatisfy(typed -> {
                assertThat(typed.event().header().flags() & FLAGS).isEqualTo(FLAGS);
                assertThat(typed.event().header().position().lane()).isEqualTo(3);
            });

            store.appendReaction(AT, ACCOUNT, conversation, cause);
            store.submitReaction(AT, ACCOUNT, conversation, cause).await();
            try (VisibilityFence fence = store.beginFence()) {
                fence.submitReaction(AT, ACCOUNT, conversation, cause);
                fence.commit();
            }
            List<TypedEvent<Account>> events = store.read(Account.class).toList();
            assertThat(events).hasSize(7).allSatisfy(typed -> {
                EventHeader header = typed.event().header();
                assertThat(header.payloadVersion()).isEqualTo(4);
                assertThat(header.correlationId()).isEqualTo(conversation);
                assertThat(header.causationId()).contains(cause);
            });
        }
    }

    @Test
    void handingOverWithoutWaitingKeepsLinksAndOptions() throws InterruptedException {
        try (Store store = open()) {
            CorrelationId conversation = new CorrelationId(3, 4);
            CausationId cause = new CausationId(5, 6);
            AppendOptions options = AppendOptions.none().flags(FLAGS).lane(3).payloadVersion(9);
            EventHeader optioned =
                    header(store, taken(store.trySubmit(AT, ACCOUNT, options)).eventId());
            assertThat(optioned.flags() & FLAGS).isEqualTo(FLAGS);
            assertThat(optioned.position().lane()).isEqualTo(3);
            assertThat(optioned.payloadVersion()).isEqualTo(4);
            EventHeader linked = header(
                    store,
                    taken(store.trySubmitReaction(AT, ACCOUNT, conversation, cause))
                            .eventId());
            assertThat(linked.correlationId()).isEqualTo(conversation);
            assertThat(linked.causationId()).contains(cause);
            assertThat(linked.payloadVersion()).isEqualTo(4);
            try (VisibilityFence fence = store.beginFence()) {
                assertThat(store.trySubmit(AT, ACCOUNT, options)).isInstanceOf(Outcome.Cancelled.class);
                assertThat(store.trySubmitReaction(AT, ACCOUNT, conversation, cause))
                        .isInstanceOf(Outcome.Cancelled.class);
                fence.cancel();
            }
        }
    }

    private static Receipt taken(Outcome<Ticket<Receipt>> outcome) throws InterruptedException {
        if (outcome instanceof Outcome.Ok<Ticket<Receipt>>(Ticket<Receipt> ticket)) {
            return ticket.await();
        }
        throw new AssertionError(outcome.toString());
    }

    @Test
    void gatesAreAskedAboutPayloads() {
        try (Store store = open()) {
            GatedWrites<Integer> writes = new GatedWrites<>(
                    store, GateSet.of(List.of(Gate.<Integer>require("small", n -> n < 5, "too large"))), "accounts");
            AppendOptions options = AppendOptions.none().lane(3).payloadVersion(9);
            assertThat(writes.append(1, AT, ACCOUNT)).isInstanceOf(GatedWrites.Outcome.Appended.class);
            assertThat(writes.append(1, AT, ACCOUNT, options)).isInstanceOf(GatedWrites.Outcome.Appended.class);
            assertThat(writes.append(9, AT, ACCOUNT, options))
                    .isInstanceOfSatisfying(GatedWrites.Outcome.Refused.class, refused -> {
                        DenialTrace trace = DenialTrace.of(
                                store.get(refused.record().eventId()).payload());
                        assertThat(trace.proposedKind()).isEqualTo(EventKind.of(0xE, 0x380));
                    });
            assertThatThrownBy(() -> writes.append(1, AT, "no payload"))
                    .isInstanceOf(UnknownPayloadTypeException.class);
            List<BatchItem> batch = List.of(store.item(AT, ACCOUNT), store.item(AT, ACCOUNT, options));
            assertThat(writes.appendBatch(1, batch)).isInstanceOf(GatedWrites.BatchOutcome.Appended.class);
            assertThat(store.read(Account.class).toList()).hasSize(4).allSatisfy(typed -> {
                assertThat(typed.event().header().payloadVersion()).isEqualTo(4);
                assertThat(typed.payload()).isEqualTo(ACCOUNT);
            });
        }
    }

    @Test
    void aStreamIsReadByTypeAndByNoLongerName() {
        try (Store store = open()) {
            store.append(AT, new Shapes.Text("other"));
            store.append(AT, ACCOUNT);
            store.append(Coordinate.of("account:12", "bank"), ACCOUNT);
            store.append(AT, ACCOUNT, AppendOptions.none().lane(2));
            assertThat(store.readStream(AT.entity(), Account.class).toList())
                    .hasSize(2)
                    .allSatisfy(typed -> assertThat(typed.event().coordinate()).isEqualTo(AT));
            assertThat(store.readStream("account:9", Account.class).toList()).isEmpty();
            assertThatThrownBy(() -> store.readStream(AT.entity(), String.class))
                    .isInstanceOf(UnknownPayloadTypeException.class);
        }
    }

    @Test
    void anOutboxLinksPayloadsToThoseBefore() {
        try (Store store = open()) {
            List<Receipt> receipts = store.outbox()
                    .stage(AT, new Shapes.Text("first"))
                    .stage(AT, ACCOUNT, CausationRef.priorItem(0))
                    .flush();
            assertThat(header(store, receipts.get(1).eventId()).causationId())
                    .contains(CausationId.of(receipts.get(0).eventId()));
        }
    }

    @Test
    void aRepeatedKeyStoresNothing() {
        try (Store store = open()) {
            AppendOptions keyed = AppendOptions.none().idempotencyKey(new IdempotencyKey(1, 2));
            Receipt first = store.append(AT, ACCOUNT, keyed);
            assertThat(store.append(AT, ACCOUNT, keyed).eventId()).isEqualTo(first.eventId());
            assertThat(store.read(Account.class).toList()).hasSize(1);
        }
    }

    @Test
    void aTypedAppendKeepsItsExpectation() {
        try (Store store = open()) {
            assertThatThrownBy(() -> store.append(AT, ACCOUNT, AppendOptions.expecting(1)))
                    .isInstanceOf(SequenceMismatchException.class);
            store.append(AT, ACCOUNT, AppendOptions.expectNoStream());
            store.append(AT, ACCOUNT);
            store.append(AT, ACCOUNT, AppendOptions.expecting(1));
            assertThatThrownBy(() -> store.append(AT, ACCOUNT, AppendOptions.expecting(1)))
                    .isInstanceOf(SequenceMismatchException.class);
            assertThatThrownBy(() -> store.append(AT, ACCOUNT, AppendOptions.expectNoStream()))
                    .isInstanceOf(StreamExistsException.class);
            assertThat(store.read(Account.class).toList()).hasSize(3);
        }
    }

    /// The receipt of an event in a new journal, whose only difference to others is the version.
    private static Receipt signed(boolean typed) {
        byte[] seed = new byte[SigningKey.SEED_BYTES];
        AppendOptions keyed = AppendOptions.none().idempotencyKey(new IdempotencyKey(1, 2));
        try (Store store = Store.open(StoreConfig.on(new MemFs())
                .signingKeys(List.of(SigningKey.ofSeed(seed)))
                .build())) {
            EncodedPayload encoded = store.encode(ACCOUNT);
            Receipt receipt = typed
                    ? store.append(AT, ACCOUNT, keyed)
                    : store.append(AT, encoded.kind(), encoded.payload(), keyed);
            assertThat(header(store, receipt.eventId()).payloadVersion()).isEqualTo(typed ? 4 : 0);
            return receipt;
        }
    }

    @Test
    void theVersionMovesNoSignature() {
        Receipt typed = signed(true);
        assertThat(typed.signature()).isPresent().isEqualTo(signed(false).signature());
        assertThat(typed.wire()).isEqualTo(signed(false).wire());
    }

    @Test
    void theVersionMovesNoHash() {
        try (Store store = open()) {
            EncodedPayload encoded = store.encode(ACCOUNT);
            EventKind kind = encoded.kind();
            Payload payload = encoded.payload();
            Receipt typed = store.append(AT, ACCOUNT);
            Receipt untyped = store.append(AT, kind, payload);
            assertThat(header(store, untyped.eventId()).payloadVersion()).isZero();
            assertThat(typed.contentHash()).isEqualTo(untyped.contentHash());
            assertThat(Optional.of(typed.eventId())
                            .flatMap(store::entry)
                            .orElseThrow()
                            .eventHash())
                    .isEqualTo(Optional.of(untyped.eventId())
                            .flatMap(store::entry)
                            .orElseThrow()
                            .eventHash());
            assertThat(store.get(untyped.eventId(), Account.class)).isEqualTo(ACCOUNT);
            assertThat(store.verifyChain().intact()).isTrue();
        }
    }
}
