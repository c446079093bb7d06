package io.batpak.bench;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.error.SequenceMismatchException;
import io.batpak.model.AppendOptions;
import io.batpak.model.IdempotencyKey;
import io.batpak.model.Receipt;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
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

/// Appends of 200 bytes with options, taken and refused, one thread; encoding of the payload included.
///
/// `-prof gc` adds the bytes allocated per call. Each iteration has a new store; opening and closing are not
/// timed.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class OptionBenchmark {
    private static final long STREAM = 0;
    private static final long WRONG_CLOCK = 7;
    private static final AppendOptions WRONG = AppendOptions.expecting(WRONG_CLOCK);
    private static final AppendOptions KNOWN = AppendOptions.none().idempotencyKey(new IdempotencyKey(1, 1));

    private final Workload workload = Workload.of("200");

    @SuppressWarnings("NullAway.Init") // JMH calls the set-up before any benchmark
    private Running running;

    /// What one iteration works on: the stream 0 stands at clock 0, with the known key.
    private record Running(Scratch scratch, Store store) {}

    private long next;
    private long[] clocks = {};

    /// Opens a new store with one event.
    @Setup(Level.Iteration)
    public void open() throws IOException {
        Scratch scratch = Scratch.create();
        Store store = Store.open(StoreConfig.in(scratch.path()).build());
        running = new Running(scratch, store);
        clocks = new long[Workload.ENTITIES];
        append(STREAM, KNOWN);
        next = 1;
    }

    /// Closes and deletes the store.
    @TearDown(Level.Iteration)
    public void close() throws IOException {
        running.store().close();
        running.scratch().close();
    }

    private Receipt append(long index, AppendOptions options) {
        return running.store()
                .append(workload.coordinate(index), workload.kind(index), workload.payload(index), options);
    }

    /// Without options, to compare with.
    @Benchmark
    public Receipt plain() {
        return append(next++, AppendOptions.none());
    }

    /// Each expects the clock at which its stream stands.
    @Benchmark
    public Receipt expectedClock() {
        long index = next++;
        int entity = (int) (index % Workload.ENTITIES);
        long clock = clocks[entity];
        clocks[entity] = clock + 1;
        boolean empty = clock == 0 && entity != STREAM;
        long expected = entity == STREAM ? clock : clock - 1;
        return append(index, empty ? AppendOptions.expectNoStream() : AppendOptions.expecting(expected));
    }

    /// Each has a key that was never used.
    @Benchmark
    public Receipt keyed() {
        long index = next++;
        return append(index, AppendOptions.none().idempotencyKey(new IdempotencyKey(2, index)));
    }

    /// Each is refused for its expected clock.
    @Benchmark
    public long refusedClock() {
        try {
            return append(STREAM, WRONG).sequence();
        } catch (SequenceMismatchException e) {
            return e.actual();
        }
    }

    /// Each is answered from the key of the first event.
    @Benchmark
    public Receipt refusedKey() {
        return append(STREAM, KNOWN);
    }
}
