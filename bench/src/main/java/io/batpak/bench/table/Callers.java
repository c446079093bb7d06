package io.batpak.bench.table;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.HdrHistogram.Histogram;

/// Callers that begin together and call in a loop, each at its own place, until the time is over.
final class Callers {
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double NANOS_PER_MICROSECOND = 1e3;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int FEW_CALLERS = 64;
    /// Two hours in nanoseconds: longer than any call.
    private static final long LONGEST_NANOS = 7_200_000_000_000L;

    private Callers() {}

    /// One call of one caller.
    @FunctionalInterface
    interface Work {
        void call(long index) throws Exception;
    }

    /// Makes the work of each caller; called on the caller's own thread before the common start.
    @FunctionalInterface
    interface WorkOf {
        Work of(int caller) throws Exception;
    }

    /// What carries a caller.
    enum Kind {
        PLATFORM,
        VIRTUAL;

        private Thread start(Runnable task) {
            return switch (this) {
                case PLATFORM -> Thread.ofPlatform().start(task);
                case VIRTUAL -> Thread.ofVirtual().start(task);
            };
        }
    }

    private record Share(long calls, Histogram latency, long allocated) {}

    /// What all callers did together.
    ///
    /// @param calls how many calls returned
    /// @param seconds from the common start to the end of the last caller
    /// @param latency nanoseconds around each call
    /// @param fewest calls of the caller that made the fewest
    /// @param most calls of the caller that made the most
    /// @param allocated bytes that the callers allocated on their own threads; negative if they were virtual ones,
    ///     of which the JVM does not tell
    record Result(long calls, double seconds, Histogram latency, long fewest, long most, long allocated) {

        /// The figures of calls that each count for `events`.
        Map<Figure, Double> figures(int events) {
            Map<Figure, Double> figures = new EnumMap<>(Figure.class);
            figures.put(Figure.RATE, calls * (double) events / seconds);
            figures.put(Figure.P50, micros(50));
            figures.put(Figure.P99, micros(99));
            figures.put(Figure.P999, micros(99.9));
            figures.put(Figure.LONGEST, latency.getMaxValue() / NANOS_PER_MICROSECOND);
            figures.put(Figure.SHARE, most / (double) Math.max(1, fewest));
            if (allocated >= 0) {
                figures.put(Figure.ALLOCATED, allocated / (double) calls);
            }
            figures.put(Figure.COST, nanosPerCall());
            return figures;
        }

        double nanosPerCall() {
            return seconds * NANOS_PER_SECOND / calls;
        }

        private double micros(double percentile) {
            return latency.getValueAtPercentile(percentile) / NANOS_PER_MICROSECOND;
        }
    }

    /// Runs `count` callers for `length` and waits for them. A caller that fails fails the run.
    static Result run(int count, Kind kind, Duration length, WorkOf works) throws InterruptedException {
        CountDownLatch ready = new CountDownLatch(count);
        CountDownLatch start = new CountDownLatch(1);
        List<FutureTask<Share>> tasks = new ArrayList<>(count);
        for (int caller = 0; caller < count; caller++) {
            int number = caller;
            FutureTask<Share> task = new FutureTask<>(() -> {
                Histogram latency = histogram(count);
                Work work;
                try {
                    work = works.of(number);
                } finally {
                    ready.countDown();
                }
                start.await();
                return loop(work, latency, System.nanoTime() + length.toNanos());
            });
            tasks.add(task);
            kind.start(task);
        }
        ready.await();
        long begun = System.nanoTime();
        start.countDown();
        List<Share> shares = new ArrayList<>(count);
        for (FutureTask<Share> task : tasks) {
            shares.add(joined(task));
        }
        double seconds = (System.nanoTime() - begun) / NANOS_PER_SECOND;
        return sum(shares, seconds);
    }

    /// A histogram of nanoseconds that one of `callers` fills; coarser where there are many.
    static Histogram histogram(int callers) {
        return new Histogram(LONGEST_NANOS, callers <= FEW_CALLERS ? 3 : 2);
    }

    private static Share loop(Work work, Histogram latency, long end) throws Exception {
        long calls = 0;
        long allocatedBefore = THREADS.getCurrentThreadAllocatedBytes();
        while (true) {
            long before = System.nanoTime();
            work.call(calls++);
            long after = System.nanoTime();
            latency.recordValue(after - before);
            if (after - end >= 0) {
                long allocated = THREADS.getCurrentThreadAllocatedBytes() - allocatedBefore;
                return new Share(calls, latency, Thread.currentThread().isVirtual() ? -1 : allocated);
            }
        }
    }

    private static Share joined(FutureTask<Share> task) throws InterruptedException {
        try {
            return task.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a caller failed: " + e.getCause(), e.getCause());
        }
    }

    private static Result sum(List<Share> shares, double seconds) {
        Histogram latency = histogram(1);
        long calls = 0;
        long fewest = Long.MAX_VALUE;
        long most = 0;
        long allocated = 0;
        for (Share share : shares) {
            allocated += share.allocated();
            calls += share.calls();
            fewest = Math.min(fewest, share.calls());
            most = Math.max(most, share.calls());
            latency.add(share.latency());
        }
        return new Result(calls, seconds, latency, fewest, most, allocated);
    }
}
