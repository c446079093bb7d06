package io.batpak.fuzz;

import java.util.ArrayList;
import java.util.List;

/// `./batpak fuzz`: fuzzes the named targets, or all, two at a time, and replays what was found in a heap of 64 MiB.
public final class FuzzProgram {
    private static final int SECONDS = 120;
    private static final int USAGE = 2;

    private FuzzProgram() {}

    /// Exits with 0 if nothing was found, 1 if something was, 2 for arguments that nobody understands.
    ///
    /// @param arguments names of targets, `--seconds N`, `--list`
    public static void main(String[] arguments) throws InterruptedException {
        List<FuzzTarget> targets = new ArrayList<>();
        int seconds = SECONDS;
        try {
            for (int i = 0; i < arguments.length; i++) {
                switch (arguments[i]) {
                    case "--list" -> {
                        FuzzTargets.all().forEach(target -> System.out.println(target.name()));
                        return;
                    }
                    case "--seconds" -> seconds = Integer.parseInt(arguments[++i]);
                    default -> targets.add(FuzzTargets.named(arguments[i]));
                }
            }
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
            System.err.println("batpak fuzz: " + e.getMessage());
            System.exit(USAGE);
        }
        List<FuzzRun.Result> results = FuzzRun.all(targets.isEmpty() ? FuzzTargets.all() : targets, seconds);
        System.out.println(FuzzRun.table(results));
        System.exit(results.stream().allMatch(FuzzRun.Result::isClean) ? 0 : 1);
    }
}
