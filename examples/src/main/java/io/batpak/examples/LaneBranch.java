package io.batpak.examples;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.model.AppendOptions;
import io.batpak.model.Coordinate;
import io.batpak.model.EventKind;
import io.batpak.model.Payload;
import io.batpak.model.Value;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;

/// Branch an entity: each lane has its own clock, and a draft on lane 1 leaves lane 0 as it is.
public final class LaneBranch {
    private static final EventKind EDITED = EventKind.of(0xF, 3);
    private static final long MAIN = 0;
    private static final long DRAFT = 1;

    private LaneBranch() {}

    /// Uses the directory in the first argument, or a new temporary one.
    public static void main(String[] arguments) throws IOException {
        run(arguments.length > 0 ? Path.of(arguments[0]) : Files.createTempDirectory("batpak-"), System.out);
    }

    static void run(Path directory, PrintStream out) {
        try (Store store = Store.open(StoreConfig.in(directory).build())) {
            Coordinate document = Coordinate.of("document:9", "wiki");
            store.append(document, EDITED, text("first line"));
            store.append(document, EDITED, text("draft"), AppendOptions.none().branchRoot(DRAFT, 0));
            store.append(
                    document,
                    EDITED,
                    text("draft, improved"),
                    AppendOptions.expecting(0).lane(DRAFT));

            for (long lane : new long[] {MAIN, DRAFT}) {
                out.println("lane " + lane + ": "
                        + store.stream("document:9", lane).toList().size() + " events");
            }
        }
    }

    private static Payload text(String text) {
        return Payload.of(Value.map("text", text));
    }
}
