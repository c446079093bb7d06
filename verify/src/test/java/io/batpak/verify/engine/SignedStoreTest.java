package io.batpak.verify.engine;

import static io.batpak.verify.engine.Samples.AT;
import static io.batpak.verify.engine.Samples.KIND;
import static io.batpak.verify.engine.Samples.append;
import static io.batpak.verify.engine.Samples.item;
import static io.batpak.verify.engine.Samples.key;
import static io.batpak.verify.engine.Samples.payload;
import static io.batpak.verify.engine.Samples.quiet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.batpak.Store;
import io.batpak.StoreReader;
import io.batpak.VisibilityFence;
import io.batpak.error.ConfigurationException;
import io.batpak.guard.DenialRequest;
import io.batpak.model.AppendOptions;
import io.batpak.model.EventId;
import io.batpak.model.FramePosition;
import io.batpak.model.Hash;
import io.batpak.model.InvalidExtensionKeyException;
import io.batpak.model.Receipt;
import io.batpak.model.Signature;
import io.batpak.model.Ticket;
import io.batpak.model.WireReceipt;
import io.batpak.sign.ReceiptVerdict;
import io.batpak.sign.SigningKey;
import io.batpak.sign.SigningPolicy;
import io.batpak.testkit.MemFs;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Receipts of an open store are signed, and verified against what is committed.
///
/// Tier: unit. Covers: A15, B17.
class SignedStoreTest {
    private static final SigningKey OLD = signingKey(7);
    private static final SigningKey NEW = signingKey(8);

    private final MemFs fs = new MemFs();

    private static SigningKey signingKey(int fill) {
        byte[] seed = new byte[SigningKey.SEED_BYTES];
        Arrays.fill(seed, (byte) fill);
        return SigningKey.ofSeed(seed);
    }

    private Store open(SigningKey... keys) {
        return Store.open(quiet(fs).signingKeys(List.of(keys)).build());
    }

    @Test
    void everyKindOfReceiptIsSigned() throws InterruptedException {
        try (Store store = open(OLD)) {
            Ticket<Receipt> single = store.submit(AT, KIND, payload(1));
            Ticket<List<Receipt>> batch = store.submitBatch(List.of(item(2), item(3)));
            List<Receipt> receipts = new java.util.ArrayList<>(store.appendBatch(List.of(item(4))));
            receipts.add(append(store, 5));
            receipts.add(single.await());
            receipts.addAll(batch.await());
            VisibilityFence fence = store.beginFence();
            Ticket<Receipt> fenced = fence.submit(AT, KIND, payload(6));
            fence.commit();
            receipts.add(fenced.await());
            assertThat(receipts).hasSize(6).allSatisfy(receipt -> {
                assertThat(receipt.keyId()).isEqualTo(OLD.keyId());
                assertThat(receipt.signature()).isPresent();
                assertThat(store.verifyReceipt(receipt)).isEqualTo(ReceiptVerdict.SIGNED);
                assertThat(store.verifyReceipt(receipt.wire())).isEqualTo(ReceiptVerdict.SIGNED);
            });
            assertThat(single.await()).as("asked twice, signed once").isSameAs(single.await());
        }
    }

    @Test
    void aDenialIsSignedAndItsReceiptIsOne() {
        try (Store store = open(OLD)) {
            Receipt denial =
                    store.appendDenial(DenialRequest.of(AT, "size", KIND).build());
            Receipt plain = append(store, 1);
            assertThat(store.verifyDenialReceipt(denial)).isEqualTo(ReceiptVerdict.SIGNED);
            assertThat(store.verifyReceipt(denial)).isEqualTo(ReceiptVerdict.SIGNED);
            assertThat(store.verifyDenialReceipt(plain)).isEqualTo(ReceiptVerdict.DENIAL_KIND_MISMATCH);
        }
    }

    @Test
    void withoutAKeyReceiptsAreUnsignedAndAcceptedOnlyWhereThereIsNone() {
        Receipt unsigned;
        try (Store store = open()) {
            unsigned = append(store, 1);
            assertThat(unsigned.keyId()).isEqualTo(Hash.ZERO);
            assertThat(unsigned.signature()).isEmpty();
            ReceiptVerdict verdict = store.verifyReceipt(unsigned);
            assertThat(verdict).isEqualTo(ReceiptVerdict.UNSIGNED_ACCEPTED);
            assertThat(verdict.isValid()).isTrue();
            assertThat(verdict.isSigned()).isFalse();
        }
        try (Store store = open(OLD)) {
            assertThat(store.verifyReceipt(unsigned)).isEqualTo(ReceiptVerdict.UNSIGNED_RECEIPT_REJECTED);
        }
    }

    @Test
    void theNewestKeySignsAndTheOlderOnesStillVerify() {
        Receipt before;
        try (Store store = open(OLD)) {
            before = store.append(AT, KIND, payload(1), key(1));
        }
        try (Store store = open(OLD, NEW)) {
            assertThat(store.verifyReceipt(before)).isEqualTo(ReceiptVerdict.SIGNED);
            Receipt again = store.append(AT, KIND, payload(1), key(1));
            assertThat(again.keyId())
                    .as("a repetition is signed with today's key")
                    .isEqualTo(NEW.keyId());
            assertThat(again.sequence()).isEqualTo(before.sequence());
            assertThat(store.verifyReceipt(again)).isEqualTo(ReceiptVerdict.SIGNED);
        }
        try (Store store = open(NEW)) {
            assertThat(store.verifyReceipt(before)).isEqualTo(ReceiptVerdict.UNKNOWN_SIGNING_KEY);
        }
    }

    @Test
    void aPolicyThatRequiresSignaturesOpensNothingWithoutAKey() {
        assertThatThrownBy(() -> Store.open(
                        quiet(fs).signingPolicy(SigningPolicy.REQUIRED).build()))
                .isInstanceOf(ConfigurationException.class);
        assertThat(fs.steps()).isEmpty();
    }

    @Test
    void everyChangeOfAReceiptHasItsOwnVerdict() {
        try (Store store = open(OLD)) {
            Receipt good = store.append(
                    AT, KIND, payload(1), AppendOptions.none().extension("app.audit", new byte[] {7, -85}));
            Receipt other = append(store, 2);
            FramePosition moved = new FramePosition(good.position().segment(), 9, 9);
            assertThat(verdict(store, good, good.sequence() + 1, good.contentHash(), good.position()))
                    .isEqualTo(ReceiptVerdict.SEQUENCE_MISMATCH);
            assertThat(verdict(store, good, good.sequence(), good.contentHash(), moved))
                    .isEqualTo(ReceiptVerdict.DISK_POSITION_MISMATCH);
            assertThat(verdict(store, good, good.sequence(), other.contentHash(), good.position()))
                    .isEqualTo(ReceiptVerdict.CONTENT_HASH_MISMATCH);
            WireReceipt wire = good.wire();
            assertThat(store.verifyReceipt(with(wire, new EventId(1, 1), wire.keyId(), wire.signature())))
                    .isEqualTo(ReceiptVerdict.MISSING_COMMITTED_EVENT);
            assertThat(store.verifyReceipt(new WireReceipt(
                            wire.eventId(),
                            wire.sequence(),
                            wire.contentHash(),
                            wire.keyId(),
                            wire.signature(),
                            other.extensions())))
                    .isEqualTo(ReceiptVerdict.EXTENSIONS_MISMATCH);
            assertThat(store.verifyReceipt(with(wire, wire.eventId(), wire.keyId(), Optional.empty())))
                    .isEqualTo(ReceiptVerdict.MISSING_SIGNATURE);
            assertThat(store.verifyReceipt(with(wire, wire.eventId(), Hash.ZERO, wire.signature())))
                    .isEqualTo(ReceiptVerdict.ZERO_KEY_WITH_SIGNATURE);
            assertThat(store.verifyReceipt(with(wire, wire.eventId(), NEW.keyId(), wire.signature())))
                    .isEqualTo(ReceiptVerdict.UNKNOWN_SIGNING_KEY);
            assertThat(store.verifyReceipt(with(wire, wire.eventId(), wire.keyId(), other.signature())))
                    .isEqualTo(ReceiptVerdict.INVALID_SIGNATURE);
        }
    }

    private static ReceiptVerdict verdict(
            Store store, Receipt good, long sequence, Hash contentHash, FramePosition position) {
        return store.verifyReceipt(new Receipt(
                good.eventId(),
                sequence,
                good.clock(),
                contentHash,
                good.keyId(),
                good.signature(),
                good.extensions(),
                position));
    }

    private static WireReceipt with(WireReceipt good, EventId id, Hash keyId, Optional<Signature> signature) {
        return new WireReceipt(id, good.sequence(), good.contentHash(), keyId, signature, good.extensions());
    }

    @Test
    void aReaderVerifiesWhatAWriterSigned() {
        Receipt receipt;
        try (Store store = open(OLD)) {
            receipt = append(store, 1);
        }
        try (StoreReader reader =
                StoreReader.open(quiet(fs).signingKeys(List.of(OLD)).build())) {
            assertThat(reader.verifyReceipt(receipt)).isEqualTo(ReceiptVerdict.SIGNED);
            assertThat(reader.verifyReceipt(receipt.wire())).isEqualTo(ReceiptVerdict.SIGNED);
        }
    }

    @Test
    void anEventOfACancelledFenceHasNoValidReceipt() throws InterruptedException {
        try (Store store = open(OLD)) {
            VisibilityFence fence = store.beginFence();
            Ticket<List<Receipt>> committed = fence.submitBatch(List.of(Samples.keyed(1)));
            fence.commit();
            Receipt shown = committed.await().getFirst();
            VisibilityFence second = store.beginFence();
            second.submitBatch(List.of(Samples.keyed(2)));
            second.cancel();
            WireReceipt hidden = with(shown.wire(), new EventId(0, 2), shown.keyId(), shown.signature());
            assertThat(store.verifyReceipt(hidden)).isEqualTo(ReceiptVerdict.MISSING_COMMITTED_EVENT);
        }
    }

    @Test
    void extensionKeysOfTheStoreAreNotForCallers() {
        for (String wrong :
                List.of("", "app", "app.", ".x", "a.b.c", "batpak.signing", "äpp.x", "a." + "x".repeat(255))) {
            assertThatThrownBy(() -> AppendOptions.none().extension(wrong, new byte[1]))
                    .as("%s", wrong)
                    .isInstanceOf(InvalidExtensionKeyException.class);
        }
    }
}
