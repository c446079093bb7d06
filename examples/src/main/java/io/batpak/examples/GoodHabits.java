package io.batpak.examples;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.model.Coordinate;
import io.batpak.model.Page;
import io.batpak.model.Receipt;
import io.batpak.model.Region;
import io.batpak.model.Ticket;
import io.batpak.outcome.Outcome;
import io.batpak.payload.EventPayload;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Many callers without an async runtime, a queue that loses nothing, types where they are known, bounded reads.
public final class GoodHabits {
    private static final Coordinate METER = Coordinate.of("meter:1", "grid");

    /// A meter was read.
    @EventPayload(category = 0xE, typeId = 0x224)
    record MeterRead(long wattHours) {}

    private GoodHabits() {}

    /// Uses the directory in the first argument, or a new temporary one.
    public static void main(String[] arguments) throws IOException, InterruptedException {
        run(arguments.length > 0 ? Path.of(arguments[0]) : Files.createTempDirectory("batpak-"), System.out);
    }

    static void run(Path directory, PrintStream out) throws InterruptedException {
        try (Store store =
                Store.open(StoreConfig.in(directory).queueCapacity(16).build())) {
            List<Receipt> receipts = new ArrayList<>();
            List<Callable<Receipt>> calls = new ArrayList<>();
            for (long wattHours = 0; wattHours < 100; wattHours++) {
                MeterRead reading = new MeterRead(wattHours);
                calls.add(() -> store.append(METER, reading));
            }
            try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
                for (Future<Receipt> call : callers.invokeAll(calls)) {
                    receipts.add(call.resultNow()); // throws if the append did
                }
            }
            Receipt last = handOver(store, new MeterRead(100));

            out.println("receipts: " + receipts.size() + ", clock of the last: " + last.clock());
            out.println("first page: "
                    + store.query(Region.entity("meter"), Page.first(10)).size());
        }
    }

    private static Receipt handOver(Store store, MeterRead reading) throws InterruptedException {
        while (true) {
            switch (store.trySubmit(METER, reading)) {
                case Outcome.Ok<Ticket<Receipt>>(Ticket<Receipt> ticket) -> {
                    return ticket.await();
                }
                case Outcome.Retry<Ticket<Receipt>> full -> Thread.sleep(full.afterMillis());
                case Outcome<Ticket<Receipt>> other -> throw new IllegalStateException("not now: " + other);
            }
        }
    }
}
