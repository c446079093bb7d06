package io.batpak.examples;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.StoreReader;
import io.batpak.model.Coordinate;
import io.batpak.model.EventKind;
import io.batpak.model.ImportOptions;
import io.batpak.model.ImportReport;
import io.batpak.model.Payload;
import io.batpak.model.Region;
import io.batpak.model.Value;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;

/// Try something in a fork, and bring what came of it back into the journal it was made from.
public final class ImportFork {
    private static final EventKind PRICE_SET = EventKind.of(0xF, 0x44);

    private ImportFork() {}

    /// Uses the directory in the first argument, or a new temporary one.
    public static void main(String[] arguments) throws IOException {
        run(arguments.length > 0 ? Path.of(arguments[0]) : Files.createTempDirectory("batpak-"), System.out);
    }

    static void run(Path directory, PrintStream out) {
        Path trial = directory.resolve("trial");
        StoreConfig trialConfig = StoreConfig.in(trial).build();
        try (Store main = Store.open(StoreConfig.in(directory.resolve("main")).build())) {
            set(main, 100);
            main.fork(trial);
            long shared;
            try (Store fork = Store.open(trialConfig)) {
                shared = fork.frontier().visible().sequence();
                set(fork, 110);
                set(fork, 120);
            }
            try (StoreReader fork = StoreReader.open(trialConfig)) {
                ImportOptions news =
                        ImportOptions.from("trial-2026-11").after(shared).region(Region.entity("price"));
                ImportReport report = main.importEvents(fork, news);
                ImportReport again = main.importEvents(fork, news);
                out.println("imported " + report.imported() + ", again " + again.imported());
            }
            out.println("prices " + main.query(Region.entity("price")).stream().count());
        }
    }

    private static void set(Store store, int cents) {
        store.append(Coordinate.of("price:tea", "shop"), PRICE_SET, Payload.of(Value.map("cents", cents)));
    }
}
