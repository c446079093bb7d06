package io.batpak.examples;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.model.BatchItem;
import io.batpak.model.CausationRef;
import io.batpak.model.Coordinate;
import io.batpak.model.EventKind;
import io.batpak.model.Payload;
import io.batpak.model.Receipt;
import io.batpak.model.Value;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Append three events on three entities, all or none, each caused by the one before it.
public final class BatchAppend {
    private static final EventKind STEP = EventKind.of(0xF, 5);

    private BatchAppend() {}

    /// Uses the directory in the first argument, or a new temporary one.
    public static void main(String[] arguments) throws IOException {
        run(arguments.length > 0 ? Path.of(arguments[0]) : Files.createTempDirectory("batpak-"), System.out);
    }

    static void run(Path directory, PrintStream out) {
        try (Store store = Store.open(StoreConfig.in(directory).build())) {
            List<Receipt> receipts = store.appendBatch(List.of(
                    step("order:1", "placed"),
                    step("payment:1", "taken").causedBy(CausationRef.priorItem(0)),
                    step("parcel:1", "sent").causedBy(CausationRef.priorItem(1))));

            for (Receipt receipt : receipts) {
                String cause = store.get(receipt.eventId())
                        .header()
                        .causationId()
                        .map(Object::toString)
                        .orElse("nothing");
                out.println(receipt.eventId() + " caused by " + cause);
            }
        }
    }

    private static BatchItem step(String entity, String what) {
        return BatchItem.of(Coordinate.of(entity, "shop"), STEP, Payload.of(Value.map("step", what)));
    }
}
