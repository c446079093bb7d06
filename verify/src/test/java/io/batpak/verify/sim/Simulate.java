package io.batpak.verify.sim;

import java.io.PrintStream;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.logging.Level;
import java.util.logging.Logger;

/// Runs histories until it is stopped: `./batpak simulate [SEED [COUNT]]`. Prints the seed of each that breaks a law.
///
/// The first seed is drawn unless it is given. Exits with 1 if any history failed.
final class Simulate {
    private static final Logger LOGGER = Logger.getLogger("io.batpak");
    private static final int REPORT_EVERY = 100;
    private static final int LINES_MAX = 12;
    private static final double NANOS_PER_SECOND = 1e9;

    private final PrintStream out;
    private final long began = System.nanoTime();
    private long histories;
    private long failed;
    private long events;
    private long turns;

    private Simulate(PrintStream out) {
        this.out = out;
    }

    /// Runs them.
    ///
    /// @param arguments the first seed and how many histories, both optional
    public static void main(String[] arguments) {
        long first = arguments.length > 0 ? Long.parseLong(arguments[0]) : new SplittableRandom().nextLong();
        long count = arguments.length > 1 ? Long.parseLong(arguments[1]) : Long.MAX_VALUE;
        LOGGER.setLevel(Level.OFF); // a thread that is left behind must not keep the lock of the log
        Simulate simulate = new Simulate(System.out);
        simulate.run(first, count);
        System.exit(simulate.failed == 0 ? 0 : 1);
    }

    private void run(long first, long count) {
        out.println("histories from seed " + first);
        while (histories < count) {
            history(first + histories);
            histories++;
            if (histories % REPORT_EVERY == 0) {
                report();
            }
        }
        report();
    }

    private void history(long seed) {
        History history = new History(seed);
        try {
            History.Outcome outcome = history.run();
            events += outcome.events();
            turns += outcome.turns();
        } catch (RuntimeException | Error e) {
            failed++;
            out.println("seed " + seed + " FAILED: " + e + "\n  " + history);
            Arrays.stream(e.getStackTrace()).limit(LINES_MAX).forEach(frame -> out.println("    at " + frame));
        }
    }

    private void report() {
        double seconds = (System.nanoTime() - began) / NANOS_PER_SECOND;
        out.printf(
                "%d histories, %d failed, %d events, %d turns, %.1f histories a second%n",
                histories, failed, events, turns, histories / seconds);
    }
}
