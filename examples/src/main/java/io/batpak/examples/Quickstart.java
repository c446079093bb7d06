package io.batpak.examples;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.model.Coordinate;
import io.batpak.model.Receipt;
import io.batpak.model.Region;
import io.batpak.model.StoredEvent;
import io.batpak.payload.EventPayload;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;

/// Open a journal, append one event, read it back by id, and list its entity.
public final class Quickstart {
    /// What is stored when an order is placed; the annotation processor makes its codec.
    @EventPayload(category = 0xF, typeId = 1)
    record OrderPlaced(int order, String currency, long cents) {}

    private Quickstart() {}

    /// Uses the directory in the first argument, or a new temporary one.
    public static void main(String[] arguments) throws IOException {
        run(arguments.length > 0 ? Path.of(arguments[0]) : Files.createTempDirectory("batpak-"), System.out);
    }

    static void run(Path directory, PrintStream out) {
        try (Store store = Store.open(StoreConfig.in(directory).build())) {
            Coordinate order = Coordinate.of("order:42", "shop");

            Receipt receipt = store.append(order, new OrderPlaced(42, "EUR", 1999));
            StoredEvent event = store.get(receipt.eventId());

            out.println("stored " + event.kind() + " at " + event.coordinate() + " as sequence " + receipt.sequence());
            out.println("payload " + store.decode(event, OrderPlaced.class));
            store.query(Region.entity("order:42"))
                    .forEach(entry -> out.println("entry clock " + entry.clock() + " of " + entry.entity()));
        }
    }
}
