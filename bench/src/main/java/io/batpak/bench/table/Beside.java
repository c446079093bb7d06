package io.batpak.bench.table;

import io.batpak.Store;
import io.batpak.bench.Workload;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.HdrHistogram.Histogram;

/// A thread that calls in a loop as long as something else goes on.
///
/// @param work what it calls
/// @param rest how long it sleeps between two calls
/// @param lead how long it calls before the other begins; half of it afterwards
record Beside(Callers.Work work, Duration rest, Duration lead) {
    private static final Duration APPENDER_RESTS = Duration.ofNanos(200_000);
    private static final Duration APPENDER_LEADS = Duration.ofMillis(200);
    private static final double NANOS_PER_MICROSECOND = 1e3;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double THOUSANDTHS = 99.9;

    /// What goes on beside it.
    @FunctionalInterface
    interface Other {
        void run() throws Exception;
    }

    /// What the thread saw.
    ///
    /// @param latency nanoseconds around each call
    /// @param seconds how long the other took
    record Seen(Histogram latency, double seconds) {
        double perSecond() {
            return latency.getTotalCount() / seconds;
        }

        double longestMicros() {
            return latency.getMaxValue() / NANOS_PER_MICROSECOND;
        }

        private double thousandthMicros() {
            return latency.getValueAtPercentile(THOUSANDTHS) / NANOS_PER_MICROSECOND;
        }

        /// The calls beside the other, and those without it.
        void put(Map<Figure, Double> figures, Seen idle) {
            figures.put(Figure.P999, thousandthMicros());
            figures.put(Figure.LONGEST, longestMicros());
            figures.put(Figure.P999_IDLE, idle.thousandthMicros());
            figures.put(Figure.LONGEST_IDLE, idle.longestMicros());
        }
    }

    /// A caller that appends 200 bytes every quarter of a millisecond or so, as in the Rust program.
    static Beside appender(Store store) {
        Events events = new Events(store, Workload.of("200"), 0, 1);
        return new Beside(events::append, APPENDER_RESTS, APPENDER_LEADS);
    }

    /// A caller that never rests.
    static Beside busy(Callers.Work work) {
        return new Beside(work, Duration.ZERO, Duration.ZERO);
    }

    /// Calls for so long with nothing beside it.
    Seen alone(Duration length) throws Exception {
        return during(() -> Thread.sleep(length));
    }

    /// Calls until the other has ended.
    Seen during(Other other) throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        FutureTask<Histogram> calls = new FutureTask<>(() -> call(over));
        Thread.ofPlatform().start(calls);
        double seconds;
        try {
            Thread.sleep(lead);
            long begun = System.nanoTime();
            other.run();
            seconds = (System.nanoTime() - begun) / NANOS_PER_SECOND;
            Thread.sleep(lead.dividedBy(2));
        } finally {
            over.countDown();
        }
        return new Seen(calls.get(), seconds);
    }

    private Histogram call(CountDownLatch over) throws Exception {
        Histogram latency = Callers.histogram(1);
        for (long index = 0; over.getCount() > 0; index++) {
            long before = System.nanoTime();
            work.call(index);
            latency.recordValue(System.nanoTime() - before);
            if (!rest.isZero()) {
                Thread.sleep(rest);
            }
        }
        return latency;
    }
}
