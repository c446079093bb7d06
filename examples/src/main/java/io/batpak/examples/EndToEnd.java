package io.batpak.examples;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.StoreReader;
import io.batpak.model.AppendOptions;
import io.batpak.model.CausationId;
import io.batpak.model.Coordinate;
import io.batpak.model.Durability;
import io.batpak.model.IdempotencyKey;
import io.batpak.model.Receipt;
import io.batpak.model.StoredEvent;
import io.batpak.payload.EventPayload;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;

/// Declare events, append them so that a power cut takes none, open the journal again and prove what is in it.
public final class EndToEnd {
    private static final Coordinate ORDER = Coordinate.of("order:42", "shop");

    /// Somebody ordered something.
    @EventPayload(category = 0xE, typeId = 0x220)
    record Ordered(long number, String currency, long cents) {}

    /// Somebody paid for it.
    @EventPayload(category = 0xE, typeId = 0x221)
    record Paid(String method) {}

    private EndToEnd() {}

    /// Uses the directory in the first argument, or a new temporary one.
    public static void main(String[] arguments) throws IOException {
        run(arguments.length > 0 ? Path.of(arguments[0]) : Files.createTempDirectory("batpak-"), System.out);
    }

    static void run(Path directory, PrintStream out) {
        StoreConfig config =
                StoreConfig.in(directory).durability(Durability.STRICT).build();
        try (Store store = Store.open(config)) {
            IdempotencyKey once = IdempotencyKey.forOperation("shop", "order:42", "ordered");
            Receipt ordered = store.append(
                    ORDER, new Ordered(42, "EUR", 1999), AppendOptions.none().idempotencyKey(once));
            store.append(
                    ORDER,
                    new Paid("card"),
                    AppendOptions.expecting(ordered.clock()).causationId(CausationId.of(ordered.eventId())));
        }
        try (StoreReader reader = StoreReader.open(config)) {
            for (StoredEvent event : reader.readStream("order:42")) {
                reader.payloads().route(event, Ordered.class).ifPresent(out::println);
                reader.payloads().route(event, Paid.class).ifPresent(out::println);
            }
            out.println("intact: " + reader.verifyChain().intact());
        }
    }
}
