package io.batpak.verify.damage;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.model.BatchItem;
import io.batpak.model.Coordinate;
import io.batpak.model.EventKind;
import io.batpak.model.Payload;
import io.batpak.model.Receipt;
import io.batpak.model.Value;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/// A program that appends until it is killed and prints each receipt as soon as it has it: sequence, id, hash.
final class AppendingProcess {
    private static final int BATCH_EVERY = 11;

    private AppendingProcess() {}

    /// Appends until somebody kills it.
    ///
    /// @param arguments the directory
    public static void main(String[] arguments) {
        StoreConfig config = StoreConfig.in(Path.of(arguments[0]))
                .segmentBytesMax(20_000)
                .syncEveryEvents(50)
                .build();
        try (Store store = Store.open(config)) {
            for (int i = 0; ; i++) {
                Coordinate at = Coordinate.of("order:" + i % 7, "shop");
                if (i % BATCH_EVERY == 0) {
                    List<Receipt> receipts = store.appendBatch(List.of(item(at, i), item(at, i), item(at, i)));
                    receipts.forEach(AppendingProcess::print);
                } else {
                    print(store.append(at, EventKind.of(0xF, 1), payload(i)));
                }
            }
        }
    }

    private static BatchItem item(Coordinate at, int number) {
        return BatchItem.of(at, EventKind.of(0xF, 2), payload(number));
    }

    private static Payload payload(int number) {
        return Payload.of(Value.map("n", number, "text", "x".repeat(number % 97)));
    }

    private static void print(Receipt receipt) {
        String line = receipt.sequence() + " " + receipt.eventId().hex() + " "
                + receipt.contentHash().hex() + "\n";
        OutputStream out = System.out;
        try {
            out.write(line.getBytes(StandardCharsets.US_ASCII));
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
