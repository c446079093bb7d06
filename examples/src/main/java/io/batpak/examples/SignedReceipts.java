package io.batpak.examples;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.guard.DenialRequest;
import io.batpak.model.Coordinate;
import io.batpak.model.EventKind;
import io.batpak.model.Payload;
import io.batpak.model.Receipt;
import io.batpak.model.Value;
import io.batpak.sign.SigningKey;
import io.batpak.sign.SigningPolicy;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/// Sign receipts with a key of your own, and verify them later, those of denials too.
public final class SignedReceipts {
    private static final EventKind PLACED = EventKind.of(0xF, 9);

    private SignedReceipts() {}

    /// Uses the directory in the first argument, or a new temporary one.
    public static void main(String[] arguments) throws IOException {
        run(arguments.length > 0 ? Path.of(arguments[0]) : Files.createTempDirectory("batpak-"), System.out);
    }

    static void run(Path directory, PrintStream out) {
        byte[] seed = new byte[SigningKey.SEED_BYTES];
        Arrays.fill(seed, (byte) 7); // take yours from a vault
        StoreConfig config = StoreConfig.in(directory)
                .signingKeys(List.of(SigningKey.ofSeed(seed)))
                .signingPolicy(SigningPolicy.REQUIRED)
                .build();
        try (Store store = Store.open(config)) {
            Coordinate order = Coordinate.of("order:7", "shop");
            Receipt placed = store.append(order, PLACED, Payload.of(Value.map("cents", 1999)));
            Receipt denied = store.appendDenial(DenialRequest.of(order, "size", PLACED)
                    .code("TOO_LARGE")
                    .context("max", "4096")
                    .build());

            out.println("key " + placed.keyId().hex());
            out.println("append: " + store.verifyReceipt(placed).wireName());
            out.println("denial: " + store.verifyDenialReceipt(denied).wireName() + " of kind "
                    + store.get(denied.eventId()).kind());
            out.println("not a denial: " + store.verifyDenialReceipt(placed).wireName());
        }
    }
}
