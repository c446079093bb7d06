package io.batpak.format;

import io.batpak.model.Hash;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;

/// `digests.fbdc`: what finished segments hash to, so that a backup need not read them again.
///
/// ```
/// 0            6               8               12
/// | "FBATDC"   | version u16LE | crc   u32LE   | rows of 60 bytes                         |
///                                               crc covers [12, end)
/// 0            8               16              24               28
/// | id   u64LE | length  u64LE | created i64LE | tail crc u32LE | BLAKE3 of the file [32] |
/// ```
///
/// Version: 1. A file that is damaged or of another version counts for nothing. Bytes: docs/formats/backup.md
public final class SegmentDigests {
    static final int MAGIC_AT = 0;
    static final int MAGIC_BYTES = 6;
    static final int VERSION_AT = MAGIC_AT + MAGIC_BYTES;
    static final int CRC_AT = VERSION_AT + Short.BYTES;
    static final int ROWS_AT = CRC_AT + Integer.BYTES;

    static final int ID_AT = 0;
    static final int LENGTH_AT = ID_AT + Long.BYTES;
    static final int CREATED_AT = LENGTH_AT + Long.BYTES;
    static final int TAIL_CRC_AT = CREATED_AT + Long.BYTES;
    static final int DIGEST_AT = TAIL_CRC_AT + Integer.BYTES;
    static final int ROW_BYTES = DIGEST_AT + Hash.BYTES;

    /// The only version there is.
    public static final int VERSION = 1;

    private static final byte[] MAGIC = "FBATDC".getBytes(StandardCharsets.US_ASCII);

    private SegmentDigests() {}

    /// What tells a segment file from another one of the same name.
    ///
    /// @param id its number
    /// @param length length of the file, bytes
    /// @param createdNanos when the preamble says that it was created, nanoseconds since 1970
    /// @param tailCrc CRC-32 of the last [RunSegment#TAIL_BYTES] bytes of the file, of all if it is shorter
    public record Key(long id, long length, long createdNanos, int tailCrc) {}

    /// The file, rows in the order given.
    public static byte[] encode(Map<Key, Hash> digests) {
        byte[] file = Arrays.copyOf(MAGIC, ROWS_AT + digests.size() * ROW_BYTES);
        SidxLayout.putU16(file, VERSION_AT, VERSION);
        int at = ROWS_AT;
        for (Map.Entry<Key, Hash> row : digests.entrySet()) {
            Key key = row.getKey();
            SidxLayout.putU64(file, at + ID_AT, key.id());
            SidxLayout.putU64(file, at + LENGTH_AT, key.length());
            SidxLayout.putU64(file, at + CREATED_AT, key.createdNanos());
            SidxLayout.putU32(file, at + TAIL_CRC_AT, key.tailCrc());
            row.getValue().write(file, at + DIGEST_AT);
            at += ROW_BYTES;
        }
        SidxLayout.putU32(file, CRC_AT, crc(file));
        return file;
    }

    /// Reads a file. Checks, in order: length, magic, version, checksum, whole rows.
    public static Decoded<Map<Key, Hash>> decode(byte[] file) {
        if (file.length < ROWS_AT) {
            return damaged(Damage.Reason.BACKUP_SHORT, file.length + " bytes, " + ROWS_AT + " required", 0);
        }
        if (!Arrays.equals(file, MAGIC_AT, MAGIC_AT + MAGIC_BYTES, MAGIC, 0, MAGIC_BYTES)) {
            return damaged(Damage.Reason.BACKUP_MAGIC, "it does not begin with FBATDC", MAGIC_AT);
        }
        int version = SidxLayout.u16(file, VERSION_AT);
        if (version != VERSION) {
            return damaged(Damage.Reason.BACKUP_VERSION, "version " + version + ", this release knows 1", VERSION_AT);
        }
        if (crc(file) != (int) SidxLayout.u32(file, CRC_AT) || (file.length - ROWS_AT) % ROW_BYTES != 0) {
            return damaged(Damage.Reason.BACKUP_HASH, "the checksum does not match", CRC_AT);
        }
        Map<Key, Hash> digests = new LinkedHashMap<>();
        for (int at = ROWS_AT; at < file.length; at += ROW_BYTES) {
            digests.put(key(file, at), Hash.of(file, at + DIGEST_AT));
        }
        return new Decoded.Ok<>(digests);
    }

    private static Key key(byte[] file, int at) {
        return new Key(
                SidxLayout.u64(file, at + ID_AT),
                SidxLayout.u64(file, at + LENGTH_AT),
                SidxLayout.u64(file, at + CREATED_AT),
                (int) SidxLayout.u32(file, at + TAIL_CRC_AT));
    }

    private static Decoded<Map<Key, Hash>> damaged(Damage.Reason reason, String detail, long at) {
        return new Decoded.Damaged<>(new Damage(reason, detail, at));
    }

    private static int crc(byte[] file) {
        CRC32 crc = new CRC32();
        crc.update(file, ROWS_AT, file.length - ROWS_AT);
        return (int) crc.getValue();
    }
}
