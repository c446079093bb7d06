package io.batpak.model;

import io.batpak.error.EvidenceFormatException;
import java.util.Optional;

/// The part of a receipt that means the same everywhere: what is sent to others, and what a signature covers
/// together with coordinate, kind and previous hash. It has no position, so it outlives compaction.
///
/// Any combination of key id and signature can be held; verification names those that do not fit.
///
/// @param eventId the event's id
/// @param sequence its place in commit order, 64 bits unsigned
/// @param contentHash BLAKE3 of the stored payload bytes
/// @param keyId which key signed, all zeros if none did
/// @param signature empty if nobody signed
/// @param extensions the receipt extensions
public record WireReceipt(
        EventId eventId,
        long sequence,
        Hash contentHash,
        Hash keyId,
        Optional<Signature> signature,
        Extensions extensions) {
    /// The receipt as bytes that [#fromBytes] reads. Bytes: docs/formats/receipt-proof.md
    public byte[] toBytes() {
        return ReceiptShapes.WIRE.encode(this);
    }

    /// Reads a receipt. Nothing is verified.
    ///
    /// @throws EvidenceFormatException if the bytes are none
    public static WireReceipt fromBytes(byte[] bytes) {
        return ReceiptShapes.read(ReceiptShapes.WIRE, bytes);
    }

    Receipt at(long clock, FramePosition position) {
        return new Receipt(eventId, sequence, clock, contentHash, keyId, signature, extensions, position);
    }
}
