package io.batpak.format;

import io.batpak.hash.Checksum32;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `retention_cuts.fbrc`: events whose predecessor was dropped on purpose, so that a link that leads nowhere is
/// told from damage.
///
/// ```
/// 0            6               8               12
/// | "FBATRC"   | version u16LE | crc   u32LE   | body                     |
///                                               crc covers [12, end)
/// body    count of records, then each record
/// record  segment, created_ns i64LE, count of events, sequence of the first, distance to each next one
/// ```
///
/// Numbers without a width are base-128 varints, least significant group first. Version: 1. Ours; 0.9.0 passes
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
        private final long[] sequences;

        /// Sorts the sequences and keeps each once.
        ///
        /// @param segment id of the segment that the compaction wrote
        /// @param createdNanos what that segment's preamble says, nanoseconds since 1970
        /// @param sequences events whose predecessor is gone; not negative
        /// @throws IllegalArgumentException if the segment or a sequence is negative
        public Cut(long segment, long createdNanos, long... sequences) {
            this.segment = segment;
            this.createdNanos = createdNanos;
            this.sequences = Arrays.stream(sequences).sorted().distinct().toArray();
            if (segment < 0 || (this.sequences.length > 0 && this.sequences[0] < 0)) {
                throw new IllegalArgumentException("a negative id or sequence in " + this);
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

        /// The events whose predecessor is gone, ascending; a copy.
        public long[] sequences() {
            return sequences.clone();
        }

        private boolean declares(long sequence) {
            return Arrays.binarySearch(sequences, sequence) >= 0;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Cut that
                    && segment == that.segment
                    && createdNanos == that.createdNanos
                    && Arrays.equals(sequences, that.sequences);
        }

        @Override
        public int hashCode() {
            return Long.hashCode(segment) * 31 + Arrays.hashCode(sequences);
        }

        @Override
        public String toString() {
            return segment + "@" + createdNanos + Arrays.toString(sequences);
        }
    }

    /// Whether some record declares that the predecessor of this event was dropped.
    ///
    /// @param childSequence sequence of the event that links to it
    public boolean isCut(long childSequence) {
        return records.stream().anyMatch(record -> record.declares(childSequence));
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
            out.varint(record.sequences.length);
            long before = 0;
            for (long sequence : record.sequences) {
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
        long[] sequences = new long[(int) in.count()];
        long before = 0;
        for (int i = 0; i < sequences.length; i++) {
            long distance = in.varint();
            if (i > 0 && distance == 0) {
                throw new FormatSignal("a sequence stands there twice");
            }
            before += distance;
            if (before < 0) {
                throw new FormatSignal("a sequence above 2^63");
            }
            sequences[i] = before;
        }
        return new Cut(segment, createdNanos, sequences);
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
