package io.batpak.examples;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.model.AppendOptions;
import io.batpak.model.CausalBounds;
import io.batpak.model.CausalDirection;
import io.batpak.model.CausalGraph;
import io.batpak.model.CausationId;
import io.batpak.model.Coordinate;
import io.batpak.model.CorrelationId;
import io.batpak.model.EventId;
import io.batpak.model.EventKind;
import io.batpak.model.IdempotencyKey;
import io.batpak.model.Payload;
import io.batpak.model.Value;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;

/// Say what led to each event, and draw what came of an order.
public final class CausalChain {
    private static final EventKind ORDER_PLACED = EventKind.of(0xF, 1);
    private static final EventKind PAYMENT_AUTHORISED = EventKind.of(0xF, 2);
    private static final EventKind PARCEL_SHIPPED = EventKind.of(0xF, 3);
    private static final EventKind INVOICE_SENT = EventKind.of(0xF, 4);
    private static final EventKind PARCEL_DELIVERED = EventKind.of(0xF, 5);

    private CausalChain() {}

    /// Uses the directory in the first argument, or a new temporary one.
    public static void main(String[] arguments) throws IOException {
        run(arguments.length > 0 ? Path.of(arguments[0]) : Files.createTempDirectory("batpak-"), System.out);
    }

    static void run(Path directory, PrintStream out) {
        try (Store store = Store.open(StoreConfig.in(directory).build())) {
            EventId placed = append(store, "order:42", ORDER_PLACED, AppendOptions.none());
            AppendOptions conversation = AppendOptions.none().correlationId(CorrelationId.of(placed));
            EventId paid = append(store, "payment:7", PAYMENT_AUTHORISED, because(conversation, placed));
            EventId shipped = append(store, "parcel:9", PARCEL_SHIPPED, because(conversation, paid));
            append(store, "invoice:5", INVOICE_SENT, because(conversation, paid));
            append(store, "parcel:9", PARCEL_DELIVERED, because(conversation, shipped));

            CausalGraph graph = store.causalGraph(placed, CausalDirection.EFFECTS, CausalBounds.events(100));
            out.print(graph.toMermaid());
        }
    }

    private static AppendOptions because(AppendOptions options, EventId cause) {
        return options.causationId(CausationId.of(cause));
    }

    /// Keys that follow from the operation give the same ids each time.
    private static EventId append(Store store, String entity, EventKind kind, AppendOptions options) {
        IdempotencyKey key = IdempotencyKey.forOperation("shop", entity, kind.hex());
        Payload payload = Payload.of(Value.map("of", entity));
        return store.append(Coordinate.of(entity, "shop"), kind, payload, options.idempotencyKey(key))
                .eventId();
    }
}
