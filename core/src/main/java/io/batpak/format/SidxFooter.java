package io.batpak.format;

import io.batpak.msgpack.MessageFormatException;
import io.batpak.msgpack.MessageReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/// Reads the footer of a segment: which events its frames hold, without touching the frames.
///
/// ```
/// T                 E                  E+162n       +4       +12      +16
/// | string table    | n entries x 162  | crc  u32   | T u64  | n u32  | "SDX3" |
/// ```
///
/// Versions: `SDX3` (current, with checksum), `SDX2` (same entries, no checksum). [SidxBuilder] writes; the
/// layout of an entry stands there and on docs/formats/footer.md.
public final class SidxFooter {

    private static final byte[] MAGIC = {'S', 'D', 'X', '3'};
    private static final int VERSION_MAX = 3;
    private static final int VERSION_MIN = 2;
    private static final int BUFFER_BYTES = 64 << 10;
    private static final int STRINGS_PREALLOCATED_MAX = 1024;
    private static final long TABLE_BYTES_MAX = 1L << 30;

    private SidxFooter() {}

    /// What stands at the end of a segment.
    public sealed interface Found {

        /// No footer: the file is too short for one, or its last bytes are something else.
        ///
        /// @param why the finding in words
        record None(String why) implements Found {}

        /// A footer whose lengths, checksum (`SDX3` only) and string indexes fit.
        ///
        /// @param version 2 or 3; a version 2 footer has no checksum and proves nothing on its own
        /// @param framesEnd offset where the frames end and the string table begins
        /// @param rows one row per event, in commit order
        record Footer(int version, long framesEnd, SidxRows rows) implements Found {}

        /// A footer of a later release.
        ///
        /// @param magic the four bytes, for example `SDX4`
        record TooNew(String magic) implements Found {}

        /// The magic of a footer, but not its contents.
        ///
        /// @param version 2 or 3, by the magic
        /// @param claimedEnd where the trailer says that the frames end; unsigned and unproven
        /// @param damage the first finding
        record Damaged(int version, long claimedEnd, Damage damage) implements Found {}
    }

    /// Lengths and offsets a trailer implies.
    private record Geometry(int version, long framesEnd, long entriesAt, long count) {

        long tableBytes() {
            return entriesAt - framesEnd;
        }

        /// Whether the table begins inside the file, and is not longer than the rows can need.
        boolean plausible() {
            return framesEnd >= 0
                    && framesEnd <= entriesAt
                    && tableBytes() <= TABLE_BYTES_MAX
                    && tableBytes() <= 5 + 2 * count * SidxLayout.STRING_BYTES_MAX;
        }
    }

    /// Reads the footer of a segment of `fileLength` bytes.
    ///
    /// Everything is read once, through small buffers; the rows are read again when they are used. Memory is
    /// bounded by the string table, which itself is bounded by the file and by the rows.
    public static Found read(ByteSource source, long fileLength) {
        if (fileLength < SidxLayout.TRAILER_BYTES) {
            return new Found.None("file of " + fileLength + " bytes has no room for a footer");
        }
        byte[] trailer = trailer(source, fileLength);
        int version = version(trailer);
        if (version == 0) {
            return new Found.None("last four bytes are no footer magic");
        }
        if (version > VERSION_MAX) {
            return new Found.TooNew(
                    new String(trailer, SidxLayout.TRAILER_MAGIC_AT, Integer.BYTES, StandardCharsets.US_ASCII));
        }
        long claimedEnd = SidxLayout.u64(trailer, SidxLayout.TRAILER_END_AT);
        Geometry geometry = geometry(trailer, fileLength, version == VERSION_MAX);
        if (!geometry.plausible()) {
            String detail = "footer claims " + geometry.count() + " rows and frames up to "
                    + Long.toUnsignedString(claimedEnd) + " in a file of " + fileLength + " bytes";
            return new Found.Damaged(version, claimedEnd, Damage.of(Damage.Reason.FOOTER_GEOMETRY, detail));
        }
        return check(source, geometry);
    }

    /// Whether one bit of the last four bytes keeps them from being the magic of a footer.
    public static boolean isAlmostThere(ByteSource source, long fileLength) {
        if (fileLength < SidxLayout.TRAILER_BYTES) {
            return false;
        }
        byte[] trailer = trailer(source, fileLength);
        int bits = 0;
        for (int i = 0; i < MAGIC.length; i++) {
            bits += Integer.bitCount((trailer[SidxLayout.TRAILER_MAGIC_AT + i] ^ MAGIC[i]) & 0xFF);
        }
        return bits == 1;
    }

    /// How many rows the last bytes of a segment claim, unproven; -1 where they are no trailer of a footer
    /// with a checksum. A look that costs nothing, for comparing with a number known from elsewhere.
    public static long claimedRows(ByteSource source, long fileLength) {
        if (fileLength < SidxLayout.TRAILER_BYTES) {
            return -1;
        }
        byte[] trailer = trailer(source, fileLength);
        boolean fits = version(trailer) == VERSION_MAX
                && geometry(trailer, fileLength, true).plausible();
        return fits ? SidxLayout.u32(trailer, SidxLayout.TRAILER_COUNT_AT) : -1;
    }

    /// Where the last bytes of a segment claim that its footer begins, unproven; -1 where they are no trailer
    /// of a footer with a checksum.
    public static long claimedStart(ByteSource source, long fileLength) {
        if (fileLength < SidxLayout.TRAILER_BYTES) {
            return -1;
        }
        byte[] trailer = trailer(source, fileLength);
        Geometry geometry = geometry(trailer, fileLength, true);
        return version(trailer) == VERSION_MAX && geometry.plausible() ? geometry.framesEnd() : -1;
    }

    /// The entries of a footer that cannot be trusted, in every geometry they may have been written in.
    ///
    /// An `SDX3` trailer allows one, an `SDX2` trailer two: its own, and the one of an `SDX3` footer with the
    /// older magic. Rows are neither checked nor are their strings known; only frames found at their offsets
    /// can corroborate them. Empty without a footer magic, or if the entries would not fit into the file.
    public static List<SidxRows> entriesWithoutCrc(ByteSource source, long fileLength) {
        List<SidxRows> candidates = new ArrayList<>();
        if (fileLength < SidxLayout.TRAILER_BYTES) {
            return candidates;
        }
        byte[] trailer = trailer(source, fileLength);
        int version = version(trailer);
        if (version < VERSION_MIN || version > VERSION_MAX) {
            return candidates;
        }
        for (boolean crc : version == VERSION_MAX ? new boolean[] {true} : new boolean[] {false, true}) {
            Geometry geometry = geometry(trailer, fileLength, crc);
            if (geometry.framesEnd() >= 0 && geometry.framesEnd() <= geometry.entriesAt()) {
                candidates.add(new SidxRows(source, geometry.entriesAt(), geometry.count(), List.of()));
            }
        }
        return candidates;
    }

    private static byte[] trailer(ByteSource source, long fileLength) {
        byte[] trailer = new byte[SidxLayout.TRAILER_BYTES];
        source.read(fileLength - SidxLayout.TRAILER_BYTES, trailer, 0, trailer.length);
        return trailer;
    }

    /// The digit of the magic, 0 if it is none or one that never was a footer.
    private static int version(byte[] trailer) {
        int at = SidxLayout.TRAILER_MAGIC_AT;
        if (trailer[at] != 'S' || trailer[at + 1] != 'D' || trailer[at + 2] != 'X') {
            return 0;
        }
        int digit = trailer[at + 3] - '0';
        return digit >= VERSION_MIN && digit <= 9 ? digit : 0;
    }

    private static Geometry geometry(byte[] trailer, long fileLength, boolean crc) {
        long count = SidxLayout.u32(trailer, SidxLayout.TRAILER_COUNT_AT);
        long behind = (long) SidxLayout.TRAILER_BYTES + (crc ? SidxLayout.CRC_BYTES : 0);
        long entriesAt = fileLength - behind - count * SidxLayout.ENTRY_BYTES; // below 2^40, cannot overflow
        long framesEnd = SidxLayout.u64(trailer, SidxLayout.TRAILER_END_AT);
        return new Geometry(crc ? VERSION_MAX : VERSION_MIN, framesEnd, entriesAt, count);
    }

    private static Found check(ByteSource source, Geometry geometry) {
        boolean checksummed = geometry.version() == VERSION_MAX;
        byte[] table = new byte[Math.toIntExact(geometry.tableBytes())];
        source.read(geometry.framesEnd(), table, 0, table.length);
        CRC32 crc = new CRC32();
        crc.update(table);
        long entriesEnd = geometry.entriesAt() + geometry.count() * SidxLayout.ENTRY_BYTES;
        if (checksummed && !crcMatches(source, geometry, crc, entriesEnd)) {
            return damaged(
                    geometry, new Damage(Damage.Reason.FOOTER_CRC, "footer checksum does not match", entriesEnd));
        }
        Decoded<List<String>> strings = strings(table);
        return switch (strings) {
            case Decoded.Damaged<List<String>>(Damage damage) ->
                damaged(geometry, new Damage(damage.reason(), damage.detail(), geometry.framesEnd() + damage.at()));
            case Decoded.Ok<List<String>>(List<String> names) ->
                bounded(geometry, new SidxRows(source, geometry.entriesAt(), geometry.count(), names));
        };
    }

    private static boolean crcMatches(ByteSource source, Geometry geometry, CRC32 crc, long entriesEnd) {
        byte[] buffer = new byte[(int) Math.min(BUFFER_BYTES, entriesEnd - geometry.entriesAt())];
        for (long at = geometry.entriesAt(); at < entriesEnd; ) {
            int length = (int) Math.min(buffer.length, entriesEnd - at);
            source.read(at, buffer, 0, length);
            crc.update(buffer, 0, length);
            at += length;
        }
        byte[] stored = new byte[SidxLayout.CRC_BYTES];
        source.read(entriesEnd, stored, 0, stored.length);
        return crc.getValue() == SidxLayout.u32(stored, 0);
    }

    /// Decodes the string table. It has to fill its room exactly: that tells the two geometries of an `SDX2`
    /// trailer apart, and shows a wrong number of rows, which no checksum covers and which would make rows
    /// part of the table.
    private static Decoded<List<String>> strings(byte[] table) {
        MessageReader reader = new MessageReader();
        reader.reset(table, 0, table.length);
        try {
            int count = reader.arrayHeader();
            List<String> names = new ArrayList<>(Math.min(count, STRINGS_PREALLOCATED_MAX));
            for (int i = 0; i < count; i++) {
                names.add(reader.string());
            }
            if (reader.remaining() > 0) {
                return undecodable("string table is followed by " + reader.remaining() + " other bytes", 0);
            }
            return new Decoded.Ok<>(List.copyOf(names));
        } catch (MessageFormatException e) {
            return undecodable("string table: " + e.getMessage(), 0);
        }
    }

    private static Decoded<List<String>> undecodable(String detail, long at) {
        return new Decoded.Damaged<>(new Damage(Damage.Reason.FOOTER_STRINGS, detail, at));
    }

    private static Found bounded(Geometry geometry, SidxRows rows) {
        int known = rows.strings().size();
        for (long row = 0; row < rows.count(); row++) {
            if (rows.entityIndex(row) >= known || rows.scopeIndex(row) >= known) {
                String detail = "row " + row + " names string " + rows.entityIndex(row) + " or " + rows.scopeIndex(row)
                        + " of " + known;
                return damaged(geometry, Damage.of(Damage.Reason.FOOTER_STRING_INDEX, detail));
            }
        }
        return new Found.Footer(geometry.version(), geometry.framesEnd(), rows);
    }

    private static Found damaged(Geometry geometry, Damage damage) {
        return new Found.Damaged(geometry.version(), geometry.framesEnd(), damage);
    }
}
