package io.batpak.verify.cost;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Map;

/// Bytes that all threads of this JVM allocate, and how they grow with a count.
final class Cost {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int TURNS = 5;

    private Cost() {}

    /// What is measured; it may be repeated.
    @FunctionalInterface
    interface Work {
        void run() throws Exception;
    }

    /// The least of several turns, so that what others allocate at the same time does not count.
    static long least(Work work) throws Exception {
        long least = Long.MAX_VALUE;
        for (int turn = 0; turn < TURNS; turn++) {
            least = Math.min(least, once(work));
        }
        return least;
    }

    /// The same of a work that cannot be repeated.
    static long once(Work work) throws Exception {
        long before = THREADS.getTotalThreadAllocatedBytes();
        work.run();
        return THREADS.getTotalThreadAllocatedBytes() - before;
    }

    /// The exponent b of cost = a × count^b that fits best, by least squares of the logarithms: 0 is flat, 1
    /// linear, 2 quadratic.
    static double exponent(Map<Integer, Long> costs) {
        double meanX = costs.keySet().stream().mapToDouble(Math::log).average().orElseThrow();
        double meanY = costs.values().stream().mapToDouble(Math::log).average().orElseThrow();
        double covariance = 0;
        double variance = 0;
        for (Map.Entry<Integer, Long> each : costs.entrySet()) {
            double x = Math.log(each.getKey()) - meanX;
            covariance += x * (Math.log((double) each.getValue()) - meanY);
            variance += x * x;
        }
        return covariance / variance;
    }
}
