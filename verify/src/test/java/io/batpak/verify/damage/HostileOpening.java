package io.batpak.verify.damage;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.StoreReader;
import io.batpak.error.StoreException;
import java.nio.file.Path;
import java.util.function.Supplier;

/// A program with a small heap that opens each directory it is given, for reading and for writing, and prints
/// one line for each: the names of the refusals, or how many events it saw.
final class HostileOpening {
    private HostileOpening() {}

    /// Opens them one after the other.
    ///
    /// @param arguments the directories
    public static void main(String[] arguments) {
        for (String directory : arguments) {
            StoreConfig config = StoreConfig.in(Path.of(directory)).build();
            String read = attempt(() -> {
                try (StoreReader reader = StoreReader.open(config)) {
                    reader.verifyChain();
                    return "saw " + Depth.everything(reader).size();
                }
            });
            String written = attempt(() -> {
                try (Store store = Store.open(config)) {
                    return "saw " + Depth.everything(store).size();
                }
            });
            System.out.println(Path.of(directory).getFileName() + ": " + read + ", " + written);
        }
    }

    private static String attempt(Supplier<String> opening) {
        try {
            return opening.get();
        } catch (StoreException e) {
            return e.getClass().getSimpleName();
        }
    }
}
