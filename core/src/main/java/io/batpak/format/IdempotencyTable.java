package io.batpak.format;

import io.batpak.hash.RunningCrc32;
import io.batpak.model.IdempotencyKey;
import io.batpak.msgpack.MessageFormatException;
import io.batpak.msgpack.MessageWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `index.idemp`: the idempotency keys that are remembered beyond the events in the log.
///
/// ```
/// 0            6               8               12
/// | "FBATID"   | version u16LE | crc   u32LE   | body                     |
///                                               crc covers [12, end)
/// body   [{key id16, event_id id16, global_sequence u64,
///          disk_pos_segment u64, disk_pos_offset u64, disk_pos_length u32,
///          content_hash [32], prev_hash [32], entity str, scope str, kind u16,
///          recorded_global_sequence u64, event_evicted bool, receipt_extensions {str: [n]}}]
/// ```
///
/// Rows come in any order; of two with one key the last counts. Versions: 1 (current); 0 is too old, above 1
/// is too new. Neither reading nor writing needs the whole file in memory. Bytes: docs/formats/idempotency.md
public final class IdempotencyTable {
    static final int MAGIC_AT = 0;
    static final int MAGIC_BYTES = 6;
    static final int VERSION_AT = MAGIC_AT + MAGIC_BYTES;
    static final int CRC_AT = VERSION_AT + Short.BYTES;
    static final int BODY_AT = CRC_AT + Integer.BYTES;

    /// Length of everything in front of the body, the least a file can have.
    public static final int ENVELOPE_BYTES = BODY_AT;

    /// The oldest version that can be read.
    public static final int VERSION_MIN = 1;

    /// The newest version that can be read, and the one that is written.
    public static final int VERSION_MAX = 1;

    /// Extensions count against the size of an append, which is 64 MiB at most; names, hashes and coordinate
    /// take less than the rest.
    private static final int ROW_BYTES_MAX = (64 << 20) + (8 << 10);

    /// A row is held as bytes and as a value at once; one of this part of the memory is refused.
    private static final int HEAP_PARTS_OF_ROW = 8;

    private static final byte[] MAGIC = "FBATID".getBytes(StandardCharsets.US_ASCII);
    private static final int PIECE_BYTES = 1 << 16;
    private static final int PIECE_BYTES_RESERVED = PIECE_BYTES + 4096;

    private IdempotencyTable() {}

    /// Takes the bytes of a file; `io.batpak.fs.StoreFile::write` is one.
    @FunctionalInterface
    public interface Output {
        /// Takes `length` bytes from `from` on, which belong at byte `at` of the file. The array may be reused
        /// afterwards.
        void write(byte[] bytes, int from, int length, long at);
    }

    /// Writes a whole file in the current version, rows in the order given. The body goes out first, piece by
    /// piece, then the envelope at byte 0.
    public static void encode(List<IdempotencyRow> rows, Output output) {
        IdempotencyRowCodec codec = new IdempotencyRowCodec();
        MessageWriter out = new MessageWriter(PIECE_BYTES_RESERVED);
        RunningCrc32 crc = new RunningCrc32();
        long at = BODY_AT;
        out.arrayHeader(rows.size());
        for (IdempotencyRow row : rows) {
            codec.write(row, out);
            if (out.length() >= PIECE_BYTES) {
                at += piece(out, at, crc, output);
            }
        }
        piece(out, at, crc, output);
        byte[] envelope = Arrays.copyOf(MAGIC, ENVELOPE_BYTES);
        SidxLayout.putU16(envelope, VERSION_AT, VERSION_MAX);
        SidxLayout.putU32(envelope, CRC_AT, crc.value());
        output.write(envelope, 0, ENVELOPE_BYTES, 0);
    }

    private static int piece(MessageWriter out, long at, RunningCrc32 crc, Output output) {
        int length = out.length();
        crc.update(out.array(), 0, length);
        output.write(out.array(), 0, length, at);
        out.reset();
        return length;
    }

    /// Reads a whole file in memory.
    public static Decoded<List<IdempotencyRow>> decode(byte[] file) {
        return decode(ByteSource.of(file), file.length);
    }

    /// Reads a file of `length` bytes.
    ///
    /// Checks, in order: length, magic, later version, version that is too old, checksum, rows. Bytes behind
    /// the last row are ignored.
    public static Decoded<List<IdempotencyRow>> decode(ByteSource file, long length) {
        Damage damage = envelope(file, length);
        return damage == null ? body(file, length) : new Decoded.Damaged<>(damage);
    }

    private static @Nullable Damage envelope(ByteSource file, long length) {
        if (length < ENVELOPE_BYTES) {
            String detail = "file of " + length + " bytes, " + ENVELOPE_BYTES + " required";
            return Damage.of(Damage.Reason.IDEMPOTENCY_SHORT, detail);
        }
        byte[] envelope = new byte[ENVELOPE_BYTES];
        file.read(0, envelope, 0, ENVELOPE_BYTES);
        if (!Arrays.equals(envelope, MAGIC_AT, MAGIC_AT + MAGIC_BYTES, MAGIC, 0, MAGIC_BYTES)) {
            return Damage.of(Damage.Reason.IDEMPOTENCY_MAGIC, "bad magic");
        }
        int version = SidxLayout.u16(envelope, VERSION_AT);
        if (version > VERSION_MAX) {
            String detail = "version " + version + ", supported up to " + VERSION_MAX;
            return new Damage(Damage.Reason.IDEMPOTENCY_TOO_NEW, detail, VERSION_AT);
        }
        if (version < VERSION_MIN) {
            String detail = "version " + version + ", supported from " + VERSION_MIN;
            return new Damage(Damage.Reason.IDEMPOTENCY_TOO_OLD, detail, VERSION_AT);
        }
        if (crc(file, length) != (int) SidxLayout.u32(envelope, CRC_AT)) {
            return new Damage(Damage.Reason.IDEMPOTENCY_CRC, "checksum does not match", CRC_AT);
        }
        return null;
    }

    /// The version a file claims, whatever else is wrong with it.
    ///
    /// @param file needs [#ENVELOPE_BYTES] bytes
    public static int version(ByteSource file) {
        byte[] version = new byte[Short.BYTES];
        file.read(VERSION_AT, version, 0, version.length);
        return SidxLayout.u16(version, 0);
    }

    private static int crc(ByteSource file, long length) {
        RunningCrc32 crc = new RunningCrc32();
        byte[] piece = new byte[(int) Math.min(PIECE_BYTES, length - BODY_AT)];
        for (long at = BODY_AT; at < length; ) {
            int count = (int) Math.min(piece.length, length - at);
            file.read(at, piece, 0, count);
            crc.update(piece, 0, count);
            at += count;
        }
        return crc.value();
    }

    /// Most bytes a row with extensions may take to be read.
    static int rowBytesMax() {
        return (int) Math.min(ROW_BYTES_MAX, Runtime.getRuntime().maxMemory() / HEAP_PARTS_OF_ROW);
    }

    private static Decoded<List<IdempotencyRow>> body(ByteSource file, long length) {
        MessageWindow window = new MessageWindow(file, BODY_AT, length, rowBytesMax());
        IdempotencyRowCodec codec = new IdempotencyRowCodec();
        Map<IdempotencyKey, IdempotencyRow> rows = new LinkedHashMap<>();
        try {
            long count = window.arrayHeader();
            for (long i = 0; i < count; i++) {
                IdempotencyRow row = window.next(codec::read);
                rows.put(row.key(), row);
            }
        } catch (MessageFormatException e) {
            return damaged("row " + rows.size() + ": " + e.getMessage(), window.at() + e.offset());
        } catch (FormatSignal e) {
            return damaged("row " + rows.size() + ": " + e.detail(), window.at() + window.positionInElement());
        }
        return new Decoded.Ok<>(List.copyOf(rows.values()));
    }

    private static Decoded<List<IdempotencyRow>> damaged(String detail, long at) {
        return new Decoded.Damaged<>(new Damage(Damage.Reason.IDEMPOTENCY_UNDECODABLE, detail, at));
    }
}
