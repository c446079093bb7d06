package io.batpak.bench;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.model.Coordinate;
import io.batpak.projection.Projection;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// States of one entity with many events beside others: folded as a whole, asked for again, and after one more event.
///
/// One thread. `oneMore` and `append` differ by the projection.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ProjectionBenchmark {
    private static final Coordinate AT = Coordinate.of("customer:1", "shop");
    private static final int OTHERS = 1000;

    private final Projection<Long> kept = sum();

    /// Events of the entity.
    @Param({"1000", "100000"})
    public int events;

    /// Events of others.
    @Param({"100000"})
    public int others;

    @SuppressWarnings("NullAway.Init") // JMH calls the set-up before any benchmark
    private Store store;

    @SuppressWarnings("NullAway.Init")
    private Scratch scratch;

    private long number;

    /// How many events were folded.
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.OPERATIONS)
    public static class Folded {
        /// Events.
        public long events;
    }

    private static Projection<Long> sum() {
        return Projection.named("sum")
                .startingWith(() -> 0L)
                .on(OrderPlaced.class, (cents, order) -> cents + order.cents())
                .build();
    }

    private OrderPlaced order() {
        number++;
        return new OrderPlaced(number, "customer:4711", "EUR", 199_900, 3, true);
    }

    /// Fills the store.
    @Setup(Level.Trial)
    public void open() throws IOException {
        scratch = Scratch.create();
        store = Store.open(StoreConfig.in(scratch.path()).build());
        for (int i = 0; i < others; i++) {
            store.append(Coordinate.of("other:" + i % OTHERS, "shop"), order());
        }
        for (int i = 0; i < events; i++) {
            store.append(AT, order());
        }
        store.project(AT.entity(), kept);
    }

    /// Closes and deletes it.
    @TearDown(Level.Trial)
    public void close() throws IOException {
        store.close();
        scratch.close();
    }

    /// All events, with a projection that nobody knows yet.
    @Benchmark
    public Optional<Long> fold(Folded folded) {
        folded.events += events;
        return store.project(AT.entity(), sum());
    }

    /// Nothing has changed since.
    @Benchmark
    public Optional<Long> unchanged() {
        return store.project(AT.entity(), kept);
    }

    /// One event has come since, which is appended first.
    @Benchmark
    public Optional<Long> oneMore() {
        store.append(AT, order());
        return store.project(AT.entity(), kept);
    }

    /// The append alone.
    @Benchmark
    public Object append() {
        return store.append(AT, order());
    }
}
