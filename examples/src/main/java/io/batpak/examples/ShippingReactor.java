package io.batpak.examples;

import io.batpak.Reactor;
import io.batpak.ReactorWorker;
import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.TypedEvent;
import io.batpak.delivery.CheckpointId;
import io.batpak.delivery.Cursor;
import io.batpak.delivery.WorkerOptions;
import io.batpak.model.Coordinate;
import io.batpak.model.Entry;
import io.batpak.model.Region;
import io.batpak.payload.EventPayload;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/// Answer events with events: a parcel for each paid order, a letter for each cancelled one, each written once
/// however often the reactor meets the order.
public final class ShippingReactor {
    private ShippingReactor() {}

    /// An order was paid.
    ///
    /// @param order its number
    @EventPayload(category = 0xE, typeId = 0x21)
    public record OrderPaid(long order) {}

    /// An order was cancelled.
    ///
    /// @param order its number
    @EventPayload(category = 0xE, typeId = 0x22)
    public record OrderCancelled(long order) {}

    /// A parcel is to be sent.
    ///
    /// @param order for which order
    @EventPayload(category = 0xE, typeId = 0x23)
    public record ParcelOrdered(long order) {}

    /// A letter is to be written.
    ///
    /// @param order about which order
    @EventPayload(category = 0xE, typeId = 0x24)
    public record LetterOrdered(long order) {}

    /// Uses the directory in the first argument, or a new temporary one.
    public static void main(String[] arguments) throws IOException, InterruptedException {
        run(arguments.length > 0 ? Path.of(arguments[0]) : Files.createTempDirectory("batpak-"), System.out);
    }

    static void run(Path directory, PrintStream out) throws InterruptedException {
        try (Store store = Store.open(StoreConfig.in(directory).build())) {
            store.append(Coordinate.of("order:1", "shop"), new OrderPaid(1));
            store.append(Coordinate.of("order:2", "shop"), new OrderCancelled(2));
            Reactor shipping = Reactor.reacting()
                    .on(
                            OrderPaid.class,
                            (event, answer, proof) -> answer.pushOnce(post(), new ParcelOrdered(order(event))))
                    .on(
                            OrderCancelled.class,
                            (event, answer, proof) -> answer.pushOnce(
                                    post(), new LetterOrdered(event.payload().order())))
                    .build();
            WorkerOptions options = WorkerOptions.standard().keeping(CheckpointId.of("shipping"));
            Cursor answers = store.cursor(Region.entity("post"));
            try (ReactorWorker worker = store.delivery().react(Region.entity("order"), options, shipping)) {
                store.append(Coordinate.of("order:3", "shop"), new OrderPaid(3));
                store.append(Coordinate.of("order:4", "shop"), new OrderPaid(4));
                for (int answered = 0; answered < 4; ) {
                    for (Entry answer : answers.await(4, Duration.ofMinutes(1))) {
                        Entry order =
                                store.causesOf(answer.eventId()).iterator().next();
                        out.println((answer.kind().typeId() == 0x23 ? "parcel" : "letter") + " for " + order.entity());
                        answered++;
                    }
                }
                out.println(
                        "ended: " + worker.stopAndJoin(Duration.ofMinutes(1)).orElseThrow());
            }
        }
    }

    private static long order(TypedEvent<OrderPaid> event) {
        return event.payload().order();
    }

    private static Coordinate post() {
        return Coordinate.of("post:1", "mail");
    }
}
