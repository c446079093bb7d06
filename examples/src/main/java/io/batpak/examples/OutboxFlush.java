package io.batpak.examples;

import io.batpak.Outbox;
import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.model.Coordinate;
import io.batpak.model.EventKind;
import io.batpak.model.Payload;
import io.batpak.model.Receipt;
import io.batpak.model.Region;
import io.batpak.model.Value;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Stage events while the work is going on, and write all of them at its end, or none.
public final class OutboxFlush {
    private static final EventKind BOOKED = EventKind.of(0xF, 7);

    private OutboxFlush() {}

    /// Uses the directory in the first argument, or a new temporary one.
    public static void main(String[] arguments) throws IOException {
        run(arguments.length > 0 ? Path.of(arguments[0]) : Files.createTempDirectory("batpak-"), System.out);
    }

    static void run(Path directory, PrintStream out) {
        try (Store store = Store.open(StoreConfig.in(directory).build())) {
            Outbox outbox = store.outbox();
            for (String account : List.of("account:1", "account:2", "account:3")) {
                outbox.stage(Coordinate.of(account, "bank"), BOOKED, Payload.of(Value.map("cents", 100)));
            }
            out.println("staged " + outbox.size() + ", written " + written(store));

            List<Receipt> receipts = outbox.flush();
            out.println("flushed " + receipts.size() + ", written " + written(store));

            outbox.stage(Coordinate.of("account:4", "bank"), BOOKED, Payload.of(Value.map("cents", 1)));
            out.println("staged " + outbox.size() + " and left, written " + written(store));
        }
    }

    private static int written(Store store) {
        return store.query(Region.entity("account")).toList().size();
    }
}
