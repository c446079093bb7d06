package io.batpak.examples;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.StoreReader;
import io.batpak.model.Coordinate;
import io.batpak.model.EventKind;
import io.batpak.model.Payload;
import io.batpak.model.Region;
import io.batpak.model.Value;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;

/// Write, close, and read again without the right to write; nothing in the directory changes.
public final class ReadOnly {
    private static final EventKind NOTE = EventKind.of(0xF, 4);

    private ReadOnly() {}

    /// Uses the directory in the first argument, or a new temporary one.
    public static void main(String[] arguments) throws IOException {
        run(arguments.length > 0 ? Path.of(arguments[0]) : Files.createTempDirectory("batpak-"), System.out);
    }

    static void run(Path directory, PrintStream out) {
        StoreConfig config = StoreConfig.in(directory).build();
        try (Store store = Store.open(config)) {
            store.append(Coordinate.of("note:1", "desk"), NOTE, Payload.of(Value.map("text", "water the plants")));
        }
        try (StoreReader reader = StoreReader.open(config)) {
            out.println("notes: " + reader.query(Region.scope("desk")).toList().size());
            out.println("intact: " + reader.verifyChain().intact());
        }
    }
}
