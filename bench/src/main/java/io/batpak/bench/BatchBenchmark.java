package io.batpak.bench;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.model.BatchItem;
import io.batpak.model.Receipt;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
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

/// Batches of 200-byte events: one write and one sync each. Rates count batches; encoding is included.
///
/// One thread unless `-t` says otherwise. Each iteration has a new store; opening and closing are not timed.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class BatchBenchmark {
    private static final int EVENTS_MAX = 4096;
    private static final int BYTES_MAX = 16 << 20;

    /// Events of a batch.
    @Param({"16", "100", "1000"})
    public int size;

    private final AtomicLong counter = new AtomicLong();
    private final Workload workload = Workload.of("200");

    @SuppressWarnings("NullAway.Init") // JMH calls the set-up before any benchmark
    private Running running;

    /// What one iteration works on.
    private record Running(Scratch scratch, Store store) {}

    /// Opens a new store.
    @Setup(Level.Iteration)
    public void open() throws IOException {
        Scratch scratch = Scratch.create();
        StoreConfig config = StoreConfig.in(scratch.path())
                .batchEventsMax(EVENTS_MAX)
                .batchBytesMax(BYTES_MAX)
                .build();
        running = new Running(scratch, Store.open(config));
    }

    /// Closes and deletes the store.
    @TearDown(Level.Iteration)
    public void close() throws IOException {
        running.store().close();
        running.scratch().close();
    }

    /// One batch.
    @Benchmark
    public List<Receipt> append() {
        long first = counter.getAndAdd(size);
        List<BatchItem> items = new ArrayList<>(size);
        for (long index = first; index < first + size; index++) {
            items.add(BatchItem.of(workload.coordinate(index), workload.kind(index), workload.payload(index)));
        }
        return running.store().appendBatch(items);
    }
}
