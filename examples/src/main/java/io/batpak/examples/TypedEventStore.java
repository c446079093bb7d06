package io.batpak.examples;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.model.Coordinate;
import io.batpak.model.Receipt;
import io.batpak.model.Region;
import io.batpak.payload.EventPayload;
import io.batpak.payload.KindMismatchException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Events as records: kind, bytes and version come from the type, and so does what is read back.
public final class TypedEventStore {
    /// Something was put into a basket.
    @EventPayload(category = 0xE, typeId = 0x222)
    record ItemAdded(String article, int pieces, Optional<String> note) {}

    /// Something was taken out again.
    @EventPayload(category = 0xE, typeId = 0x223)
    record ItemRemoved(String article) {}

    private TypedEventStore() {}

    /// Uses the directory in the first argument, or a new temporary one.
    public static void main(String[] arguments) throws IOException {
        run(arguments.length > 0 ? Path.of(arguments[0]) : Files.createTempDirectory("batpak-"), System.out);
    }

    static void run(Path directory, PrintStream out) {
        try (Store store = Store.open(StoreConfig.in(directory).build())) {
            Coordinate basket = Coordinate.of("basket:7", "shop");
            Receipt tea = store.append(basket, new ItemAdded("tea", 2, Optional.of("green")));
            store.appendBatch(List.of(
                    store.item(basket, new ItemAdded("milk", 1, Optional.empty())),
                    store.item(basket, new ItemRemoved("tea"))));

            ItemAdded first = store.get(tea.eventId(), ItemAdded.class);
            int pieces = store.read(Region.entity("basket"), ItemAdded.class).stream()
                    .mapToInt(typed -> typed.payload().pieces())
                    .sum();

            out.println("first " + first);
            out.println("pieces added " + pieces);
            try {
                store.get(tea.eventId(), ItemRemoved.class);
            } catch (KindMismatchException e) {
                out.println("tea was not removed by that event");
            }
        }
    }
}
