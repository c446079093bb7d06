package io.batpak.format;

import io.batpak.hash.Hash256;
import io.batpak.msgpack.MessageFormatException;
import io.batpak.msgpack.MessageReader;
import io.batpak.msgpack.MessageWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// `index.ckpt`: all rows of the index as MessagePack.
///
/// ```
/// 0            6               8               12
/// | "FBATCK"   | version u16LE | crc   u32LE   | body                     |
///                                               crc covers [12, end)
/// body   {global_sequence u64, watermark_segment_id u64, watermark_offset u64, interner_strings [str],
///         routing {..}, reserved_kind_fallbacks {..}, entries [{17 fields}]}
/// ```
///
/// Versions: 6 (current), 5 (entries without `receipt_extensions`), 4 (without `reserved_kind_fallbacks`), 3
/// (entries without lane and depth), 2 (without `routing`). Neither reading nor writing needs the whole file in
/// memory. Bytes: docs/formats/checkpoint.md
public final class Checkpoint {
    static final int MAGIC_BYTES = 6;
    static final int VERSION_AT = MAGIC_BYTES;
    static final int CRC_AT = VERSION_AT + Short.BYTES;
    static final int BODY_AT = CRC_AT + Integer.BYTES;

    /// The oldest version that can be read.
    public static final int VERSION_MIN = 2;

    /// The newest version that can be read, and the one that is written.
    public static final int VERSION_MAX = 6;

    static final int ROUTING_SINCE = 3;
    static final int LANES_SINCE = 4;
    static final int FALLBACKS_SINCE = 5;
    static final int EXTENSIONS_SINCE = 6;

    private static final byte[] MAGIC = "FBATCK".getBytes(StandardCharsets.US_ASCII);
    private static final long U64_MAX = -1L;
    private static final String[] BODY = {
        "global_sequence",
        "watermark_segment_id",
        "watermark_offset",
        "interner_strings",
        "routing",
        "reserved_kind_fallbacks",
        "entries"
    };
    private static final int NEXT_SEQUENCE = 0;
    private static final int WATERMARK_OFFSET = 2;
    private static final int STRINGS = 3;
    private static final int ROUTING = 4;
    private static final int FALLBACKS = 5;
    private static final int ENTRIES = 6;

    private final ByteSource file;
    private final long length;
    private final int version;
    private final long[] numbers = new long[WATERMARK_OFFSET + 1];
    private List<String> strings = List.of();
    private long chunkCount;
    private KindFallbacks fallbacks = KindFallbacks.NONE;
    private long entriesAt;

    private Checkpoint(ByteSource file, long length, int version) {
        this.file = file;
        this.length = length;
        this.version = version;
    }

    /// Reads a file of `length` bytes and looks at every row once.
    ///
    /// Checks, in order: length, magic, later version, checksum, version that is too old, body, rows. Bytes behind
    /// the body are ignored. Memory: the names and one entry.
    public static Decoded<Artifact> decode(ByteSource file, long length) {
        if (length < BODY_AT) {
            String detail = "file of " + length + " bytes, " + BODY_AT + " required";
            return new Decoded.Damaged<>(Damage.of(Damage.Reason.ARTIFACT_SHORT, detail));
        }
        byte[] envelope = new byte[BODY_AT];
        file.read(0, envelope, 0, BODY_AT);
        if (!Arrays.equals(envelope, 0, MAGIC_BYTES, MAGIC, 0, MAGIC_BYTES)) {
            return new Decoded.Damaged<>(Damage.of(Damage.Reason.ARTIFACT_MAGIC, "bad magic"));
        }
        int version = SidxLayout.u16(envelope, VERSION_AT);
        if (version > VERSION_MAX) {
            String detail = "version " + version + ", supported up to " + VERSION_MAX;
            return new Decoded.Damaged<>(new Damage(Damage.Reason.CHECKPOINT_TOO_NEW, detail, VERSION_AT));
        }
        if (ArtifactCheck.crc(file, BODY_AT, length) != (int) SidxLayout.u32(envelope, CRC_AT)) {
            return new Decoded.Damaged<>(new Damage(Damage.Reason.ARTIFACT_CRC, "CRC mismatch", CRC_AT));
        }
        if (version < VERSION_MIN) {
            String detail = failed(version) + ": supported from " + VERSION_MIN;
            return new Decoded.Damaged<>(new Damage(Damage.Reason.ARTIFACT_TOO_OLD, detail, VERSION_AT));
        }
        return new Checkpoint(file, length, version).body();
    }

    private static String failed(int version) {
        return "checkpoint body decode failed for version " + version;
    }

    private Decoded<Artifact> body() {
        MessageWindow window = new MessageWindow(file, BODY_AT, length, IdempotencyTable.rowBytesMax());
        CheckpointRows rows = null;
        try {
            fields(window);
            rows = new CheckpointRows(file, entriesAt, length, version, strings);
            KindFallbacks found = ArtifactCheck.rows(rows, strings);
            rows.checked();
            ArtifactHead head =
                    new ArtifactHead(numbers[1], numbers[WATERMARK_OFFSET], numbers[NEXT_SEQUENCE], fallbacks);
            return new Decoded.Ok<>(
                    new Artifact(Artifact.Form.CHECKPOINT, version, head, chunkCount, strings, found, rows));
        } catch (MessageFormatException e) {
            long at = rows == null ? window.at() : rows.readUpTo();
            return undecodable(String.valueOf(e.getMessage()), at + e.offset());
        } catch (FormatSignal e) {
            return undecodable(e.detail(), rows == null ? window.at() : rows.readUpTo());
        }
    }

    private Decoded<Artifact> undecodable(String detail, long at) {
        String failure = failed(version) + ": " + detail;
        return new Decoded.Damaged<>(new Damage(Damage.Reason.ARTIFACT_UNDECODABLE, failure, at));
    }

    /// The fields of the body that this version has.
    private static int[] fieldsOf(int version) {
        return IntStream.range(0, BODY.length)
                .filter(field -> (field != ROUTING || version >= ROUTING_SINCE)
                        && (field != FALLBACKS || version >= FALLBACKS_SINCE))
                .toArray();
    }

    private void fields(MessageWindow window) {
        int[] fieldOf = fieldsOf(version);
        String[] names = Arrays.stream(fieldOf).mapToObj(field -> BODY[field]).toArray(String[]::new);
        LongStruct fields = new LongStruct("checkpoint", 1, (1 << names.length) - 1, names);
        fields.open(window);
        for (int next = fields.next(window); next != Struct.END; next = fields.next(window)) {
            switch (fieldOf[next]) {
                case STRINGS -> strings = ArtifactParts.names(window);
                case ROUTING -> chunkCount = ArtifactParts.routing(window, 1);
                case FALLBACKS -> fallbacks = window.next(reader -> KindFallbacks.read(reader, 1));
                case ENTRIES -> {
                    entriesAt = window.at();
                    if (fields.isLast()) {
                        continue; // nothing stands behind them that would have to be found
                    }
                    long count = window.arrayHeader();
                    for (long i = 0; i < count; i++) {
                        fields.skip(window);
                    }
                }
                default -> numbers[fieldOf[next]] = window.next(Checkpoint::unsigned);
            }
        }
    }

    private static long unsigned(MessageReader reader) {
        return reader.unsigned(U64_MAX);
    }

    /// The version a file claims, whatever else is wrong with it.
    ///
    /// @param file needs 12 bytes
    public static int version(ByteSource file) {
        byte[] version = new byte[Short.BYTES];
        file.read(VERSION_AT, version, 0, version.length);
        return SidxLayout.u16(version, 0);
    }

    /// Writes a whole file in the current version, in pieces. The body goes out first, then the envelope at byte 0.
    ///
    /// The rows are gone through twice. Same rows and head, same bytes.
    public static void encode(ArtifactRows rows, ArtifactHead head, ByteSink sink) {
        ArtifactSurvey survey = ArtifactSurvey.of(rows);
        Pieces pieces = new Pieces(sink, BODY_AT);
        MessageWriter out = pieces.out();
        out.mapHeader(BODY.length);
        number(BODY[NEXT_SEQUENCE], head.nextSequence(), out);
        number(BODY[1], head.watermarkSegment(), out);
        number(BODY[WATERMARK_OFFSET], head.watermarkOffset(), out);
        out.string(BODY[STRINGS]);
        survey.writeNames(pieces);
        out.string(BODY[ROUTING]);
        survey.writeRouting(pieces);
        out.string(BODY[FALLBACKS]);
        head.fallbacks().write(out);
        out.string(BODY[ENTRIES]);
        out.arrayHeader(rows.count());
        byte[] hash = new byte[Hash256.BYTES];
        for (int row = 0; row < rows.count(); row++) {
            rows.moveTo(row);
            entry(rows, survey, hash, out);
            pieces.pass();
        }
        byte[] envelope = Arrays.copyOf(MAGIC, BODY_AT);
        SidxLayout.putU16(envelope, VERSION_AT, VERSION_MAX);
        SidxLayout.putU32(envelope, CRC_AT, pieces.finish());
        sink.write(envelope, 0, BODY_AT, 0);
    }

    private static void entry(ArtifactRows rows, ArtifactSurvey survey, byte[] hash, MessageWriter out) {
        String[] names = CheckpointRows.NAMES;
        out.mapHeader(names.length);
        out.string(names[CheckpointRows.EVENT_ID]);
        out.id(rows.idHigh(), rows.idLow());
        out.string(names[CheckpointRows.CORRELATION]);
        out.id(rows.correlationHigh(), rows.correlationLow());
        out.string(names[CheckpointRows.CAUSATION]);
        if ((rows.causationHigh() | rows.causationLow()) == 0) {
            out.nil();
        } else {
            out.id(rows.causationHigh(), rows.causationLow());
        }
        number(names[CheckpointRows.ENTITY], survey.entity(), out);
        number(names[CheckpointRows.SCOPE], survey.scope(), out);
        number(names[CheckpointRows.KIND], rows.kind(), out);
        number(names[CheckpointRows.WALL_MILLIS], rows.wallMillis(), out);
        number(names[CheckpointRows.CLOCK], Integer.toUnsignedLong(rows.clock()), out);
        number(names[CheckpointRows.LANE], Integer.toUnsignedLong(rows.lane()), out);
        number(names[CheckpointRows.DEPTH], Integer.toUnsignedLong(rows.depth()), out);
        out.string(names[CheckpointRows.PREVIOUS_HASH]);
        rows.previousHash(hash, 0);
        out.intArray(hash, 0, hash.length);
        out.string(names[CheckpointRows.EVENT_HASH]);
        rows.eventHash(hash, 0);
        out.intArray(hash, 0, hash.length);
        number(names[CheckpointRows.SEGMENT], rows.segment(), out);
        number(names[CheckpointRows.OFFSET], rows.frameOffset(), out);
        number(names[CheckpointRows.LENGTH], Integer.toUnsignedLong(rows.frameLength()), out);
        number(names[CheckpointRows.SEQUENCE], rows.sequence(), out);
        out.string(names[CheckpointRows.EXTENSIONS]);
        ExtensionMap.write(rows.extensions(), out);
    }

    private static void number(String name, long bits, MessageWriter out) {
        out.string(name);
        out.unsigned(bits);
    }
}
