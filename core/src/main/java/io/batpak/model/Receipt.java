package io.batpak.model;

import io.batpak.error.EvidenceFormatException;
import java.util.Optional;

/// What an append gives back: the event is visible and has reached the operating system.
///
/// Without signing keys a receipt is unsigned: its key id is all zeros and it has no signature. Any other
/// combination can be held as well; verification names those that do not fit.
///
/// @param eventId the event's id
/// @param sequence its place in commit order; never changes
/// @param clock its index in (entity, lane), 0..4294967295
/// @param contentHash BLAKE3 of the stored payload bytes
/// @param keyId which key signed, all zeros if none did
/// @param signature empty if nobody signed
/// @param extensions the receipt extensions
/// @param position where the frame was written; compaction may move it later
public record Receipt(
        EventId eventId,
        long sequence,
        long clock,
        Hash contentHash,
        Hash keyId,
        Optional<Signature> signature,
        Extensions extensions,
        FramePosition position) {
    /// @throws InvalidArgumentException if the clock is out of its range
    public Receipt {
        Ranges.u32("clock", clock);
    }

    /// The unsigned receipt of an event that is in the journal.
    public static Receipt unsigned(Entry entry) {
        return new Receipt(
                entry.eventId(),
                entry.sequence(),
                entry.clock(),
                entry.eventHash(),
                Hash.ZERO,
                Optional.empty(),
                entry.extensions(),
                entry.position());
    }

    /// This receipt with another key id and signature.
    public Receipt signedBy(Hash signer, Signature made) {
        return new Receipt(eventId, sequence, clock, contentHash, signer, Optional.of(made), extensions, position);
    }

    /// What can be sent to others: everything but clock and position.
    public WireReceipt wire() {
        return new WireReceipt(eventId, sequence, contentHash, keyId, signature, extensions);
    }

    /// The receipt as bytes that [#fromBytes] reads, position and all. Bytes: docs/formats/receipt-proof.md
    public byte[] toBytes() {
        return ReceiptShapes.NATIVE.encode(this);
    }

    /// Reads a receipt. Nothing is verified.
    ///
    /// @throws EvidenceFormatException if the bytes are none
    public static Receipt fromBytes(byte[] bytes) {
        return ReceiptShapes.read(ReceiptShapes.NATIVE, bytes);
    }
}
