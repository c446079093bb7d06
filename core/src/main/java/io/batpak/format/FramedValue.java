package io.batpak.format;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.ToLongFunction;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/// The envelope of values that travel outside a store.
///
/// ```
/// 0            6               8               12
/// | magic      | version u16LE | crc   u32LE   | body                     |
///                                               crc covers [12, end)
/// ```
///
/// The version is that of the body, whose first field repeats it: the envelope's own is not covered by the
/// checksum, so that a later release can be told from damage.
///
/// @param name what the value is called in findings
/// @param magic 6 ASCII characters
/// @param supported the newest version that can be read
/// @param tooNew the finding for a later one
/// @param claim reads the version that a body claims
record FramedValue(String name, String magic, int supported, Damage.Reason tooNew, ToLongFunction<BodyReader> claim) {
    static final int MAGIC_AT = 0;
    static final int MAGIC_BYTES = 6;
    static final int VERSION_AT = MAGIC_AT + MAGIC_BYTES;
    static final int CRC_AT = VERSION_AT + Short.BYTES;
    static final int BODY_AT = CRC_AT + Integer.BYTES;

    /// The body in its envelope.
    byte[] frame(int version, byte[] body) {
        byte[] framed = new byte[BODY_AT + body.length];
        System.arraycopy(magic.getBytes(StandardCharsets.US_ASCII), 0, framed, MAGIC_AT, MAGIC_BYTES);
        SidxLayout.putU16(framed, VERSION_AT, version);
        System.arraycopy(body, 0, framed, BODY_AT, body.length);
        SidxLayout.putU32(framed, CRC_AT, crc(framed));
        return framed;
    }

    /// What is wrong in front of the body or with its version; null if nothing is.
    ///
    /// Checks, in order: length, magic, later version, checksum, body readable as far as its version, later
    /// version of the body, both versions the same.
    @Nullable
    Damage check(byte[] framed) {
        if (framed.length < BODY_AT) {
            String detail = name + " of " + framed.length + " bytes, " + BODY_AT + " required";
            return Damage.of(Damage.Reason.EVIDENCE_SHORT, detail);
        }
        byte[] expected = magic.getBytes(StandardCharsets.US_ASCII);
        if (!Arrays.equals(framed, MAGIC_AT, MAGIC_AT + MAGIC_BYTES, expected, 0, MAGIC_BYTES)) {
            return Damage.of(Damage.Reason.EVIDENCE_MAGIC, name + " does not begin with " + magic);
        }
        int version = SidxLayout.u16(framed, VERSION_AT);
        if (version > supported) {
            return later(version, VERSION_AT);
        }
        if (crc(framed) != SidxLayout.u32(framed, CRC_AT)) {
            return new Damage(Damage.Reason.EVIDENCE_CRC, "checksum of the " + name + " does not match", CRC_AT);
        }
        return switch (claimed(framed, BODY_AT)) {
            case Decoded.Damaged<Long>(Damage damage) -> damage;
            case Decoded.Ok<Long>(Long ofBody) -> ofBody(ofBody, version);
        };
    }

    private @Nullable Damage ofBody(long ofBody, int version) {
        if (Long.compareUnsigned(ofBody, supported) > 0) {
            return later(ofBody, BODY_AT);
        }
        if (ofBody != version) {
            String detail = name + " has version " + version + " in front of a body of version " + ofBody;
            return new Damage(Damage.Reason.EVIDENCE_VERSION, detail, VERSION_AT);
        }
        return null;
    }

    private Damage later(long version, long at) {
        String detail = name + " has version " + Long.toUnsignedString(version) + ", supported up to " + supported;
        return new Damage(tooNew, detail, at);
    }

    /// What is wrong with the version of a body that stands alone from `offset` on; null if it can be read.
    @Nullable
    Damage checkBody(byte[] body) {
        return switch (claimed(body, 0)) {
            case Decoded.Damaged<Long>(Damage damage) -> damage;
            case Decoded.Ok<Long>(Long version) ->
                Long.compareUnsigned(version, supported) > 0 ? later(version, 0) : null;
        };
    }

    /// The version for which [#check] refuses a framed value as too new.
    int version(byte[] framed) {
        int version = SidxLayout.u16(framed, VERSION_AT);
        return version > supported ? version : bodyVersion(framed, BODY_AT);
    }

    /// The version for which [#checkBody] refuses a body as too new; what does not fit an `int` is its maximum.
    int bodyVersion(byte[] bytes, int offset) {
        return switch (claimed(bytes, offset)) {
            case Decoded.Damaged<Long> _ -> 0;
            case Decoded.Ok<Long>(Long version) ->
                version < 0 || version > Integer.MAX_VALUE ? Integer.MAX_VALUE : version.intValue();
        };
    }

    private Decoded<Long> claimed(byte[] bytes, int offset) {
        return BodyReader.peek(name, bytes, offset, claim::applyAsLong);
    }

    private static long crc(byte[] framed) {
        CRC32 crc = new CRC32();
        crc.update(framed, BODY_AT, framed.length - BODY_AT);
        return crc.getValue();
    }
}
