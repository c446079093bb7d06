package io.batpak.verify.sim;

import java.util.random.RandomGenerator;

/// Runs histories until it is stopped, or one fails: `./batpak simulate [SEED [COUNT]]`.
final class Simulate {
    private Simulate() {}

    public static void main(String[] arguments) {
        long first = arguments.length > 0 ? Long.parseLong(arguments[0]) : RandomGenerator.getDefault().nextLong();
        long count = arguments.length > 1 ? Long.parseLong(arguments[1]) : Long.MAX_VALUE;
        long began = System.nanoTime();
        long events = 0;
        long turns = 0;
        int failed = 0;
        for (long i = 0; i < count; i++) {
            History history = new History(first + i);
            try {
                History.Outcome outcome = history.run();
                events += outcome.events();
                turns += outcome.turns();
            } catch (RuntimeException | Error e) {
                failed++;
                System.out.println("seed " + (first + i) + " FAILED in " + history);
                if (failed < 4) e.printStackTrace(System.out);
                else System.out.println("   " + e);
            }
            if (i % 100 == 99) {
                double seconds = (System.nanoTime() - began) / 1e9;
                System.out.printf(
                        "%d histories, %d failed, %d events, %d turns, %.1f histories a second%n",
                        i + 1, failed, events, turns, (i + 1) / seconds);
            }
        }
    }
}
