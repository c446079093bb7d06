package io.batpak.format;

import io.batpak.hash.Hash256;
import io.batpak.msgpack.MessageFormatException;
import io.batpak.msgpack.MessageWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/// `index.fbati`: all rows of the index in fixed places.
///
/// ```
/// 0            6               8               12
/// | "FBATIX"   | version u16LE | crc   u32LE   | rest of the header | names | summary | extensions | rows |
///                                               crc covers [12, end)
/// ```
///
/// Versions: 5 (current), 4 (without extensions), 3 (summary without `reserved_kind_fallbacks`), 2 (rows without
/// lane and depth), 1 (without summary). Neither reading nor writing needs the whole file in memory. Bytes:
/// docs/formats/mmap-index.md
public final class MmapIndex {
    /// The oldest version that can be read.
    public static final int VERSION_MIN = 1;

    /// The newest version that can be read, and the one that is written.
    public static final int VERSION_MAX = 5;

    private static final byte[] MAGIC = "FBATIX".getBytes(StandardCharsets.US_ASCII);
    private static final Hash256 HASH = Hash256.blake3();
    private static final String[] SUMMARY = {"routing", "reserved_kind_fallbacks"};

    private MmapIndex() {}

    /// Where the parts of a file begin and how long they are.
    record Sections(int version, long nameBytes, long summaryBytes, long extensionBytes, long rowCount) {

        static Sections of(byte[] header, int version) {
            boolean summary = version >= MmapIndexLayout.SUMMARY_SINCE;
            boolean extensions = version >= MmapIndexLayout.EXTENSIONS_SINCE;
            return new Sections(
                    version,
                    SidxLayout.u64(header, MmapIndexLayout.NAME_BYTES_AT),
                    summary ? SidxLayout.u64(header, MmapIndexLayout.SUMMARY_BYTES_AT) : 0,
                    extensions ? SidxLayout.u64(header, MmapIndexLayout.EXTENSION_BYTES_AT) : 0,
                    SidxLayout.u64(header, MmapIndexLayout.ROW_COUNT_AT));
        }

        long namesAt() {
            return MmapIndexLayout.headerBytes(version);
        }

        long summaryAt() {
            return namesAt() + nameBytes;
        }

        long extensionsAt() {
            return summaryAt() + summaryBytes;
        }

        long rowsAt() {
            return extensionsAt() + extensionBytes;
        }

        /// Whether all parts fill a file of `length` bytes exactly; no sum may overflow.
        boolean fill(long length) {
            long left = length - namesAt();
            for (long part : new long[] {nameBytes, summaryBytes, extensionBytes}) {
                if (part < 0 || part > left) {
                    return false;
                }
                left -= part;
            }
            int rowBytes = MmapIndexLayout.rowBytes(version);
            return left % rowBytes == 0 && left / rowBytes == rowCount;
        }
    }

    /// Reads a file of `length` bytes and looks at every row once.
    ///
    /// Checks, in order: length, magic, later version, version that is too old, lengths, checksum, names, summary,
    /// rows with their extensions. Memory: the names and a few hundred rows.
    public static Decoded<Artifact> decode(ByteSource file, long length) {
        if (length < MmapIndexLayout.ENVELOPE_BYTES) {
            return tooShort(length, MmapIndexLayout.ENVELOPE_BYTES);
        }
        byte[] header = new byte[MmapIndexLayout.HEADER_BYTES];
        file.read(0, header, 0, MmapIndexLayout.ENVELOPE_BYTES);
        if (!Arrays.equals(header, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            return damaged(Damage.of(Damage.Reason.ARTIFACT_MAGIC, "bad magic"));
        }
        int version = SidxLayout.u16(header, MmapIndexLayout.VERSION_AT);
        if (version > VERSION_MAX) {
            String detail = "version " + version + ", supported up to " + VERSION_MAX;
            return damaged(new Damage(Damage.Reason.MMAP_INDEX_TOO_NEW, detail, MmapIndexLayout.VERSION_AT));
        }
        if (version < VERSION_MIN) {
            String detail = "version " + version + ", supported from " + VERSION_MIN;
            return damaged(new Damage(Damage.Reason.ARTIFACT_TOO_OLD, detail, MmapIndexLayout.VERSION_AT));
        }
        int headerBytes = MmapIndexLayout.headerBytes(version);
        if (length < headerBytes) {
            return tooShort(length, headerBytes);
        }
        file.read(0, header, 0, headerBytes);
        Sections sections = Sections.of(header, version);
        if (!sections.fill(length)) {
            return damaged(Damage.of(Damage.Reason.ARTIFACT_SIZE, "size does not match header"));
        }
        if (ArtifactCheck.crc(file, MmapIndexLayout.ENVELOPE_BYTES, length)
                != (int) SidxLayout.u32(header, MmapIndexLayout.CRC_AT)) {
            return damaged(new Damage(Damage.Reason.ARTIFACT_CRC, "CRC mismatch", MmapIndexLayout.CRC_AT));
        }
        return contents(file, header, sections);
    }

    private static Decoded<Artifact> tooShort(long length, int required) {
        String detail = "file of " + length + " bytes, " + required + " required";
        return damaged(Damage.of(Damage.Reason.ARTIFACT_SHORT, detail));
    }

    private static Decoded<Artifact> damaged(Damage damage) {
        return new Decoded.Damaged<>(damage);
    }

    private static Decoded<Artifact> contents(ByteSource file, byte[] header, Sections sections) {
        String part = "names";
        long at = sections.namesAt();
        try {
            List<String> names = ArtifactParts.names(window(file, at, sections.nameBytes()));
            long claimed = SidxLayout.u32(header, MmapIndexLayout.NAME_COUNT_AT);
            if (names.size() != claimed) {
                throw new FormatSignal(names.size() + " names instead of " + claimed);
            }
            part = "summary";
            at = sections.summaryAt();
            Summary summary = summary(window(file, at, sections.summaryBytes()), sections.version());
            part = "rows";
            at = sections.rowsAt();
            if (sections.rowCount() > Integer.MAX_VALUE) {
                throw new FormatSignal(sections.rowCount() + " rows");
            }
            MmapIndexRows rows = new MmapIndexRows(file, sections, names);
            KindFallbacks found = ArtifactCheck.rows(rows, names);
            rows.checked();
            ArtifactHead head = new ArtifactHead(
                    SidxLayout.u64(header, MmapIndexLayout.WATERMARK_SEGMENT_AT),
                    SidxLayout.u64(header, MmapIndexLayout.WATERMARK_OFFSET_AT),
                    SidxLayout.u64(header, MmapIndexLayout.NEXT_SEQUENCE_AT),
                    summary.fallbacks());
            return new Decoded.Ok<>(new Artifact(
                    Artifact.Form.MMAP_INDEX, sections.version(), head, summary.chunks(), names, found, rows));
        } catch (MessageFormatException e) {
            return damaged(new Damage(Damage.Reason.ARTIFACT_UNDECODABLE, part + ": " + e.getMessage(), at));
        } catch (FormatSignal e) {
            return damaged(new Damage(Damage.Reason.ARTIFACT_UNDECODABLE, part + ": " + e.detail(), at));
        }
    }

    private static MessageWindow window(ByteSource file, long at, long length) {
        return new MessageWindow(file, at, at + length, IdempotencyTable.rowBytesMax());
    }

    private record Summary(long chunks, KindFallbacks fallbacks) {}

    private static Summary summary(MessageWindow window, int version) {
        if (version < MmapIndexLayout.SUMMARY_SINCE) {
            return new Summary(0, KindFallbacks.NONE);
        }
        boolean counted = version >= MmapIndexLayout.FALLBACKS_SINCE;
        String[] keys = counted ? SUMMARY : new String[] {SUMMARY[0]};
        LongStruct fields = new LongStruct("summary", 1, (1 << keys.length) - 1, keys);
        long chunks = 0;
        KindFallbacks fallbacks = KindFallbacks.NONE;
        fields.open(window);
        for (int field = fields.next(window); field != Struct.END; field = fields.next(window)) {
            if (field == 0) {
                chunks = ArtifactParts.routing(window, 1);
            } else {
                fallbacks = window.next(reader -> KindFallbacks.read(reader, 1));
            }
        }
        return new Summary(chunks, fallbacks);
    }

    /// The version a file claims, whatever else is wrong with it.
    ///
    /// @param file needs 12 bytes
    public static int version(ByteSource file) {
        byte[] version = new byte[Short.BYTES];
        file.read(MmapIndexLayout.VERSION_AT, version, 0, version.length);
        return SidxLayout.u16(version, 0);
    }

    /// Writes a whole file in the current version, in pieces. What the checksum covers goes out first, then the
    /// envelope at byte 0.
    ///
    /// The rows are gone through three times. Same rows and head, same bytes.
    ///
    /// @throws IllegalStateException if the extensions of a row are not the same each time
    public static void encode(ArtifactRows rows, ArtifactHead head, ByteSink sink) {
        ArtifactSurvey survey = ArtifactSurvey.of(rows);
        Pieces names = Pieces.counting();
        survey.writeNames(names);
        Pieces summary = Pieces.counting();
        writeSummary(survey, head, summary);
        byte[] header = new byte[MmapIndexLayout.HEADER_BYTES];
        SidxLayout.putU64(header, MmapIndexLayout.WATERMARK_SEGMENT_AT, head.watermarkSegment());
        SidxLayout.putU64(header, MmapIndexLayout.WATERMARK_OFFSET_AT, head.watermarkOffset());
        SidxLayout.putU64(header, MmapIndexLayout.NEXT_SEQUENCE_AT, head.nextSequence());
        SidxLayout.putU32(header, MmapIndexLayout.NAME_COUNT_AT, survey.nameCount());
        SidxLayout.putU64(header, MmapIndexLayout.ROW_COUNT_AT, rows.count());
        SidxLayout.putU64(header, MmapIndexLayout.NAME_BYTES_AT, names.at());
        SidxLayout.putU64(header, MmapIndexLayout.SUMMARY_BYTES_AT, summary.at());
        SidxLayout.putU64(header, MmapIndexLayout.EXTENSION_BYTES_AT, survey.extensionBytes());

        Pieces pieces = new Pieces(sink, MmapIndexLayout.ENVELOPE_BYTES);
        int tail = MmapIndexLayout.HEADER_BYTES - MmapIndexLayout.ENVELOPE_BYTES;
        pieces.out().raw(header, MmapIndexLayout.ENVELOPE_BYTES, tail);
        survey.writeNames(pieces);
        writeSummary(survey, head, pieces);
        writeRows(rows, survey, pieces);
        System.arraycopy(MAGIC, 0, header, 0, MAGIC.length);
        SidxLayout.putU16(header, MmapIndexLayout.VERSION_AT, VERSION_MAX);
        SidxLayout.putU32(header, MmapIndexLayout.CRC_AT, pieces.finish());
        sink.write(header, 0, MmapIndexLayout.ENVELOPE_BYTES, 0);
    }

    private static void writeSummary(ArtifactSurvey survey, ArtifactHead head, Pieces pieces) {
        MessageWriter out = pieces.out();
        out.mapHeader(SUMMARY.length);
        out.string(SUMMARY[0]);
        survey.writeRouting(pieces);
        out.string(SUMMARY[1]);
        head.fallbacks().write(out);
    }

    private static void writeRows(ArtifactRows rows, ArtifactSurvey survey, Pieces pieces) {
        MessageWriter scratch = new MessageWriter(256);
        long left = survey.extensionBytes();
        for (int row = 0; left > 0 && row < rows.count(); row++) {
            rows.moveTo(row);
            int length = ExtensionMap.encode(rows.extensions(), scratch);
            pieces.out().raw(scratch.array(), 0, length);
            pieces.pass();
            left -= length;
        }
        long offset = 0;
        byte[] bytes = new byte[MmapIndexLayout.ROW_BYTES];
        for (int row = 0; row < rows.count(); row++) {
            rows.moveTo(row);
            int length = ExtensionMap.encode(rows.extensions(), scratch);
            row(rows, survey, bytes);
            extensions(scratch, offset, bytes);
            offset += length;
            pieces.out().raw(bytes, 0, bytes.length);
            pieces.pass();
        }
        if (left != 0 || offset != survey.extensionBytes()) {
            throw new IllegalStateException("the extensions of a row have changed");
        }
    }

    private static void row(ArtifactRows rows, ArtifactSurvey survey, byte[] b) {
        SidxLayout.putId(b, MmapIndexLayout.EVENT_ID_AT, rows.idHigh(), rows.idLow());
        SidxLayout.putU32(b, MmapIndexLayout.ENTITY_AT, survey.entity());
        SidxLayout.putU32(b, MmapIndexLayout.SCOPE_AT, survey.scope());
        SidxLayout.putU16(b, MmapIndexLayout.KIND_AT, rows.kind());
        SidxLayout.putU64(b, MmapIndexLayout.WALL_AT, rows.wallMillis());
        SidxLayout.putU32(b, MmapIndexLayout.CLOCK_AT, rows.clock());
        SidxLayout.putU32(b, MmapIndexLayout.LANE_AT, rows.lane());
        SidxLayout.putU32(b, MmapIndexLayout.DEPTH_AT, rows.depth());
        rows.previousHash(b, MmapIndexLayout.PREVIOUS_HASH_AT);
        rows.eventHash(b, MmapIndexLayout.EVENT_HASH_AT);
        SidxLayout.putU64(b, MmapIndexLayout.SEGMENT_AT, rows.segment());
        SidxLayout.putU64(b, MmapIndexLayout.FRAME_OFFSET_AT, rows.frameOffset());
        SidxLayout.putU32(b, MmapIndexLayout.FRAME_LENGTH_AT, rows.frameLength());
        SidxLayout.putU64(b, MmapIndexLayout.SEQUENCE_AT, rows.sequence());
        SidxLayout.putId(b, MmapIndexLayout.CORRELATION_AT, rows.correlationHigh(), rows.correlationLow());
        SidxLayout.putId(b, MmapIndexLayout.CAUSATION_AT, rows.causationHigh(), rows.causationLow());
    }

    /// An empty map has offset, length and hash zero.
    private static void extensions(MessageWriter encoded, long offset, byte[] b) {
        int length = encoded.length();
        SidxLayout.putU64(b, MmapIndexLayout.EXTENSION_AT, length == 0 ? 0 : offset);
        SidxLayout.putU64(b, MmapIndexLayout.EXTENSION_LENGTH_AT, length);
        if (length == 0) {
            Arrays.fill(b, MmapIndexLayout.EXTENSION_HASH_AT, MmapIndexLayout.ROW_BYTES, (byte) 0);
        } else {
            HASH.digest(encoded.array(), 0, length, b, MmapIndexLayout.EXTENSION_HASH_AT);
        }
    }
}
