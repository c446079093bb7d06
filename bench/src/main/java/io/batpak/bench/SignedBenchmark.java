package io.batpak.bench;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.model.Receipt;
import io.batpak.sign.SigningKey;
import java.io.IOException;
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
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// Single appends of 200 bytes whose receipts are signed; encoding of the payload is included.
///
/// One thread unless `-t` says otherwise: with more, signatures are made on all cores. Each iteration has a
/// new store; opening and closing are not timed.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class SignedBenchmark {
    private final AtomicLong counter = new AtomicLong();

    @SuppressWarnings("NullAway.Init") // JMH calls the set-up before any benchmark
    private Running running;

    /// What one iteration works on.
    record Running(Scratch scratch, Store store, Workload workload) {}

    /// Opens a new store.
    @Setup(Level.Iteration)
    public void open() throws IOException {
        Scratch scratch = Scratch.create();
        Store store = Store.open(StoreConfig.in(scratch.path())
                .signingKeys(List.of(SigningKey.ofSeed(new byte[SigningKey.SEED_BYTES])))
                .build());
        running = new Running(scratch, store, Workload.of("200"));
    }

    /// Closes and deletes the store.
    @TearDown(Level.Iteration)
    public void close() throws IOException {
        running.store().close();
        running.scratch().close();
    }

    /// One append.
    @Benchmark
    public Receipt append() {
        long index = counter.getAndIncrement();
        Workload workload = running.workload();
        return running.store().append(workload.coordinate(index), workload.kind(index), workload.payload(index));
    }
}
