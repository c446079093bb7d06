package io.batpak.verify.delivery;

import static io.batpak.verify.delivery.Notes.LONG;
import static io.batpak.verify.delivery.Notes.until;
import static io.batpak.verify.delivery.Parcels.PAID;
import static io.batpak.verify.delivery.Parcels.RETURNED;
import static io.batpak.verify.delivery.Parcels.SHIPPED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.batpak.ReactionBatch;
import io.batpak.Reactor;
import io.batpak.ReactorException;
import io.batpak.ReactorException.Stage;
import io.batpak.ReactorWorker;
import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.delivery.CheckpointId;
import io.batpak.delivery.CursorWorker.End;
import io.batpak.delivery.WorkerOptions;
import io.batpak.error.ConfigurationException;
import io.batpak.model.AppendOptions;
import io.batpak.model.BatchItem;
import io.batpak.model.CausationId;
import io.batpak.model.CausationRef;
import io.batpak.model.Coordinate;
import io.batpak.model.Entry;
import io.batpak.model.EventKind;
import io.batpak.model.IdempotencyKey;
import io.batpak.model.Payload;
import io.batpak.model.Region;
import io.batpak.model.RestartPolicy;
import io.batpak.model.Value;
import io.batpak.testkit.MemFs;
import io.batpak.verify.delivery.Parcels.Paid;
import io.batpak.verify.delivery.Parcels.Returned;
import io.batpak.verify.delivery.Parcels.Shipped;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A reactor answers events with events of the right cause and conversation, writes nothing of a batch that it cannot
/// answer, and says why it has ended.
///
/// Tier: unit. Covers: I8, I9, I10, I11, I12.
@Timeout(120)
class ReactorTest {
    private static final Coordinate ORDERS = Coordinate.of("order:1", "shop");
    private static final Coordinate OUT = Coordinate.of("parcel:1", "shop");
    private static final Region SHOP = Region.scope("shop");
    private static final WorkerOptions KEPT =
            WorkerOptions.standard().keeping(CheckpointId.of("shipping")).batchOf(4);

    private final MemFs fs = new MemFs();

    private Store open() {
        return Store.open(StoreConfig.on(fs).payloads(Parcels.TYPES).build());
    }

    private static List<Entry> of(Store store, EventKind kind) {
        return store.query(Region.kind(kind)).toList();
    }

    private static Reactor shipping() {
        return Reactor.reacting()
                .on(
                        Paid.class,
                        (event, out, _) ->
                                out.push(OUT, new Shipped(event.payload().order())))
                .build();
    }

    private static ReactorException failure(ReactorWorker worker) {
        return Objects.requireNonNull(catchThrowableOfType(ReactorException.class, () -> worker.join(LONG)));
    }

    @Test
    void fourEventsHaveFourAnswersWithTheirCausesAndConversations() throws Exception {
        try (Store store = open()) {
            for (int n = 0; n < 4; n++) {
                store.append(ORDERS, new Paid(n));
                store.append(ORDERS, new Returned(n));
            }
            try (ReactorWorker worker = store.delivery().react(SHOP, KEPT, shipping())) {
                until(() -> of(store, SHIPPED).size() == 4);
                assertThat(worker.stopAndJoin(LONG)).contains(End.STOPPED);
            }
            List<Entry> sources = of(store, PAID);
            List<Entry> answers = of(store, SHIPPED);
            for (int n = 0; n < 4; n++) {
                Entry answer = answers.get(n);
                assertThat(store.get(answer.eventId(), Shipped.class).order()).isEqualTo(n);
                assertThat(answer.causationId())
                        .contains(CausationId.of(sources.get(n).eventId()));
                assertThat(answer.correlationId()).isEqualTo(sources.get(n).correlationId());
            }
        }
    }

    @Test
    void eachKindHasItsHandlerTypedOrRaw() throws Exception {
        try (Store store = open()) {
            List<String> seen = new CopyOnWriteArrayList<>();
            EventKind raw = EventKind.of(0xF, 9);
            Reactor reactor = Reactor.reacting()
                    .on(
                            Paid.class,
                            (event, _, proof) ->
                                    seen.add("paid " + event.payload().order() + proof.isPresent()))
                    .on(
                            Returned.class,
                            (event, _, _) ->
                                    seen.add("returned " + event.payload().order()))
                    .on(raw, (event, _, _) -> seen.add("raw " + event.value()))
                    .build();
            store.append(ORDERS, new Paid(1));
            store.append(ORDERS, raw, Payload.of(Value.of(7)));
            store.append(ORDERS, new Shipped(2));
            store.append(ORDERS, EventKind.of(0xF, 10), Payload.handedOver(new byte[] {(byte) 0xC1}));
            store.append(ORDERS, new Returned(3));
            try (ReactorWorker worker = store.delivery().react(SHOP, WorkerOptions.standard(), reactor)) {
                until(() -> seen.size() == 3);
                assertThat(worker.join(Duration.ZERO)).isEmpty();
            }
            assertThat(seen).containsExactly("paid 1false", "raw " + Value.of(7), "returned 3");
            assertThatThrownBy(() -> Reactor.reacting().build()).isInstanceOf(ConfigurationException.class);
            Reactor twice = Reactor.reacting()
                    .on(Paid.class, (_, _, _) -> {})
                    .on(PAID, (_, _, _) -> {})
                    .build();
            assertThatThrownBy(() -> store.delivery().react(SHOP, KEPT, twice))
                    .isInstanceOf(ConfigurationException.class);
        }
    }

    @Test
    void anEventWithACauseOfItsOwnKeepsIt() throws Exception {
        try (Store store = open()) {
            store.append(ORDERS, new Paid(1));
            Reactor reactor = Reactor.reacting()
                    .on(
                            Paid.class,
                            (_, out, _) -> out.push(OUT, new Shipped(1))
                                    .push(OUT, new Shipped(2), CausationRef.priorItem(0))
                                    .push(OUT, new Shipped(3), CausationRef.absolute(CausationId.NIL))
                                    .push(BatchItem.of(
                                            OUT,
                                            SHIPPED,
                                            Payload.of(Value.map("order", 4)),
                                            AppendOptions.none().causationId(new CausationId(3, 4)))))
                    .build();
            try (ReactorWorker _ = store.delivery().react(SHOP, KEPT, reactor)) {
                until(() -> of(store, SHIPPED).size() == 4);
            }
            Entry source = of(store, PAID).getFirst();
            List<Entry> answers = of(store, SHIPPED);
            assertThat(answers).extracting(Entry::correlationId).containsOnly(source.correlationId());
            assertThat(answers)
                    .extracting(Entry::causationId)
                    .containsExactly(
                            Optional.of(CausationId.of(source.eventId())),
                            Optional.of(CausationId.of(answers.getFirst().eventId())),
                            Optional.empty(),
                            Optional.of(CausationId.of(source.eventId())));
        }
    }

    @Test
    void whatAHandlerThrowsCheckedEndsItAndNothingOfTheBatchIsWritten() {
        try (Store store = open()) {
            store.append(ORDERS, new Paid(1));
            store.append(ORDERS, new Paid(2));
            Reactor reactor = Reactor.reacting()
                    .on(Paid.class, (event, out, _) -> {
                        out.push(OUT, new Shipped(event.payload().order()));
                        if (event.payload().order() == 2) {
                            throw new IOException("no parcel");
                        }
                    })
                    .build();
            ReactorException failure = failure(store.delivery().react(SHOP, KEPT, reactor));
            assertThat(failure.stage()).isEqualTo(Stage.HANDLER);
            assertThat(failure).hasMessage("reactor user error: java.io.IOException: no parcel");
            assertThat(of(store, SHIPPED)).isEmpty();
            assertThat(store.delivery().checkpoints().list()).isEmpty();
        }
    }

    @Test
    void aPayloadThatCannotBeDecodedEndsItAndNothingOfTheBatchIsWritten() {
        try (Store store = open()) {
            store.append(ORDERS, new Paid(1));
            store.append(ORDERS, PAID, Payload.of(Value.map("order", "not a number")));
            ReactorException failure = failure(store.delivery().react(SHOP, KEPT, shipping()));
            assertThat(failure.stage()).isEqualTo(Stage.DECODE);
            assertThat(failure)
                    .hasMessageStartingWith("reactor decode error: ")
                    .hasCauseInstanceOf(io.batpak.payload.PayloadDecodeException.class);
            assertThat(of(store, SHIPPED)).isEmpty();
        }
    }

    @Test
    void anAnswerThatIsRefusedEndsItAndNoneBehindItIsWritten() {
        try (Store store = open()) {
            for (int n = 0; n < 4; n++) {
                store.append(ORDERS, new Paid(n));
            }
            Reactor reactor = Reactor.reacting()
                    .on(Paid.class, (event, out, _) -> {
                        out.push(OUT, new Shipped(event.payload().order()));
                        if (event.payload().order() == 2) {
                            out.pushOnce(OUT, new Shipped(9)); // one with a key and one without
                        }
                    })
                    .build();
            ReactorException failure = failure(store.delivery().react(SHOP, KEPT, reactor));
            assertThat(failure.stage()).isEqualTo(Stage.STORE);
            assertThat(failure).hasMessageStartingWith("reactor store error: ");
            assertThat(of(store, SHIPPED)).hasSizeLessThanOrEqualTo(3);
            assertThat(of(store, SHIPPED).stream()
                            .map(entry ->
                                    store.get(entry.eventId(), Shipped.class).order()))
                    .doesNotContain(2L, 9L);
            assertThat(store.delivery().checkpoints().list()).isEmpty();
        }
    }

    @Test
    void aBudgetThatIsUsedUpIsSaid() {
        try (Store store = open()) {
            store.append(ORDERS, new Paid(1));
            AtomicInteger calls = new AtomicInteger();
            Reactor reactor = Reactor.reacting()
                    .on(Paid.class, (_, out, _) -> {
                        out.push(OUT, new Shipped(1));
                        calls.incrementAndGet();
                        throw new IllegalStateException("always");
                    })
                    .build();
            ReactorException failure = failure(store.delivery()
                    .react(SHOP, KEPT.restarting(RestartPolicy.bounded(2, Duration.ofHours(1))), reactor));
            assertThat(failure.stage()).isEqualTo(Stage.RESTARTS);
            assertThat(failure)
                    .hasMessage("reactor restart budget exhausted")
                    .hasCauseInstanceOf(IllegalStateException.class);
            assertThat(calls).hasValue(3);
            assertThat(of(store, SHIPPED)).isEmpty();
        }
    }

    @Test
    void anAnswerPushedOnceIsWrittenOnceHoweverOftenItsEventComes() throws Exception {
        Reactor once = Reactor.reacting()
                .on(
                        Paid.class,
                        (event, out, _) -> out.pushOnce(
                                        OUT, new Shipped(event.payload().order()))
                                .pushOnce(OUT, new Shipped(-event.payload().order())))
                .build();
        for (int session = 1; session <= 3; session++) {
            try (Store store = open()) {
                store.append(ORDERS, new Paid(session));
                store.delivery().checkpoints().reset(CheckpointId.of("shipping"));
                int wanted = 2 * session;
                try (ReactorWorker worker = store.delivery().react(SHOP, KEPT, once)) {
                    until(() -> of(store, SHIPPED).size() >= wanted);
                    worker.stopAndJoin(LONG);
                }
                assertThat(of(store, SHIPPED)).hasSize(wanted);
            }
        }
        try (Store store = open()) {
            WorkerOptions another = KEPT.keeping(CheckpointId.of("another"));
            try (ReactorWorker _ = store.delivery().react(SHOP, another, once)) {
                until(() -> of(store, SHIPPED).size() == 12); // its keys are its own
            }
        }
    }

    @Test
    void withoutACheckpointNothingCanBePushedOnce() {
        try (Store store = open()) {
            store.append(ORDERS, new Paid(1));
            Reactor once = Reactor.reacting()
                    .on(Paid.class, (_, out, _) -> out.pushOnce(OUT, new Shipped(1)))
                    .build();
            ReactorException failure = failure(store.delivery().react(SHOP, WorkerOptions.standard(), once));
            assertThat(failure).hasCauseInstanceOf(ConfigurationException.class);
            assertThat(of(store, SHIPPED)).isEmpty();
        }
    }

    @Test
    void aBatchThatIsDroppedOrFilledTooLateWritesNothing() throws Exception {
        try (Store store = open()) {
            store.append(ORDERS, new Paid(1));
            store.append(ORDERS, new Paid(2));
            AtomicReference<ReactionBatch> kept = new AtomicReference<>();
            Reactor reactor = Reactor.reacting()
                    .on(Paid.class, (event, out, _) -> {
                        if (event.payload().order() == 1) {
                            assertThat(out.isEmpty()).isTrue();
                            out.push(OUT, new Shipped(1));
                            kept.set(out);
                        } else {
                            kept.get().push(OUT, new Shipped(99));
                            assertThat(kept.get().size()).isEqualTo(2);
                        }
                    })
                    .build();
            try (ReactorWorker worker = store.delivery().react(SHOP, KEPT, reactor)) {
                until(() -> of(store, SHIPPED).size() == 1
                        && !store.delivery().checkpoints().list().isEmpty());
                worker.stopAndJoin(LONG);
            }
            assertThat(of(store, SHIPPED)).hasSize(1);
        }
    }

    @Test
    void answersInItsOwnRegionComeAgain() throws Exception {
        try (Store store = open()) {
            store.append(ORDERS, new Paid(5));
            Reactor countdown = Reactor.reacting()
                    .on(Paid.class, (event, out, _) -> {
                        if (event.payload().order() > 0) {
                            out.push(ORDERS, new Paid(event.payload().order() - 1));
                        }
                    })
                    .build();
            try (ReactorWorker _ = store.delivery().react(SHOP, KEPT, countdown)) {
                until(() -> of(store, PAID).size() == 6);
            }
            List<Entry> chain = of(store, PAID);
            for (int n = 1; n < 6; n++) {
                assertThat(chain.get(n).causationId())
                        .contains(CausationId.of(chain.get(n - 1).eventId()));
                assertThat(chain.get(n).correlationId())
                        .isEqualTo(chain.getFirst().correlationId());
            }
        }
    }

    @Test
    void theCloseOfTheJournalInTheMidstOfABatchEndsItWithoutAnError() throws Exception {
        Store store = open();
        store.append(ORDERS, new Paid(1));
        store.append(ORDERS, new Paid(2));
        CountDownLatch inHand = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        Reactor reactor = Reactor.reacting()
                .on(Paid.class, (event, out, _) -> {
                    out.push(OUT, new Shipped(event.payload().order()));
                    inHand.countDown();
                    closed.await();
                })
                .build();
        ReactorWorker worker = store.delivery().react(SHOP, KEPT, reactor);
        inHand.await();
        store.close();
        closed.countDown();
        assertThat(worker.join(LONG)).contains(End.STORE_CLOSED);
        try (Store again = open()) {
            assertThat(of(again, SHIPPED)).isEmpty();
        }
    }

    @Test
    void keysOfItsOwnAreKept() throws Exception {
        try (Store store = open()) {
            IdempotencyKey key = new IdempotencyKey(5, 6);
            store.append(ORDERS, new Paid(1));
            store.append(ORDERS, new Paid(1));
            Reactor reactor = Reactor.reacting()
                    .on(
                            Paid.class,
                            (event, out, _) -> out.push(
                                    OUT,
                                    new Shipped(event.payload().order()),
                                    AppendOptions.none().idempotencyKey(key)))
                    .build();
            try (ReactorWorker worker = store.delivery().react(SHOP, KEPT, reactor)) {
                until(() -> !store.delivery().checkpoints().list().isEmpty());
                worker.stopAndJoin(LONG);
            }
            assertThat(of(store, SHIPPED)).hasSize(1);
            assertThat(of(store, RETURNED)).isEmpty();
        }
    }
}
