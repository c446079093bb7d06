package io.batpak.verify.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.Reactor;
import io.batpak.ReactorWorker;
import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.delivery.BatchHandler.Verdict;
import io.batpak.delivery.CheckpointId;
import io.batpak.delivery.CursorWorker;
import io.batpak.delivery.WorkerOptions;
import io.batpak.model.AppendOptions;
import io.batpak.model.CausationId;
import io.batpak.model.Coordinate;
import io.batpak.model.Entry;
import io.batpak.model.EventKind;
import io.batpak.model.IdempotencyKey;
import io.batpak.model.Payload;
import io.batpak.model.Region;
import io.batpak.model.Value;
import io.batpak.verify.delivery.Parcels.Paid;
import io.batpak.verify.delivery.Parcels.Shipped;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/// A reactor and a worker that each have one effect for each order that was paid, and what must hold of the effects
/// whenever the journal is opened.
final class Effects {
    static final EventKind WORKED = EventKind.of(0xF, 5);
    private static final Region ORDERS = Region.kind(Parcels.PAID);
    private static final CheckpointId REACTOR = CheckpointId.of("reactor");
    private static final CheckpointId WORKER = CheckpointId.of("worker");
    private static final WorkerOptions OPTIONS = WorkerOptions.standard().batchOf(3);
    private static final Map<CheckpointId, EventKind> CONSUMERS = Map.of(REACTOR, Parcels.SHIPPED, WORKER, WORKED);

    private Effects() {}

    /// Both of them, running.
    record Running(ReactorWorker reactor, CursorWorker worker) implements AutoCloseable {
        @Override
        public void close() {
            reactor.close();
            worker.close();
        }
    }

    /// A journal that syncs next to never by itself.
    static StoreConfig.Builder config(StoreConfig.Builder builder) {
        return builder.payloads(Parcels.TYPES).syncEveryEvents(1000).segmentBytesMax(8000);
    }

    static void pay(Store store, long order) {
        store.append(Coordinate.of("order:" + order % 5, "shop"), new Paid(order));
    }

    static Running start(Store store) {
        Reactor shipping = Reactor.reacting()
                .on(
                        Paid.class,
                        (event, out, _) -> out.pushOnce(
                                Coordinate.of("parcel:1", "shop"),
                                new Shipped(event.payload().order())))
                .build();
        ReactorWorker reactor = store.delivery().react(ORDERS, OPTIONS.keeping(REACTOR), shipping);
        CursorWorker worker = store.delivery().worker(ORDERS, OPTIONS.keeping(WORKER), (events, _) -> {
            events.forEach(event -> work(store, event));
            return Verdict.CONTINUE;
        });
        return new Running(reactor, worker);
    }

    private static void work(Store store, Entry source) {
        AppendOptions options = AppendOptions.none()
                .causationId(CausationId.of(source.eventId()))
                .idempotencyKey(IdempotencyKey.forOperation(
                        "test.work", source.eventId().hex()));
        store.append(Coordinate.of("work:1", "shop"), WORKED, Payload.of(Value.of(source.sequence())), options);
    }

    /// No order has two effects of one consumer, none is of an order that is not there, and none is missing of an order
    /// that a consumer will not see again.
    ///
    /// @return how many orders there are
    static int check(Store store, String replay) {
        Map<CausationId, Long> orders = new LinkedHashMap<>();
        for (Entry entry : store.query(ORDERS)) {
            orders.put(CausationId.of(entry.eventId()), entry.sequence());
        }
        CONSUMERS.forEach((id, kind) -> {
            Map<CausationId, Integer> effects = new HashMap<>();
            for (Entry entry : store.query(Region.kind(kind))) {
                effects.merge(entry.causationId().orElseThrow(), 1, Integer::sum);
            }
            assertThat(effects.values()).as(id + ", " + replay).allMatch(count -> count == 1);
            assertThat(orders.keySet()).as(id + ", " + replay).containsAll(effects.keySet());
            store.delivery().cursor(ORDERS, id).close(); // its place can be read and lies in the journal
            OptionalLong place = store.delivery()
                    .checkpoints()
                    .find(id)
                    .map(found -> found.after())
                    .orElse(OptionalLong.empty());
            List<CausationId> dealtWith = orders.entrySet().stream()
                    .filter(order -> order.getValue() <= place.orElse(-1))
                    .map(Map.Entry::getKey)
                    .toList();
            assertThat(effects.keySet()).as(id + " at " + place + ", " + replay).containsAll(dealtWith);
        });
        return orders.size();
    }

    /// Lets both come to the end of the journal; then every order has its effects.
    static int finish(Store store, String replay) throws InterruptedException {
        int orders = check(store, replay);
        try (Running _ = start(store)) {
            for (EventKind kind : CONSUMERS.values()) {
                Notes.until(() -> count(store, kind) >= orders);
            }
        }
        check(store, replay);
        for (EventKind kind : CONSUMERS.values()) {
            assertThat(count(store, kind)).as(replay).isEqualTo(orders);
        }
        return orders;
    }

    private static int count(Store store, EventKind kind) {
        int count = 0;
        for (Entry _ : store.query(Region.kind(kind))) {
            count++;
        }
        return count;
    }
}
