package io.batpak.examples;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.model.Coordinate;
import io.batpak.model.Durability;
import io.batpak.model.EventKind;
import io.batpak.model.Hash;
import io.batpak.model.Payload;
import io.batpak.model.Receipt;
import io.batpak.model.Value;
import io.batpak.sign.KeyRing;
import io.batpak.sign.ReceiptProof;
import io.batpak.sign.ReceiptVerdict;
import io.batpak.sign.SigningKey;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/// Take a receipt to somebody who has no journal: a public key is enough to check it.
public final class PortableReceipt {
    private static final EventKind PLACED = EventKind.of(0xF, 0x49);

    private PortableReceipt() {}

    /// Uses the directory in the first argument, or a new temporary one.
    public static void main(String[] arguments) throws IOException {
        run(arguments.length > 0 ? Path.of(arguments[0]) : Files.createTempDirectory("batpak-"), System.out);
    }

    static void run(Path directory, PrintStream out) {
        byte[] seed = new byte[SigningKey.SEED_BYTES];
        Arrays.fill(seed, (byte) 9); // take yours from a vault
        SigningKey key = SigningKey.ofSeed(seed);
        StoreConfig config = StoreConfig.in(directory)
                .durability(Durability.STRICT)
                .signingKeys(List.of(key))
                .build();
        byte[] proof;
        byte[] payload;
        try (Store store = Store.open(config)) {
            Receipt receipt = store.append(Coordinate.of("order:7", "shop"), PLACED, Payload.of(Value.map("cents", 5)));
            proof = store.proofOf(receipt).toBytes();
            payload = store.get(receipt.eventId()).payload();
        }
        check(proof, payload, key.publicKey(), out);
    }

    private static void check(byte[] sent, byte[] payload, byte[] publicKey, PrintStream out) {
        KeyRing trusted = KeyRing.ofPublicKeys(List.of(publicKey));
        ReceiptProof proof = ReceiptProof.fromBytes(sent);
        ReceiptVerdict verdict = proof.verify(trusted);

        out.println(proof.at() + " as sequence " + proof.receipt().sequence() + ": " + verdict);
        out.println("signed: " + verdict.isSigned());
        out.println("payload: " + Hash.blake3(payload).equals(proof.receipt().contentHash()));
        ReceiptProof elsewhere =
                new ReceiptProof(proof.receipt(), Coordinate.of("order:8", "shop"), proof.kind(), proof.previousHash());
        out.println("for another order: " + elsewhere.verify(trusted));
    }
}
