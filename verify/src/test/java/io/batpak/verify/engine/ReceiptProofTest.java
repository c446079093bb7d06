package io.batpak.verify.engine;

import static io.batpak.verify.engine.Samples.AT;
import static io.batpak.verify.engine.Samples.ELSEWHERE;
import static io.batpak.verify.engine.Samples.KIND;
import static io.batpak.verify.engine.Samples.append;
import static io.batpak.verify.engine.Samples.payload;
import static io.batpak.verify.engine.Samples.quiet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.batpak.Store;
import io.batpak.StoreReader;
import io.batpak.error.EvidenceFormatException;
import io.batpak.error.NotFoundException;
import io.batpak.model.AppendOptions;
import io.batpak.model.EventId;
import io.batpak.model.EventKind;
import io.batpak.model.Hash;
import io.batpak.model.Receipt;
import io.batpak.model.WireReceipt;
import io.batpak.sign.KeyRing;
import io.batpak.sign.ReceiptProof;
import io.batpak.sign.ReceiptVerdict;
import io.batpak.sign.SigningKey;
import io.batpak.testkit.MemFs;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/// Receipts go to other machines as bytes and are verified there from public keys alone.
///
/// Covers: A15, B17.
/// Tier: unit.
class ReceiptProofTest {
    private static final SigningKey KEY = key(7);
    private static final KeyRing PUBLIC = KeyRing.ofPublicKeys(List.of(KEY.publicKey()));

    private final MemFs fs = new MemFs();

    private static SigningKey key(int fill) {
        byte[] seed = new byte[SigningKey.SEED_BYTES];
        Arrays.fill(seed, (byte) fill);
        return SigningKey.ofSeed(seed);
    }

    private Store store() {
        return Store.open(quiet(fs).signingKeys(List.of(KEY)).build());
    }

    private static Receipt signed(Store store) {
        append(store, 1);
        return store.append(AT, KIND, payload(2), AppendOptions.none().extension("app.audit", new byte[] {7, (byte) 0xAB
        }));
    }

    private static <T> void isReadOnlyInOneForm(byte[] bytes, T value, Function<byte[], T> read) {
        assertThat(read.apply(bytes)).isEqualTo(value);
        for (int at = 0; at < bytes.length; at++) {
            byte[] flipped = bytes.clone();
            flipped[at] ^= 1;
            try {
                assertThat(read.apply(flipped)).as("byte %d", at).isNotEqualTo(value);
            } catch (EvidenceFormatException e) {
                assertThat(e).hasMessageContaining("receipt");
            }
        }
        assertThatThrownBy(() -> read.apply(Arrays.copyOf(bytes, bytes.length - 1)))
                .isInstanceOf(EvidenceFormatException.class);
        assertThatThrownBy(() -> read.apply(Arrays.copyOf(bytes, bytes.length + 1)))
                .isInstanceOf(EvidenceFormatException.class);
    }

    @Test
    void receiptsAreBytesAndBackAgain() {
        try (Store store = store()) {
            Receipt receipt = signed(store);
            isReadOnlyInOneForm(receipt.toBytes(), receipt, Receipt::fromBytes);
            isReadOnlyInOneForm(receipt.wire().toBytes(), receipt.wire(), WireReceipt::fromBytes);
            assertThat(store.verifyReceipt(Receipt.fromBytes(receipt.toBytes())))
                    .isEqualTo(ReceiptVerdict.SIGNED);
            assertThat(store.verifyReceipt(WireReceipt.fromBytes(receipt.wire().toBytes())))
                    .isEqualTo(ReceiptVerdict.SIGNED);
        }
    }

    /// Signatures are not stored; whoever has the key gets the same receipt again, from a reader too.
    @Test
    void theReceiptOfAStoredEventIsMadeAgain() {
        Receipt receipt;
        try (Store store = store()) {
            receipt = signed(store);
            assertThat(store.receiptOf(receipt.eventId())).isEqualTo(receipt);
        }
        try (StoreReader reader =
                StoreReader.open(quiet(fs).signingKeys(List.of(KEY)).build())) {
            assertThat(reader.receiptOf(receipt.eventId())).isEqualTo(receipt);
            assertThat(reader.proofOf(reader.receiptOf(receipt.eventId())).verify(PUBLIC))
                    .isEqualTo(ReceiptVerdict.SIGNED);
            assertThatThrownBy(() -> reader.receiptOf(new EventId(0, 1))).isInstanceOf(NotFoundException.class);
        }
        try (StoreReader reader = StoreReader.open(quiet(fs).build())) {
            Receipt unsigned = reader.receiptOf(receipt.eventId());
            assertThat(unsigned.signature()).isEmpty();
            assertThat(unsigned.contentHash()).isEqualTo(receipt.contentHash());
        }
    }

    @Test
    void aProofNeedsNothingButThePublicKey() {
        byte[] taken;
        try (Store store = store()) {
            ReceiptProof proof = store.proofOf(signed(store));
            taken = proof.toBytes();
            isReadOnlyInOneForm(taken, proof, ReceiptProof::fromBytes);
        }
        ReceiptProof proof = ReceiptProof.fromBytes(taken);
        assertThat(proof.verify(PUBLIC)).isEqualTo(ReceiptVerdict.SIGNED);
        assertThat(proof.verify(KeyRing.ofPublicKeys(List.of(key(8).publicKey()))))
                .isEqualTo(ReceiptVerdict.UNKNOWN_SIGNING_KEY);
        assertThat(proof.verify(KeyRing.none())).isEqualTo(ReceiptVerdict.UNKNOWN_SIGNING_KEY);
    }

    /// Whatever bit of a proof is changed, it is refused or no longer signed.
    @Test
    void noChangedBitOfAProofStaysSigned() {
        byte[] taken;
        try (Store store = store()) {
            taken = store.proofOf(signed(store)).toBytes();
        }
        int refused = 0;
        for (int bit = 0; bit < taken.length * 8; bit++) {
            byte[] flipped = taken.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            try {
                assertThat(ReceiptProof.fromBytes(flipped).verify(PUBLIC))
                        .as("bit %d", bit)
                        .isNotEqualTo(ReceiptVerdict.SIGNED);
            } catch (EvidenceFormatException e) {
                refused++;
            }
        }
        assertThat(refused).isPositive();
    }

    @Test
    void aProofOfAnotherPlaceIsNone() {
        try (Store store = store()) {
            Receipt receipt = signed(store);
            ReceiptProof proof = store.proofOf(receipt);
            for (ReceiptProof other : List.of(
                    new ReceiptProof(proof.receipt(), ELSEWHERE, KIND, proof.previousHash()),
                    new ReceiptProof(proof.receipt(), AT, EventKind.of(0xF, 2), proof.previousHash()),
                    new ReceiptProof(proof.receipt(), AT, KIND, Hash.ZERO))) {
                assertThat(other.verify(PUBLIC)).isEqualTo(ReceiptVerdict.INVALID_SIGNATURE);
            }
        }
    }

    @Test
    void whatIsNotThereCannotBeProven() {
        MemFs another = new MemFs();
        try (Store store = store();
                Store other = Store.open(quiet(another).build())) {
            Receipt receipt = signed(store);
            assertThatThrownBy(() -> other.proofOf(receipt)).isInstanceOf(NotFoundException.class);
            ReceiptProof unsigned = other.proofOf(append(other, 1));
            assertThat(unsigned.verify(KeyRing.none())).isEqualTo(ReceiptVerdict.UNSIGNED_ACCEPTED);
            assertThat(unsigned.verify(PUBLIC)).isEqualTo(ReceiptVerdict.UNSIGNED_RECEIPT_REJECTED);
        }
    }
}
