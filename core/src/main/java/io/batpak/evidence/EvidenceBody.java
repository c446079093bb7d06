package io.batpak.evidence;

import io.batpak.model.Hash;

/// A value with canonical bytes, whose hash names it. Immutable.
///
/// Lone surrogates in its texts are written as question marks. Bytes: docs/formats/evidence.md
public interface EvidenceBody {
    /// The canonical bytes, the same as those of 0.9.0.
    byte[] toBytes();

    /// BLAKE3 of the canonical bytes.
    default Hash bodyHash() {
        return Hash.blake3(toBytes());
    }

    /// JSON for people: keys ascending, bytes and ids as hexadecimal digits. Nothing reads it back.
    String toJson();
}
