package io.batpak.cli.bench;

import java.time.Duration;
import java.util.Arrays;

/// Times of calls that were made one after the other. Not for concurrent use.
final class Samples {
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double NANOS_PER_MICROSECOND = 1e3;
    private static final int FIRST_CAPACITY = 1 << 16;

    private long[] nanos = new long[FIRST_CAPACITY];
    private int count;
    private long total;

    private Samples() {}

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
        total += took;
    }

    private Samples sorted() {
        nanos = Arrays.copyOf(nanos, count);
        Arrays.sort(nanos);
        return this;
    }

    int count() {
        return count;
    }

    double perSecond() {
        return count * NANOS_PER_SECOND / total;
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
