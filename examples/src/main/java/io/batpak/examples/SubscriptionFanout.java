package io.batpak.examples;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.delivery.Cursor;
import io.batpak.delivery.Subscription;
import io.batpak.delivery.SubscriptionFlow;
import io.batpak.model.Coordinate;
import io.batpak.model.Entry;
import io.batpak.model.EventKind;
import io.batpak.model.Payload;
import io.batpak.model.Region;
import io.batpak.model.Value;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// Two ways to follow: a subscription gets what comes from now on, a cursor gets everything.
public final class SubscriptionFanout {
    private static final EventKind SIGHTED = EventKind.of(0xF, 8);
    private static final Duration LIMIT = Duration.ofMinutes(1);

    private SubscriptionFanout() {}

    /// Uses the directory in the first argument, or a new temporary one.
    public static void main(String[] arguments) throws IOException, InterruptedException {
        run(arguments.length > 0 ? Path.of(arguments[0]) : Files.createTempDirectory("batpak-"), System.out);
    }

    static void run(Path directory, PrintStream out) throws InterruptedException {
        try (Store store = Store.open(StoreConfig.in(directory).build())) {
            sight(store, 1);
            try (Subscription live = store.delivery().subscribe(Region.entity("ship"))) {
                SubscriptionFlow even =
                        live.flow().filter(entry -> entry.clock() % 2 == 0).take(3);
                for (int ship = 2; ship <= 8; ship++) {
                    sight(store, ship);
                }
                for (Optional<Entry> next = even.await(LIMIT); next.isPresent(); next = even.await(LIMIT)) {
                    out.println("subscription: clock " + next.get().clock());
                }
                out.println("lost: " + live.lost());
            }
            Cursor all = store.cursor(Region.entity("ship"));
            out.println("cursor: " + all.poll(100).size() + " events");
        }
    }

    private static void sight(Store store, int ship) {
        store.append(Coordinate.of("ship:1", "sea"), SIGHTED, Payload.of(Value.map("ship", ship)));
    }
}
