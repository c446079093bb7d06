package io.batpak.examples;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.model.Coordinate;
import io.batpak.model.Entry;
import io.batpak.model.Page;
import io.batpak.model.Receipt;
import io.batpak.model.Region;
import io.batpak.payload.EventPayload;
import io.batpak.projection.Projection;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;

/// Eight things that a journal does, in a row: open, append, page, decode, walk, verify, project, close.
public final class EightJobs {
    /// Somebody wrote something down.
    @EventPayload(category = 0xE, typeId = 0x2C2)
    record Noted(String text) {}

    private static final Projection<Integer> NOTES = Projection.named("notes")
            .<Integer>startingWith(() -> 0)
            .on(Noted.class, (count, _) -> count + 1)
            .build();

    private EightJobs() {}

    /// Uses the directory in the first argument, or a new temporary one.
    public static void main(String[] arguments) throws IOException {
        run(arguments.length > 0 ? Path.of(arguments[0]) : Files.createTempDirectory("batpak-"), System.out);
    }

    static void run(Path directory, PrintStream out) {
        Coordinate desk = Coordinate.of("desk:1", "office");
        try (Store store = Store.open(StoreConfig.in(directory).build())) {
            Entry opened = store.stream("batpak:store").iterator().next();
            out.println("opened: " + opened.entity() + "@" + opened.scope());
            store.append(desk, new Noted("buy tea"));
            Receipt second = store.append(desk, new Noted("drink tea"));
            out.println(
                    "page: " + store.query(Region.entity("desk"), Page.first(2)).size());
            out.println("decoded: " + store.get(second.eventId(), Noted.class));
            out.println(
                    "walked: " + store.ancestors(second.eventId(), 10).events().size());
            out.println("valid: " + store.verifyReceipt(second).isValid());
            out.println("notes: " + store.project("desk:1", NOTES).orElseThrow());
        }
    }
}
