package io.batpak.format;

import io.batpak.hash.Hash256;
import io.batpak.model.Hash;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// A running digest of events, in the order in which they are added, taken from what an index knows of them.
///
/// It begins with 32 zero bytes `d`; each event makes `d = BLAKE3(d, sequence u64LE, kind u16LE, event hash)`. Two
/// digests are equal only if the same events were added: same places, same kinds, same payloads.
///
/// One thread. Bytes: docs/formats/projection-cache.md
public final class EventDigest {
    private static final int SEQUENCE_AT = Hash.BYTES;
    private static final int KIND_AT = SEQUENCE_AT + Long.BYTES;
    private static final int HASH_AT = KIND_AT + Short.BYTES;

    private final byte[] block = new byte[HASH_AT + Hash.BYTES];
    private final ByteBuffer numbers = ByteBuffer.wrap(block).order(ByteOrder.LITTLE_ENDIAN);

    /// Of no events yet.
    public EventDigest() {}

    /// Goes on from a value.
    public EventDigest(Hash value) {
        value.write(block, 0);
    }

    /// Adds an event.
    ///
    /// @param kind its raw kind, 0..65535
    public void add(long sequence, int kind, Hash eventHash) {
        numbers.putLong(SEQUENCE_AT, sequence);
        numbers.putShort(KIND_AT, (short) kind);
        eventHash.write(block, HASH_AT);
        Hash256.blake3().digest(block, 0, block.length, block, 0);
    }

    /// The digest of all events so far; more may follow.
    public Hash value() {
        return Hash.of(block, 0);
    }
}
