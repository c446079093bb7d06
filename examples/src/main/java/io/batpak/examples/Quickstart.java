package io.batpak.examples;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.model.Coordinate;
import io.batpak.model.EventKind;
import io.batpak.model.Payload;
import io.batpak.model.Receipt;
import io.batpak.model.Region;
import io.batpak.model.StoredEvent;
import io.batpak.model.Value;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;

/// Open a journal, append one event, read it back by id, and list its entity.
public final class Quickstart {
    private static final EventKind ORDER_PLACED = EventKind.of(0xF, 1);

    private Quickstart() {}

    /// Uses the directory in the first argument, or a new temporary one.
    public static void main(String[] arguments) throws IOException {
        run(arguments.length > 0 ? Path.of(arguments[0]) : Files.createTempDirectory("batpak-"), System.out);
    }

    static void run(Path directory, PrintStream out) {
        try (Store store = Store.open(StoreConfig.in(directory).build())) {
            Coordinate order = Coordinate.of("order:42", "shop");
            Payload payload = Payload.of(Value.map("currency", "EUR", "cents", 1999));

            Receipt receipt = store.append(order, ORDER_PLACED, payload);
            StoredEvent event = store.get(receipt.eventId());

            out.println("stored " + event.kind() + " at " + event.coordinate() + " as sequence " + receipt.sequence());
            out.println("payload " + event.value().toJson());
            store.query(Region.entity("order:42"))
                    .forEach(entry -> out.println("entry clock " + entry.clock() + " of " + entry.entity()));
        }
    }
}
