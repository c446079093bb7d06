package io.batpak.bench;

import io.batpak.StoreReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
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

/// Opening a closed store of 200-byte events for reading, and the heap that its index then holds.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 1)
@Measurement(iterations = 5)
@Fork(1)
public class OpenBenchmark {
    /// How many events the store has.
    @Param({"1000000"})
    public int events;

    @SuppressWarnings("NullAway.Init") // JMH calls the set-up before any benchmark
    private Fixture fixture;

    /// Heap beside the time.
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.EVENTS)
    public static class Heap {
        /// Bytes of heap per event that stay after a collection.
        public double bytesPerEvent;
    }

    /// Fills the store.
    @Setup(Level.Trial)
    public void fill() throws IOException {
        fixture = Fixture.of(events);
    }

    /// Deletes it.
    @TearDown(Level.Trial)
    public void delete() throws IOException {
        fixture.close();
    }

    /// Open and close.
    @Benchmark
    public long open() {
        try (StoreReader reader = StoreReader.open(fixture.config())) {
            return reader.stats().eventCount();
        }
    }

    /// The same with a measurement of the heap between; its time includes the collections and says nothing.
    @Benchmark
    public long heap(Heap heap) {
        long before = usedAfterCollection();
        try (StoreReader reader = StoreReader.open(fixture.config())) {
            long count = reader.stats().eventCount();
            heap.bytesPerEvent = (usedAfterCollection() - before) / (double) count;
            return reader.stats().eventCount();
        }
    }

    private static long usedAfterCollection() {
        System.gc();
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
