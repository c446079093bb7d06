package io.batpak.examples;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.TypedEvent;
import io.batpak.model.AppendOptions;
import io.batpak.model.Coordinate;
import io.batpak.model.IdempotencyKey;
import io.batpak.model.Receipt;
import io.batpak.model.Region;
import io.batpak.payload.EventPayload;
import io.batpak.payload.PayloadTree;
import io.batpak.payload.Upcasts;
import io.batpak.sign.KeyRing;
import io.batpak.sign.ReceiptProof;
import io.batpak.sign.ReceiptVerdict;
import io.batpak.sign.SigningKey;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;

/// The program of docs/tutorial.md: a typed, versioned and verified history of an order.
public final class OrderHistory {
    private static final Coordinate ORDER = Coordinate.of("order:42", "shop");

    private OrderHistory() {}

    /// Somebody has ordered.
    @EventPayload(category = 0xE, typeId = 0x2A1)
    record OrderPlaced(String customer, long cents, Optional<String> coupon) {}

    /// Somebody has paid. Version 1 had no currency; all of it was in euros.
    @EventPayload(category = 0xE, typeId = 0x2A2, version = 2)
    record OrderPaid(long cents, String currency) {
        @Upcasts(from = 1)
        static PayloadTree inEuros(PayloadTree stored) {
            return stored.entries().with("currency", PayloadTree.text("EUR"));
        }
    }

    /// Uses the directory in the first argument, or a new temporary one.
    public static void main(String[] arguments) throws IOException {
        run(arguments.length > 0 ? Path.of(arguments[0]) : Files.createTempDirectory("batpak-"), System.out);
    }

    static void run(Path directory, PrintStream out) throws IOException {
        SigningKey key = key(directory.resolveSibling("order.key"));
        StoreConfig config = StoreConfig.in(directory).signingKeys(List.of(key)).build();
        byte[] proof;
        try (Store store = Store.open(config)) {
            Receipt placed = store.append(ORDER, new OrderPlaced("ada", 1999, Optional.of("SPRING")));
            out.println("placed as " + placed.sequence());
            proof = pay(store, out);
            read(store, out);
        }
        verify(proof, key.publicKey(), out);
    }

    private static byte[] pay(Store store, PrintStream out) {
        AppendOptions once = AppendOptions.none().idempotencyKey(IdempotencyKey.forOperation("payment", "psp-7"));
        Receipt paid = store.append(ORDER, new OrderPaid(1999, "EUR"), once);
        Receipt again = store.append(ORDER, new OrderPaid(1999, "EUR"), once);
        out.println("paid as " + paid.sequence() + ", and again as " + again.sequence());
        store.sync();
        return store.proofOf(paid).toBytes();
    }

    private static void read(Store store, PrintStream out) {
        for (TypedEvent<OrderPaid> paid : store.read(Region.entity("order:42"), OrderPaid.class)) {
            int version = paid.event().header().payloadVersion();
            out.println("version " + version + ": " + paid.payload().cents() + " "
                    + paid.payload().currency());
        }
        out.println("unbroken: " + store.verifyChain().intact());
    }

    private static void verify(byte[] proof, byte[] publicKey, PrintStream out) {
        ReceiptProof receipt = ReceiptProof.fromBytes(proof);
        ReceiptVerdict verdict = receipt.verify(KeyRing.ofPublicKeys(List.of(publicKey)));
        out.println("verdict: " + verdict.wireName());
    }

    private static SigningKey key(Path file) throws IOException {
        if (Files.notExists(file)) {
            byte[] seed = new byte[SigningKey.SEED_BYTES];
            new SecureRandom().nextBytes(seed);
            Files.write(file, seed);
        }
        return SigningKey.ofSeed(Files.readAllBytes(file));
    }
}
