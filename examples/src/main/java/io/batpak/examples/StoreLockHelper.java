package io.batpak.examples;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.fs.StoreLockedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// Hold a store open in a process of its own, to see that others are refused.
///
/// `hold DIRECTORY` opens the store, prints `held`, and keeps it until the input ends. `try DIRECTORY` prints
/// `open`, or `locked` and ends with exit code 3.
public final class StoreLockHelper {
    private static final int LOCKED = 3;
    private static final int USAGE = 2;

    private StoreLockHelper() {}

    /// See the class comment.
    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 2) {
            System.err.println("usage: hold|try DIRECTORY");
            System.exit(USAGE);
        }
        StoreConfig config = StoreConfig.in(Path.of(arguments[1])).build();
        switch (arguments[0]) {
            case "hold" -> hold(config);
            case "try" -> System.exit(attempt(config));
            default -> System.exit(USAGE);
        }
    }

    private static void hold(StoreConfig config) throws IOException {
        try (Store store = Store.open(config)) {
            System.out.write("held\n".getBytes(StandardCharsets.UTF_8));
            System.out.flush();
            System.in.transferTo(System.out);
            store.sync();
        }
    }

    static int attempt(StoreConfig config) {
        try (Store store = Store.open(config)) {
            System.out.println("open, " + store.stats().eventCount() + " events");
            return 0;
        } catch (StoreLockedException e) {
            System.out.println("locked");
            return LOCKED;
        }
    }
}
