package io.batpak.delivery;

import io.batpak.model.Hash;

/// What a consumer recognises the same work by. Immutable; equal by its digest. It is not the key of an append,
/// which has 16 bytes and names an event.
///
/// @param digest 32 bytes of the consumer's own
public record ConsumerKey(Hash digest) {
    /// A key of 32 bytes, which are copied.
    ///
    /// @throws io.batpak.model.InvalidArgumentException if there are more or less
    public static ConsumerKey of(byte[] digest32) {
        return new ConsumerKey(Hash.of(digest32));
    }

    /// The key of some bytes that name the work: their BLAKE3.
    public static ConsumerKey forWork(byte[] name) {
        return new ConsumerKey(Hash.blake3(name));
    }
}
