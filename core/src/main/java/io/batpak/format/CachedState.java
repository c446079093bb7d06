package io.batpak.format;

import io.batpak.hash.Hash256;
import io.batpak.model.Bytes;
import io.batpak.model.Hash;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// The value of our rows in a projection cache: a state, of which events it is made, and a seal.
///
/// ```
/// 0           8                16          24                 56            88
/// | "BPKSTAT1" | applied u64LE | count u64LE | fingerprint 32 B | seal 32 B  | state |
/// ```
///
/// The seal is BLAKE3 over everything else and over watermark and time of the row, so a row with any flipped bit is
/// none. Pure; any thread. Bytes: docs/formats/projection-cache.md
///
/// @param applied sequence of the last event in the state; also the watermark of the row
/// @param count how many events are in the state
/// @param fingerprint which ones: [EventDigest]
/// @param state the state
public record CachedState(long applied, long count, Hash fingerprint, Bytes state) {
    /// Where the state begins.
    public static final int STATE_AT = 88;

    private static final byte[] MAGIC = "BPKSTAT1".getBytes(StandardCharsets.US_ASCII);
    private static final int APPLIED_AT = 8;
    private static final int COUNT_AT = 16;
    private static final int FINGERPRINT_AT = 24;
    private static final int SEAL_AT = 56;

    /// The value of a row that is stored at this time.
    ///
    /// @param cachedAtMicros what the trailer of the row says, microseconds since 1970
    public Bytes toBytes(long cachedAtMicros) {
        byte[] value = new byte[STATE_AT + state.length()];
        System.arraycopy(MAGIC, 0, value, 0, MAGIC.length);
        ByteBuffer.wrap(value)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(APPLIED_AT, applied)
                .putLong(COUNT_AT, count);
        fingerprint.write(value, FINGERPRINT_AT);
        state.write(value, STATE_AT);
        seal(value, applied, cachedAtMicros).write(value, SEAL_AT);
        return Bytes.of(value);
    }

    /// The state in the value of a row; empty if it is anything else, or was stored with another watermark or time.
    public static Optional<CachedState> fromBytes(Bytes row, long watermark, long cachedAtMicros) {
        byte[] value = row.toByteArray();
        if (value.length < STATE_AT || !Hash.of(value, SEAL_AT).equals(seal(value, watermark, cachedAtMicros))) {
            return Optional.empty();
        }
        ByteBuffer in = ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN);
        CachedState found = new CachedState(
                in.getLong(APPLIED_AT),
                in.getLong(COUNT_AT),
                Hash.of(value, FINGERPRINT_AT),
                Bytes.of(value, STATE_AT, value.length - STATE_AT));
        boolean own = ByteBuffer.wrap(value, 0, MAGIC.length).equals(ByteBuffer.wrap(MAGIC));
        return own && found.applied == watermark ? Optional.of(found) : Optional.empty();
    }

    private static Hash seal(byte[] value, long watermark, long cachedAtMicros) {
        int rest = value.length - STATE_AT;
        byte[] sealed = new byte[SEAL_AT + 2 * Long.BYTES + rest];
        System.arraycopy(value, 0, sealed, 0, SEAL_AT);
        ByteBuffer.wrap(sealed)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(SEAL_AT, watermark)
                .putLong(SEAL_AT + Long.BYTES, cachedAtMicros);
        System.arraycopy(value, STATE_AT, sealed, SEAL_AT + 2 * Long.BYTES, rest);
        return Hash.of(Hash256.blake3().digest(sealed));
    }
}
