package io.batpak.format;

import io.batpak.hash.Hash256;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Recomputes the hash of stored payloads, through one array that is kept between frames.
///
/// Threads: one at a time.
public final class PayloadHasher {

    /// A payload above this length gets an array of its own, so that one giant does not stay in memory.
    private static final int KEPT_BYTES_MAX = 1 << 20;

    private final Hash256 hash = Hash256.blake3();
    private final byte[] computed = new byte[Hash256.BYTES];
    private byte[] scratch = new byte[1024];

    /// A hasher with a small array.
    public PayloadHasher() {}

    /// Hashes the stored payload of a frame.
    ///
    /// @param target receives 32 bytes from `offset` on
    /// @return null if the hash was computed, else why the payload is no byte string
    public @Nullable Damage hash(FrameView view, byte[] target, int offset) {
        int length = view.payloadLength();
        byte[] payload = room(length);
        Damage damage = view.copyPayload(payload, 0);
        if (damage == null) {
            hash.digest(payload, 0, length, target, offset);
        }
        return damage;
    }

    /// Whether the stored payload has the hash its chain claims, or for a frame without chain its header.
    /// False too for a payload that is no byte string.
    public boolean matches(FrameView view) {
        byte[] claimed = view.hasChain ? view.eventHash : view.contentHash;
        return hash(view, computed, 0) == null && Arrays.equals(computed, 0, Hash256.BYTES, claimed, 0, Hash256.BYTES);
    }

    private byte[] room(int length) {
        if (length <= scratch.length) {
            return scratch;
        }
        byte[] larger = new byte[length <= KEPT_BYTES_MAX / 2 ? 2 * length : length];
        if (length <= KEPT_BYTES_MAX) {
            scratch = larger;
        }
        return larger;
    }
}
