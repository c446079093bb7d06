package io.batpak.examples;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.model.AppendOptions;
import io.batpak.model.Coordinate;
import io.batpak.model.EventKind;
import io.batpak.model.IdempotencyKey;
import io.batpak.model.Payload;
import io.batpak.model.Receipt;
import io.batpak.model.Region;
import io.batpak.model.Value;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;

/// Repeat an append after a lost answer: the key makes the second one return the receipt of the first.
public final class IdempotentPass {
    private static final EventKind PAYMENT = EventKind.of(0xF, 2);

    private IdempotentPass() {}

    /// Uses the directory in the first argument, or a new temporary one.
    public static void main(String[] arguments) throws IOException {
        run(arguments.length > 0 ? Path.of(arguments[0]) : Files.createTempDirectory("batpak-"), System.out);
    }

    static void run(Path directory, PrintStream out) {
        try (Store store = Store.open(StoreConfig.in(directory).build())) {
            Coordinate account = Coordinate.of("account:7", "bank");
            Payload payload = Payload.of(Value.map("cents", 500));
            IdempotencyKey key = IdempotencyKey.forOperation("payment", "account:7", "invoice-2026-11");
            AppendOptions once = AppendOptions.none().idempotencyKey(key);

            Receipt first = store.append(account, PAYMENT, payload, once);
            Receipt again = store.append(account, PAYMENT, payload, once);

            out.println("same sequence: " + (first.sequence() == again.sequence()));
            out.println("events: "
                    + store.query(Region.entity("account:7")).toList().size());
        }
    }
}
