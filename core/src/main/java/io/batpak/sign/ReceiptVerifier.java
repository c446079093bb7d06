package io.batpak.sign;

import io.batpak.model.Coordinate;
import io.batpak.model.Entry;
import io.batpak.model.EventKind;
import io.batpak.model.Hash;
import io.batpak.model.Receipt;
import io.batpak.model.Signature;
import io.batpak.model.WireReceipt;
import java.util.Optional;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/// Holds receipts against what is committed, and against keys. Pure functions; any number of threads.
///
/// The checks come in a fixed order and the first that fails is the verdict: committed at all, kind of a denial,
/// event id, sequence, position, content hash, extensions, then key id and signature. The signature is checked
/// over the *committed* coordinate, kind and previous hash, which no receipt carries.
///
/// `committed` is the visible entry with the receipt's event id; empty if there is none.
public final class ReceiptVerifier {
    private ReceiptVerifier() {}

    /// The verdict on a receipt of this journal, its position included.
    public static ReceiptVerdict verify(Receipt receipt, Optional<Entry> committed, KeyRing keys) {
        return verify(receipt, committed, keys, segment -> true);
    }

    /// The same for a journal that was compacted, where frames have moved and older receipts tell places that are
    /// gone.
    ///
    /// @param positionsHold whether a place in the segment with this id still means what it meant when the
    ///     receipt was given; where it does not, the position is not compared. Asked only if the positions differ
    public static ReceiptVerdict verify(
            Receipt receipt, Optional<Entry> committed, KeyRing keys, LongPredicate positionsHold) {
        return committed
                .map(entry -> nativeVerdict(receipt, entry, keys, positionsHold))
                .orElse(ReceiptVerdict.MISSING_COMMITTED_EVENT);
    }

    /// The verdict on the receipt of a denial: as [#verify(Receipt, Optional, KeyRing)], and the event must be
    /// one.
    public static ReceiptVerdict verifyDenial(Receipt receipt, Optional<Entry> committed, KeyRing keys) {
        return verifyDenial(receipt, committed, keys, segment -> true);
    }

    /// The same for a journal that was compacted.
    ///
    /// @param positionsHold as in [#verify(Receipt, Optional, KeyRing, LongPredicate)]
    public static ReceiptVerdict verifyDenial(
            Receipt receipt, Optional<Entry> committed, KeyRing keys, LongPredicate positionsHold) {
        if (committed.isPresent() && !committed.get().kind().equals(EventKind.SYSTEM_DENIAL)) {
            return ReceiptVerdict.DENIAL_KIND_MISMATCH;
        }
        return verify(receipt, committed, keys, positionsHold);
    }

    /// The verdict on a receipt that came without a position, for example from another machine.
    public static ReceiptVerdict verifyWire(WireReceipt receipt, Optional<Entry> committed, KeyRing keys) {
        return committed.map(entry -> wireVerdict(receipt, entry, keys)).orElse(ReceiptVerdict.MISSING_COMMITTED_EVENT);
    }

    /// The verdict without a journal, for somebody who was told coordinate, kind and previous hash and has the
    /// public keys. Answers only whether one of the keys signed all of that.
    public static ReceiptVerdict verifyAlone(
            WireReceipt receipt, Coordinate at, EventKind kind, Hash previousHash, KeyRing keys) {
        Signature signature = receipt.signature().orElse(null);
        if (signature == null) {
            return withoutSignature(receipt.keyId(), keys);
        }
        if (receipt.keyId().isZero()) {
            return ReceiptVerdict.ZERO_KEY_WITH_SIGNATURE;
        }
        PublicKey key = keys.key(receipt.keyId()).orElse(null);
        if (key == null) {
            return ReceiptVerdict.UNKNOWN_SIGNING_KEY;
        }
        try {
            Hash cover = ReceiptCover.of(receipt, at, kind, previousHash);
            return key.verifies(cover, signature) ? ReceiptVerdict.SIGNED : ReceiptVerdict.INVALID_SIGNATURE;
        } catch (CoverBuildException e) {
            return ReceiptVerdict.COVER_BUILD_FAILED; // the verdict is the answer; nobody can have signed this
        }
    }

    private static ReceiptVerdict withoutSignature(Hash keyId, KeyRing keys) {
        if (!keyId.isZero()) {
            return ReceiptVerdict.MISSING_SIGNATURE;
        }
        return keys.isEmpty() ? ReceiptVerdict.UNSIGNED_ACCEPTED : ReceiptVerdict.UNSIGNED_RECEIPT_REJECTED;
    }

    private static ReceiptVerdict nativeVerdict(
            Receipt receipt, Entry entry, KeyRing keys, LongPredicate positionsHold) {
        WireReceipt wire = receipt.wire();
        ReceiptVerdict difference = differenceOfPlace(wire, entry);
        if (difference != null) {
            return difference;
        }
        if (receipt.clock() != entry.clock()) {
            return ReceiptVerdict.SEQUENCE_MISMATCH;
        }
        if (!receipt.position().equals(entry.position())
                && positionsHold.test(receipt.position().segment())) {
            return ReceiptVerdict.DISK_POSITION_MISMATCH;
        }
        return contentVerdict(wire, entry, keys);
    }

    private static ReceiptVerdict wireVerdict(WireReceipt receipt, Entry entry, KeyRing keys) {
        ReceiptVerdict difference = differenceOfPlace(receipt, entry);
        return difference == null ? contentVerdict(receipt, entry, keys) : difference;
    }

    private static @Nullable ReceiptVerdict differenceOfPlace(WireReceipt receipt, Entry entry) {
        if (!receipt.eventId().equals(entry.eventId())) {
            return ReceiptVerdict.EVENT_ID_MISMATCH;
        }
        return receipt.sequence() == entry.sequence() ? null : ReceiptVerdict.SEQUENCE_MISMATCH;
    }

    private static ReceiptVerdict contentVerdict(WireReceipt receipt, Entry entry, KeyRing keys) {
        if (!receipt.contentHash().equals(entry.eventHash())) {
            return ReceiptVerdict.CONTENT_HASH_MISMATCH;
        }
        if (!receipt.extensions().equals(entry.extensions())) {
            return ReceiptVerdict.EXTENSIONS_MISMATCH;
        }
        return verifyAlone(receipt, entry.coordinate(), entry.kind(), entry.previousHash(), keys);
    }
}
