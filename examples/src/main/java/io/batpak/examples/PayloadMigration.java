package io.batpak.examples;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.TypedEvent;
import io.batpak.model.AppendOptions;
import io.batpak.model.Coordinate;
import io.batpak.model.EventKind;
import io.batpak.model.Payload;
import io.batpak.model.Value;
import io.batpak.payload.EventPayload;
import io.batpak.payload.PayloadTree;
import io.batpak.payload.Upcasts;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// A payload type in its third version reads what the first and the second one stored.
public final class PayloadMigration {
    private static final Coordinate AT = Coordinate.of("order:42", "shop");
    private static final EventKind KIND = EventKind.of(0xE, 0x210);

    /// What an order costs. Version 1 was `(long euros)`; version 2 was `(long cents)`; version 3 has the currency.
    /// The note came later still, without a new version: what may be missing needs none.
    @EventPayload(category = 0xE, typeId = 0x210, version = 3)
    record Priced(long cents, String currency, Optional<String> note) {
        @Upcasts(from = 1)
        static PayloadTree inCents(PayloadTree stored) {
            PayloadTree.Entries fields = stored.entries();
            long euros = fields.find("euros")
                    .map(value -> value instanceof PayloadTree.Int(long number) ? number : 0L)
                    .orElse(0L);
            return fields.without("euros").with("cents", PayloadTree.of(Math.multiplyExact(euros, 100L)));
        }

        @Upcasts(from = 2)
        static PayloadTree withCurrency(PayloadTree stored) {
            return stored.entries().with("currency", PayloadTree.text("EUR"));
        }
    }

    private PayloadMigration() {}

    /// Uses the directory in the first argument, or a new temporary one.
    public static void main(String[] arguments) throws IOException {
        run(arguments.length > 0 ? Path.of(arguments[0]) : Files.createTempDirectory("batpak-"), System.out);
    }

    static void run(Path directory, PrintStream out) {
        try (Store store = Store.open(StoreConfig.in(directory).build())) {
            // as the programs of the first two versions wrote them
            asOf(store, 1, Value.map("euros", 19));
            asOf(store, 2, Value.map("cents", 1999));
            store.append(AT, new Priced(2500, "USD", Optional.of("gift")));

            for (TypedEvent<Priced> typed : store.read(Priced.class)) {
                out.println("version " + typed.event().header().payloadVersion() + ": " + typed.payload());
            }
            out.println("intact: " + store.verifyChain().intact());
        }
    }

    private static void asOf(Store store, int version, Value payload) {
        store.append(AT, KIND, Payload.of(payload), AppendOptions.none().payloadVersion(version));
    }
}
