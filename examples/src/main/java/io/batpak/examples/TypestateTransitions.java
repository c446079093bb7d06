package io.batpak.examples;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.Transitions;
import io.batpak.model.Coordinate;
import io.batpak.model.Entry;
import io.batpak.payload.EventPayload;
import io.batpak.typestate.Held;
import io.batpak.typestate.TypedMove;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;

/// An order that can only be moved as its state allows: anything else does not compile.
public final class TypestateTransitions {
    private TypestateTransitions() {}

    /// The states of an order.
    public sealed interface Order {
        /// Nobody has ordered yet.
        record Draft() implements Order {}

        /// Ordered.
        ///
        /// @param pieces how many
        record Placed(int pieces) implements Order {}

        /// Paid.
        ///
        /// @param cents how much
        record Paid(long cents) implements Order {}

        /// On its way.
        ///
        /// @param parcel its number
        record Shipped(String parcel) implements Order {}

        /// Delivered; nothing leads out of here.
        record Delivered() implements Order {}
    }

    /// Orders something.
    ///
    /// @param pieces how many
    @EventPayload(category = 0xF, typeId = 0x21)
    public record Place(int pieces) implements TypedMove<Order.Draft, Order.Placed> {
        @Override
        public Order.Placed next(Order.Draft from) {
            return new Order.Placed(pieces);
        }
    }

    /// Pays.
    ///
    /// @param cents how much
    @EventPayload(category = 0xF, typeId = 0x22)
    public record Pay(long cents) implements TypedMove<Order.Placed, Order.Paid> {
        @Override
        public Order.Paid next(Order.Placed from) {
            return new Order.Paid(cents);
        }
    }

    /// Sends.
    ///
    /// @param parcel the number of the parcel
    @EventPayload(category = 0xF, typeId = 0x23)
    public record Ship(String parcel) implements TypedMove<Order.Paid, Order.Shipped> {
        @Override
        public Order.Shipped next(Order.Paid from) {
            return new Order.Shipped(parcel);
        }
    }

    /// Delivers.
    ///
    /// @param to who took it
    @EventPayload(category = 0xF, typeId = 0x24)
    public record Deliver(String to) implements TypedMove<Order.Shipped, Order.Delivered> {
        @Override
        public Order.Delivered next(Order.Shipped from) {
            return new Order.Delivered();
        }
    }

    /// Uses the directory in the first argument, or a new temporary one.
    public static void main(String[] arguments) throws IOException {
        run(arguments.length > 0 ? Path.of(arguments[0]) : Files.createTempDirectory("batpak-"), System.out);
    }

    static void run(Path directory, PrintStream out) {
        Coordinate at = Coordinate.of("order:21", "shop");
        try (Store store = Store.open(StoreConfig.in(directory).build())) {
            Transitions orders = new Transitions(store);
            Held<Order.Placed> placed = orders.apply(Held.fresh(at, new Order.Draft()), new Place(3))
                    .held();
            Held<Order.Paid> paid = orders.apply(placed, new Pay(1999)).held();
            Held<Order.Shipped> shipped = orders.apply(paid, new Ship("P-7")).held();
            // orders.apply(placed, new Ship("P-8")) does not compile: nothing unpaid is sent
            Held<Order.Delivered> done =
                    orders.apply(shipped, new Deliver("neighbour")).held();
            out.println("now " + done.state());
            out.println("paid "
                    + store.readStream("order:21", Pay.class)
                            .toList()
                            .getFirst()
                            .payload()
                            .cents());
            for (Entry entry : store.stream("order:21")) {
                out.println("clock " + entry.clock() + " kind " + entry.kind());
            }
        }
    }
}
