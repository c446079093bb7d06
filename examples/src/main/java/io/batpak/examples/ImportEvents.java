package io.batpak.examples;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.StoreReader;
import io.batpak.model.Coordinate;
import io.batpak.model.Entry;
import io.batpak.model.EventKind;
import io.batpak.model.ImportOptions;
import io.batpak.model.ImportProvenance;
import io.batpak.model.ImportReport;
import io.batpak.model.Payload;
import io.batpak.model.Region;
import io.batpak.model.Value;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;

/// Bring the events of a branch office into the journal of the main one; doing it twice brings them once.
public final class ImportEvents {
    private static final EventKind SALE = EventKind.of(0xF, 3);

    private ImportEvents() {}

    /// Uses the directory in the first argument, or a new temporary one.
    public static void main(String[] arguments) throws IOException {
        run(arguments.length > 0 ? Path.of(arguments[0]) : Files.createTempDirectory("batpak-"), System.out);
    }

    static void run(Path directory, PrintStream out) {
        StoreConfig branch = StoreConfig.in(directory.resolve("branch")).build();
        try (Store store = Store.open(branch)) {
            store.append(Coordinate.of("sale:1", "branch"), SALE, Payload.of(Value.map("cents", 1250)));
        }
        try (StoreReader source = StoreReader.open(branch);
                Store main =
                        Store.open(StoreConfig.in(directory.resolve("main")).build())) {
            ImportOptions options = ImportOptions.from("branch-office").region(Region.entity("sale"));

            ImportReport first = main.importEvents(source, options);
            ImportReport again = main.importEvents(source, options);

            out.println("first: imported " + first.imported() + ", known " + first.deduplicated());
            out.println("again: imported " + again.imported() + ", known " + again.deduplicated());
            Entry imported = main.query(Region.entity("sale")).toList().getFirst();
            out.println("knows where it comes from: "
                    + imported.extensions().get(ImportProvenance.EXTENSION_KEY).isPresent());
        }
    }
}
