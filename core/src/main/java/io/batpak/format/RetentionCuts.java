package io.batpak.format;

import io.batpak.hash.Checksum32;
import io.batpak.model.Hash;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `retention_cuts.fbrc`: events that were dropped or emptied on purpose, so that a link to one of them is told
/// from damage.
///
/// ```
/// 0            6               8               12
/// | "FBATRC"   | version u16LE | crc   u32LE   | body                     |
///                                               crc covers [12, end)
/// body    count of records, then each record
/// record  segment, created_ns i64LE, count of events, mark of the first, distance to each next one
/// ```
///
/// The mark of an event is the first 63 bits of its hash. Numbers without a width are base-128 varints, least
/// significant group first. Version: 1. Ours; 0.9.0 passes
/// over the file. Bytes: docs/formats/retention-cuts.md
///
/// @param records one per compacted segment, in the order of the file
public record RetentionCuts(List<Cut> records) {
    static final int MAGIC_AT = 0;
    static final int MAGIC_BYTES = 6;
    static final int VERSION_AT = MAGIC_AT + MAGIC_BYTES;
    static final int CRC_AT = VERSION_AT + Short.BYTES;
    static final int BODY_AT = CRC_AT + Integer.BYTES;

    /// The version that is written, and the only one that is read.
    public static final int VERSION = 1;

    /// Nothing was cut.
    public static final RetentionCuts NONE = new RetentionCuts(List.of());

    private static final byte[] MAGIC = "FBATRC".getBytes(StandardCharsets.US_ASCII);

    /// Keeps its own copy of the list.
    public RetentionCuts {
        records = List.copyOf(records);
    }

    /// What one compaction output declares.
    public static final class Cut {
        private final long segment;
        private final long createdNanos;
        private final long[] marks;

        /// Sorts the marks and keeps each once.
        ///
        /// @param segment id of the segment that the compaction wrote
        /// @param createdNanos what that segment's preamble says, nanoseconds since 1970
        /// @param marks [#mark] of events that are gone, not negative
        /// @throws IllegalArgumentException if the segment or a mark is negative
        public Cut(long segment, long createdNanos, long... marks) {
            this.segment = segment;
            this.createdNanos = createdNanos;
            this.marks = Arrays.stream(marks).sorted().distinct().toArray();
            if (segment < 0 || (this.marks.length > 0 && this.marks[0] < 0)) {
                throw new IllegalArgumentException("a negative id or mark in " + this);
            }
        }

        /// Id of the segment that the compaction wrote.
        public long segment() {
            return segment;
        }

        /// When that segment was created, nanoseconds since 1970.
        public long createdNanos() {
            return createdNanos;
        }

        /// The marks of events that are gone, ascending; a copy.
        public long[] marks() {
            return marks.clone();
        }

        private boolean declares(long mark) {
            return Arrays.binarySearch(marks, mark) >= 0;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Cut that
                    && segment == that.segment
                    && createdNanos == that.createdNanos
                    && Arrays.equals(marks, that.marks);
        }

        @Override
        public int hashCode() {
            return Long.hashCode(segment) * 31 + Arrays.hashCode(marks);
        }

        @Override
        public String toString() {
            return segment + "@" + createdNanos + Arrays.toString(marks);
        }
    }

    /// What stands for an event of this hash: its first 63 bits.
    public static long mark(Hash eventHash) {
        return eventHash.word(0) >>> 1;
    }

    /// Whether some record declares that an event of this hash was dropped or emptied.
    ///
    /// @param previous the hash that a later event links to
    public boolean isCut(Hash previous) {
        long mark = mark(previous);
        return records.stream().anyMatch(record -> record.declares(mark));
    }

    /// The whole file.
    public byte[] encode() {
        CutBytes out = new CutBytes();
        out.raw(MAGIC);
        out.fixed(VERSION, Short.BYTES);
        out.fixed(0, Integer.BYTES);
        out.varint(records.size());
        for (Cut record : records) {
            out.varint(record.segment);
            out.fixed(record.createdNanos, Long.BYTES);
            out.varint(record.marks.length);
            long before = 0;
            for (long sequence : record.marks) {
                out.varint(sequence - before);
                before = sequence;
            }
        }
        byte[] file = out.toByteArray();
        SidxLayout.putU32(file, CRC_AT, crc(file));
        return file;
    }

    private static long crc(byte[] file) {
        return Integer.toUnsignedLong(Checksum32.crc32().of(file, BODY_AT, file.length - BODY_AT));
    }

    /// Reads a whole file.
    ///
    /// Checks, in order: length, magic, version, checksum, body.
    public static Decoded<RetentionCuts> decode(byte[] file) {
        Damage damage = envelope(file);
        if (damage != null) {
            return new Decoded.Damaged<>(damage);
        }
        CutReader in = new CutReader(file, BODY_AT);
        try {
            long count = in.count();
            List<Cut> records = new ArrayList<>();
            for (long i = 0; i < count; i++) {
                records.add(record(in));
            }
            in.end();
            return new Decoded.Ok<>(new RetentionCuts(records));
        } catch (FormatSignal e) {
            return new Decoded.Damaged<>(new Damage(Damage.Reason.CUTS_UNDECODABLE, e.detail(), in.position()));
        }
    }

    private static Cut record(CutReader in) {
        long segment = in.varint();
        long createdNanos = in.fixed();
        long[] marks = new long[(int) in.count()];
        long before = 0;
        for (int i = 0; i < marks.length; i++) {
            long distance = in.varint();
            if (i > 0 && distance == 0) {
                throw new FormatSignal("a sequence stands there twice");
            }
            before += distance;
            if (before < 0) {
                throw new FormatSignal("a sequence above 2^63");
            }
            marks[i] = before;
        }
        return new Cut(segment, createdNanos, marks);
    }

    private static @Nullable Damage envelope(byte[] file) {
        if (file.length < BODY_AT) {
            return Damage.of(Damage.Reason.CUTS_SHORT, "file of " + file.length + " bytes, " + BODY_AT + " required");
        }
        if (!Arrays.equals(file, MAGIC_AT, MAGIC_AT + MAGIC_BYTES, MAGIC, 0, MAGIC_BYTES)) {
            return Damage.of(Damage.Reason.CUTS_MAGIC, "bad magic");
        }
        int version = SidxLayout.u16(file, VERSION_AT);
        if (version != VERSION) {
            return new Damage(Damage.Reason.CUTS_VERSION, "version " + version + ", only 1 is known", VERSION_AT);
        }
        if (crc(file) != SidxLayout.u32(file, CRC_AT)) {
            return new Damage(Damage.Reason.CUTS_CRC, "checksum does not match", CRC_AT);
        }
        return null;
    }
}
