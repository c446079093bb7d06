package io.batpak.fuzz;

import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/// What Jazzer calls. The target is named by the argument of the program.
public final class FuzzEntry {
    /// Held, so that its level stays: what a journal of any bytes warns of would fill the disk.
    private static final Logger LOGGER = Logger.getLogger("io.batpak");

    private static @Nullable FuzzCheck check;

    private FuzzEntry() {}

    /// Called once, before the first input. Loads what the target needs, which the first input would have to pay
    /// for.
    ///
    /// @param arguments the name of the target
    public static void fuzzerInitialize(String[] arguments) {
        LOGGER.setLevel(Level.OFF);
        FuzzCheck named = FuzzTargets.named(arguments[0]).check();
        named.check(new byte[0]);
        check = named;
    }

    /// Called for each input.
    public static void fuzzerTestOneInput(byte[] input) {
        if (check == null) {
            throw new IllegalStateException("no target was named");
        }
        check.check(input);
    }
}
