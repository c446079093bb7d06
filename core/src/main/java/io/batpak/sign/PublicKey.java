package io.batpak.sign;

import io.batpak.model.Hash;
import io.batpak.model.InvalidArgumentException;
import io.batpak.model.Signature;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.jspecify.annotations.Nullable;

/// A public key whose point on the curve is computed once. Immutable; safe for any number of threads.
final class PublicKey {
    private final byte[] bytes;
    private final Hash keyId;
    private final Ed25519.PublicPoint point;

    private PublicKey(byte[] bytes, Ed25519.PublicPoint point) {
        this.bytes = bytes;
        this.keyId = SigningKey.idOf(bytes);
        this.point = point;
    }

    /// The key in these 32 bytes, which are copied.
    ///
    /// @throws InvalidArgumentException if the length is another, or the bytes are no point of the prime-order
    ///     group: under such a key signatures can be made up
    static PublicKey of(byte[] publicKey32) {
        if (publicKey32.length != SigningKey.PUBLIC_KEY_BYTES) {
            throw new InvalidArgumentException("public key length", publicKey32.length, "32 bytes");
        }
        byte[] bytes = publicKey32.clone();
        Ed25519.@Nullable PublicPoint point = Ed25519.validatePublicKeyFullExport(bytes, 0);
        if (point == null) {
            throw new InvalidArgumentException("public key", "no point of the group", "an Ed25519 public key");
        }
        return new PublicKey(bytes, point);
    }

    Hash keyId() {
        return keyId;
    }

    byte[] toByteArray() {
        return bytes.clone();
    }

    /// Whether the holder of this key's seed signed these 32 bytes.
    boolean verifies(Hash cover, Signature signature) {
        byte[] message = cover.toByteArray();
        return Ed25519.verify(signature.toByteArray(), 0, point, message, 0, message.length);
    }
}
