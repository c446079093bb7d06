package io.batpak.cli.bench;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/// Times of calls. Not for concurrent use.
final class Samples {
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double NANOS_PER_MICROSECOND = 1e3;
    private static final int FIRST_CAPACITY = 1 << 10;

    private long[] nanos = new long[FIRST_CAPACITY];
    private int count;
    private double perSecond;

    private Samples() {}

    /// The calls of several callers that ran beside each other for `nanoseconds`.
    static Samples together(List<Samples> callers, long nanoseconds) {
        Samples together = new Samples();
        together.count = callers.stream().mapToInt(Samples::count).sum();
        together.nanos = callers.stream()
                .flatMapToLong(caller -> Arrays.stream(caller.nanos))
                .sorted()
                .toArray();
        together.perSecond = together.count * NANOS_PER_SECOND / nanoseconds;
        return together;
    }

    /// A call that is timed; `index` counts from 0.
    @FunctionalInterface
    interface Call {
        void run(long index);
    }

    /// Repeats a call until the time is over, at least once.
    static Samples during(Duration length, Call call) {
        Samples samples = new Samples();
        long begun = System.nanoTime();
        do {
            samples.time(call);
        } while (System.nanoTime() - begun < length.toNanos());
        return samples.sorted();
    }

    /// Repeats a call this often.
    static Samples times(int repeats, Call call) {
        Samples samples = new Samples();
        for (int repeat = 0; repeat < repeats; repeat++) {
            samples.time(call);
        }
        return samples.sorted();
    }

    private void time(Call call) {
        long before = System.nanoTime();
        call.run(count);
        long took = System.nanoTime() - before;
        if (count == nanos.length) {
            nanos = Arrays.copyOf(nanos, 2 * count);
        }
        nanos[count++] = took;
    }

    private Samples sorted() {
        nanos = Arrays.copyOf(nanos, count);
        Arrays.sort(nanos);
        perSecond = count * NANOS_PER_SECOND / Arrays.stream(nanos).sum();
        return this;
    }

    int count() {
        return count;
    }

    double perSecond() {
        return perSecond;
    }

    double medianSeconds() {
        return at(0.5) / NANOS_PER_SECOND;
    }

    double p50Micros() {
        return at(0.5) / NANOS_PER_MICROSECOND;
    }

    double p99Micros() {
        return at(0.99) / NANOS_PER_MICROSECOND;
    }

    private long at(double share) {
        return nanos[Math.min(count - 1, (int) (count * share))];
    }
}
