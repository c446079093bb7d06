package io.batpak.bench.table;

import io.batpak.Store;
import io.batpak.StoreReader;
import io.batpak.bench.Workload;
import io.batpak.delivery.Cursor;
import io.batpak.delivery.CursorOptions;
import io.batpak.delivery.Subscription;
import io.batpak.delivery.SubscriptionOptions;
import io.batpak.model.Coordinate;
import io.batpak.model.Entry;
import io.batpak.model.EventKind;
import io.batpak.model.Region;
import io.batpak.model.StoredEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/// Cursors and subscriptions: draining a journal, asking when there is nothing, from an append to its delivery, and
/// what those who follow cost those who append.
final class DeliveryCases {
    private static final Size[] SIZES = {Size.TEN_THOUSAND, Size.MILLION, Size.TEN_MILLION};
    private static final int BATCH = 256;
    private static final double ENTRIES_MIN = 5e6;
    private static final double DECODED_MIN = 1e6;
    private static final double IDLE_NANOS_MAX = 2_000;
    private static final double LATENCY_TIMES_MAX = 1.5;
    private static final double CROWD_TIMES_MAX = 1.1;
    private static final double IDLE_TIMES_MAX = 1 / 0.9;
    private static final int IDLE_CURSORS = 1_000;
    private static final int SUBSCRIBERS = 10;
    private static final int LIVE_EVENTS = 5_000;
    private static final int LIVE_PAUSE_MICROS = 200;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double NANOS_PER_MICROSECOND = 1e3;
    private static final Duration LONG = Duration.ofHours(1);

    private DeliveryCases() {}

    /// Goes through a journal with a cursor and counts.
    @FunctionalInterface
    private interface Drain {
        long all(StoreReader reader);
    }

    static List<Case> all() {
        return List.of(
                drain("cursor-entries", "cursor drain, entries, per s", ENTRIES_MIN, "read=0", DeliveryCases::entries),
                drain(
                        "cursor-events",
                        "cursor drain, payloads decoded, per s",
                        DECODED_MIN,
                        "read=1",
                        DeliveryCases::events),
                idle(),
                live(),
                Crowd.of(
                        "idle-cursors-1000",
                        "append while 1 000 cursors wait for other entities",
                        IDLE_TIMES_MAX,
                        DeliveryCases::idleCursors),
                Crowd.of(
                        "subscribers-10",
                        "append, 200 B, while 10 subscribers get every event",
                        CROWD_TIMES_MAX,
                        DeliveryCases::subscribers));
    }

    private static Case drain(String id, String title, double rateMin, String rust, Drain drain) {
        RustScenario beside = RustScenario.reading(
                RustReading.of(Figure.AT_10K, "ops_per_s", Size.TEN_THOUSAND, "cursor", "batch=" + BATCH, rust),
                RustReading.of(Figure.AT_1M, "ops_per_s", Size.MILLION, "cursor", "batch=" + BATCH, rust));
        return Case.of(
                        id,
                        title,
                        beside,
                        stage -> drained(stage, drain),
                        Row.of(Figure.AT_10K),
                        Row.of(Figure.AT_1M, Goal.atLeast(rateMin)),
                        Row.of(Figure.AT_10M, Goal.atLeast(rateMin)),
                        Row.of(Figure.EXPONENT, Goal.atMost(1.1)))
                .reading(SIZES);
    }

    private static Map<Figure, Double> drained(Stage stage, Drain drain) throws Exception {
        Sized rates = new Sized(stage.journals());
        try (Readers readers = Readers.of(stage.journals(), SIZES)) {
            readers.each(stage.journals(), (size, _, reader) -> {
                long least = stage.effort().measured().toNanos() / SIZES.length;
                long begun = System.nanoTime();
                long events = 0;
                do {
                    events += drain.all(reader);
                } while (System.nanoTime() - begun < least);
                rates.put(size, events * NANOS_PER_SECOND / (System.nanoTime() - begun));
            });
        }
        return rates.rates();
    }

    private static long entries(StoreReader reader) {
        Cursor cursor = reader.cursor(Region.all());
        long count = 0;
        for (List<Entry> batch = cursor.poll(BATCH); !batch.isEmpty(); batch = cursor.poll(BATCH)) {
            count += batch.size();
        }
        return count;
    }

    private static long events(StoreReader reader) {
        Cursor cursor = reader.cursor(Region.all());
        long count = 0;
        for (List<Entry> batch = cursor.poll(BATCH); !batch.isEmpty(); batch = cursor.poll(BATCH)) {
            for (StoredEvent event : reader.read(batch)) {
                count += event.value() == null ? 0 : 1;
            }
        }
        return count;
    }

    private static Case idle() {
        RustScenario beside = RustScenario.reading(
                RustReading.of(Figure.COST, "idle_poll_us", Size.TEN_THOUSAND, "cursor", "batch=" + BATCH)
                        .times(NANOS_PER_MICROSECOND));
        return Case.of(
                        "cursor-idle",
                        "cursor poll with nothing new",
                        beside,
                        DeliveryCases::polled,
                        Row.of(Figure.COST, Goal.atMost(IDLE_NANOS_MAX)),
                        Row.of(Figure.ALLOCATED))
                .reading(Size.TEN_THOUSAND);
    }

    private static Map<Figure, Double> polled(Stage stage) throws Exception {
        try (StoreReader reader = stage.journals().reader(Size.TEN_THOUSAND)) {
            Cursor cursor = reader.cursor(Region.scope("scope:3"));
            while (!cursor.poll(BATCH).isEmpty()) {
                // to the end
            }
            return stage.repeat(1, _ -> cursor.poll(BATCH)).figures(1);
        }
    }

    private static Case live() {
        return Case.of(
                "deliver-live",
                "append to delivery, an event each 0.2 ms, one subscriber",
                RustScenario.onAnyCore("subscribe", "n=" + LIVE_EVENTS, "subs=1", "pause_us=" + LIVE_PAUSE_MICROS),
                DeliveryCases::live,
                Row.of(Figure.P50, Goal.atMostTimesRust(LATENCY_TIMES_MAX)),
                Row.of(Figure.P99, Goal.atMostTimesRust(LATENCY_TIMES_MAX)),
                Row.of(Figure.LONGEST));
    }

    private static Map<Figure, Double> live(Stage stage) throws Exception {
        int events = stage.effort().quick() ? LIVE_EVENTS / 10 : LIVE_EVENTS;
        return Stage.inStore(builder -> builder, store -> {
            delivered(store, events);
            Histogram latency = delivered(store, events);
            Map<Figure, Double> figures = new EnumMap<>(Figure.class);
            figures.put(Figure.P50, latency.getValueAtPercentile(50) / NANOS_PER_MICROSECOND);
            figures.put(Figure.P99, latency.getValueAtPercentile(99) / NANOS_PER_MICROSECOND);
            figures.put(Figure.LONGEST, latency.getMaxValue() / NANOS_PER_MICROSECOND);
            return figures;
        });
    }

    private static Histogram delivered(Store store, int events) throws Exception {
        AtomicLongArray stamps = new AtomicLongArray(events);
        long first = store.frontier().visible().sequence() + 1;
        Subscription subscription = store.delivery().subscribe(Region.entity("sub"));
        FutureTask<Histogram> received = new FutureTask<>(() -> received(subscription, stamps, first));
        Thread subscriber = Thread.ofPlatform().start(received);
        Coordinate at = Coordinate.of("sub", "live");
        Workload workload = Workload.of("200");
        for (int i = 0; i < events; i++) {
            LockSupport.parkNanos(LIVE_PAUSE_MICROS * 1_000L);
            stamps.set(i, System.nanoTime());
            store.append(at, EventKind.of(0xF, 1), workload.payload(i));
        }
        Histogram latency = received.get();
        subscriber.join();
        return latency;
    }

    private static Histogram received(Subscription subscription, AtomicLongArray stamps, long first) throws Exception {
        Histogram latency = Callers.histogram(1);
        try (subscription) {
            for (int count = 0; count < stamps.length(); count++) {
                Entry entry = subscription.await(LONG).orElseThrow();
                latency.recordValue(System.nanoTime() - stamps.get((int) (entry.sequence() - first)));
            }
        }
        return latency;
    }

    private static AutoCloseable idleCursors(Store store) throws InterruptedException {
        CountDownLatch started = new CountDownLatch(IDLE_CURSORS);
        OptionalLong newest = OptionalLong.of(store.frontier().visible().sequence());
        List<Thread> waiting = new ArrayList<>();
        for (int number = 0; number < IDLE_CURSORS; number++) {
            Cursor cursor = store.cursor(Region.entity("nobody:" + number), new CursorOptions(newest, 0));
            waiting.add(Thread.ofVirtual().start(() -> {
                started.countDown();
                try {
                    throw new IllegalStateException("delivered " + cursor.await(1, LONG));
                } catch (InterruptedException e) {
                    return; // the end of the measurement
                }
            }));
        }
        started.await();
        return Crowd.interrupting(waiting);
    }

    private static AutoCloseable subscribers(Store store) throws InterruptedException {
        CountDownLatch started = new CountDownLatch(SUBSCRIBERS);
        List<Thread> following = new ArrayList<>();
        for (int number = 0; number < SUBSCRIBERS; number++) {
            Subscription subscription = store.delivery()
                    .subscribe(Region.all(), SubscriptionOptions.standard().droppingOldest());
            following.add(Thread.ofPlatform().start(() -> {
                started.countDown();
                try (subscription) {
                    Optional<Entry> next = Optional.empty();
                    while (subscription.closed().isEmpty()) {
                        next = subscription.await(LONG);
                    }
                    throw new IllegalStateException("ended as " + subscription.closed() + " behind " + next);
                } catch (InterruptedException e) {
                    return; // the end of the measurement
                }
            }));
        }
        started.await();
        return Crowd.interrupting(following);
    }
}
