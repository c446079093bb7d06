package io.batpak.examples;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.model.Coordinate;
import io.batpak.model.EventKind;
import io.batpak.model.Payload;
import io.batpak.model.Receipt;
import io.batpak.model.Ticket;
import io.batpak.model.Value;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Hand several events over, go on working, and ask for their receipts later.
public final class SubmitPipeline {
    private static final EventKind MEASURED = EventKind.of(0xF, 6);

    private SubmitPipeline() {}

    /// Uses the directory in the first argument, or a new temporary one.
    public static void main(String[] arguments) throws IOException, InterruptedException {
        run(arguments.length > 0 ? Path.of(arguments[0]) : Files.createTempDirectory("batpak-"), System.out);
    }

    static void run(Path directory, PrintStream out) throws InterruptedException {
        try (Store store = Store.open(StoreConfig.in(directory).build())) {
            Coordinate sensor = Coordinate.of("sensor:3", "plant");
            List<Ticket<Receipt>> tickets = new ArrayList<>();
            for (int celsius = 20; celsius < 23; celsius++) {
                tickets.add(store.submit(sensor, MEASURED, Payload.of(Value.map("celsius", celsius))));
            }
            out.println("handed over: " + tickets.size());

            for (Ticket<Receipt> ticket : tickets) {
                out.println("clock " + ticket.await().clock());
            }
            out.println("queue empty: " + store.writerPressure().isIdle());
        }
    }
}
