package io.batpak.verify.cost;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.StoreReader;
import io.batpak.error.StoreException;
import io.batpak.model.Page;
import io.batpak.model.Region;
import java.nio.file.Path;
import java.util.function.Supplier;

/// A program with a small heap that opens each directory for reading and for writing, walks through it in
/// pages, and prints how many events it saw or the name of the refusal.
final class HeapOpening {
    private static final int PAGE = 1000;

    private HeapOpening() {}

    /// Opens them one after the other. Lack of memory ends the program with a stack trace and code 1.
    ///
    /// @param arguments the directories
    public static void main(String[] arguments) {
        for (String directory : arguments) {
            StoreConfig config = StoreConfig.in(Path.of(directory)).build();
            System.out.println(Path.of(directory).getFileName() + ": " + read(config) + ", " + written(config));
        }
    }

    private static String read(StoreConfig config) {
        return attempt(() -> {
            try (StoreReader reader = StoreReader.open(config)) {
                long count = 0;
                var page = reader.query(Region.all(), Page.first(PAGE));
                while (!page.isEmpty()) {
                    count += page.size();
                    page = reader.query(Region.all(), Page.after(page.getLast().sequence(), PAGE));
                }
                return "saw " + count;
            }
        });
    }

    private static String written(StoreConfig config) {
        return attempt(() -> {
            try (Store store = Store.open(config)) {
                return "has " + store.stats().eventCount();
            }
        });
    }

    private static String attempt(Supplier<String> opening) {
        try {
            return opening.get();
        } catch (StoreException e) {
            return e.getClass().getSimpleName();
        }
    }
}
