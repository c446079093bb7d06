package io.batpak.write;

import io.batpak.hash.Hash256;
import io.batpak.model.Hash;
import java.util.concurrent.atomic.AtomicReferenceArray;

/// Hashes payloads without leaving garbage behind: each thread mostly finds the array it used last.
///
/// Any thread. When two threads meet at one array, one of them gets a new one.
final class DigestScratch {
    private static final int SLOTS = 64;

    private final Hash256 hash = Hash256.blake3();
    private final AtomicReferenceArray<byte[]> slots = new AtomicReferenceArray<>(SLOTS);

    /// BLAKE3 of the whole array.
    Hash of(byte[] bytes) {
        int slot = (int) Thread.currentThread().threadId() & (SLOTS - 1);
        byte[] digest = slots.getAndSet(slot, null);
        if (digest == null) {
            digest = new byte[Hash256.BYTES];
        }
        hash.digest(bytes, 0, bytes.length, digest, 0);
        Hash result = Hash.of(digest);
        slots.lazySet(slot, digest);
        return result;
    }
}
