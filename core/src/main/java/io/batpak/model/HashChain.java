package io.batpak.model;

/// How an event hangs on its predecessor in (entity, lane).
///
/// @param previous hash of the predecessor's stored payload, zero for the first event
/// @param event BLAKE3 of the stored payload bytes; header and coordinate are not covered
public record HashChain(Hash previous, Hash event) {
    /// Whether the event has no predecessor.
    public boolean isGenesis() {
        return previous.isZero();
    }
}
