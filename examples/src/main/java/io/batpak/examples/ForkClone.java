package io.batpak.examples;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.model.Coordinate;
import io.batpak.model.EventKind;
import io.batpak.model.ForkReport;
import io.batpak.model.Payload;
import io.batpak.model.Region;
import io.batpak.model.Value;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;

/// Fork a journal to try something out: both have the same history and then go their own ways.
public final class ForkClone {
    private static final EventKind PRICE_SET = EventKind.of(0xF, 3);
    private static final Region PRICES = Region.entity("price");

    private ForkClone() {}

    /// Uses the directory in the first argument, or a new temporary one.
    public static void main(String[] arguments) throws IOException {
        run(arguments.length > 0 ? Path.of(arguments[0]) : Files.createTempDirectory("batpak-"), System.out);
    }

    static void run(Path directory, PrintStream out) {
        Path experiment = directory.resolve("experiment");
        try (Store store =
                Store.open(StoreConfig.in(directory.resolve("prices")).build())) {
            set(store, 100);
            set(store, 120);

            ForkReport report = store.fork(experiment);
            out.println("copied segments: " + report.deepCopiedSegmentIds().size());

            try (Store fork = Store.open(StoreConfig.in(experiment).build())) {
                out.println("same events: " + (count(store) == count(fork)));
                set(fork, 999);
                out.println("fork: " + count(fork) + ", source: " + count(store));
            }
        }
    }

    private static void set(Store store, int cents) {
        store.append(Coordinate.of("price:tea", "shop"), PRICE_SET, Payload.of(Value.map("cents", cents)));
    }

    private static int count(Store store) {
        return store.query(PRICES).toList().size();
    }
}
