package io.batpak.bench.table;

import io.batpak.Store;
import io.batpak.StoreConfig;
import java.nio.file.Path;

/// Opens a journal for writing as the first thing in its JVM, and prints how many milliseconds that took.
///
/// Argument: the directory.
public final class OpenProgram {
    private static final double NANOS_PER_MILLI = 1e6;

    private OpenProgram() {}

    /// Opens, prints, closes.
    public static void main(String[] arguments) {
        long begun = System.nanoTime();
        Store store = Store.open(StoreConfig.in(Path.of(arguments[0])).build());
        System.out.println((System.nanoTime() - begun) / NANOS_PER_MILLI);
        store.close();
    }
}
