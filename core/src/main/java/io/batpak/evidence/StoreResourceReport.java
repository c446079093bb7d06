package io.batpak.evidence;

import io.batpak.error.EvidenceFormatException;
import io.batpak.model.Bytes;
import io.batpak.model.Hash;
import io.batpak.model.InvalidArgumentException;
import io.batpak.shape.Field;
import io.batpak.shape.Shape;
import io.batpak.shape.Shapes;
import io.batpak.shape.Struct;
import io.batpak.shape.Variant;
import io.batpak.shape.Variants;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// What a journal holds and uses, and what the machine can do for it. Immutable. Of one moment: two reports of the
/// same journal need not be equal.
///
/// @param schemaVersion version of the body, 0..4294967295; [#SCHEMA_VERSION] in new ones
/// @param dataDirIdentityHash the hash of the directory's canonical path
/// @param eventCount number of events, hidden ones included, unsigned
/// @param globalSequence the next sequence, unsigned
/// @param visibleSequence the first sequence that is not visible, unsigned
/// @param segmentMaxBytes bytes at which a segment ends, unsigned
/// @param fdBudget most files that are open at a time, unsigned
/// @param restartPolicy how often the writer may start again
/// @param writerPressure how full its queue is
/// @param frontier how far each mark has come
/// @param indexTopology the label of the index
/// @param tileCount parts of the index by kind, unsigned
/// @param openReport what the open found: the payload of its event, docs/formats/lifecycle.md; empty if nobody says
/// @param platformEvidence what the machine can do
public record StoreResourceReport(
        long schemaVersion,
        Hash dataDirIdentityHash,
        long eventCount,
        long globalSequence,
        long visibleSequence,
        long segmentMaxBytes,
        long fdBudget,
        RestartLimit restartPolicy,
        Pressure writerPressure,
        FrontierFigures frontier,
        String indexTopology,
        long tileCount,
        Optional<Bytes> openReport,
        PlatformEvidence platformEvidence)
        implements EvidenceBody {
    /// The version of new bodies.
    public static final long SCHEMA_VERSION = 1;

    /// How full a queue is.
    ///
    /// @param queueLength how many wait, unsigned
    /// @param capacity how many may wait, unsigned
    public record Pressure(long queueLength, long capacity) {
        static final Shape<Pressure> SHAPE = Struct.of(
                Field.of("queue_len", Shapes.U64, Pressure::queueLength),
                Field.of("capacity", Shapes.U64, Pressure::capacity),
                Pressure::new);
    }

    private static final Shape<Bytes> OPEN =
            Shapes.embedded(OpenReports::checked, Bytes::toByteArray, OpenReports::tree);
    private static final Shape<RestartLimit> RESTARTS = Variants.of(
            "restart limit",
            List.of(
                    Variant.constant(RestartLimit.Telling.ONCE, RestartLimit.Telling.ONCE),
                    Variant.of(RestartLimit.Bounded.class, RestartLimit.Bounded.SHAPE)));
    private static final Field<StoreResourceReport, Long> VERSION =
            Field.of("schema_version", Shapes.U32, StoreResourceReport::schemaVersion);
    private static final Field<StoreResourceReport, Hash> DATA_DIR_IDENTITY_HASH =
            Field.of("data_dir_identity_hash", Forms.HASH, StoreResourceReport::dataDirIdentityHash);
    private static final Field<StoreResourceReport, Long> EVENT_COUNT =
            Field.of("event_count", Shapes.U64, StoreResourceReport::eventCount);
    private static final Field<StoreResourceReport, Long> GLOBAL_SEQUENCE =
            Field.of("global_sequence", Shapes.U64, StoreResourceReport::globalSequence);
    private static final Field<StoreResourceReport, Long> VISIBLE_SEQUENCE =
            Field.of("visible_sequence", Shapes.U64, StoreResourceReport::visibleSequence);
    private static final Field<StoreResourceReport, Long> SEGMENT_MAX_BYTES =
            Field.of("segment_max_bytes", Shapes.U64, StoreResourceReport::segmentMaxBytes);
    private static final Field<StoreResourceReport, Long> FD_BUDGET =
            Field.of("fd_budget", Shapes.U64, StoreResourceReport::fdBudget);
    private static final Field<StoreResourceReport, RestartLimit> RESTART_POLICY =
            Field.of("restart_policy", RESTARTS, StoreResourceReport::restartPolicy);
    private static final Field<StoreResourceReport, Pressure> WRITER_PRESSURE =
            Field.of("writer_pressure", Pressure.SHAPE, StoreResourceReport::writerPressure);
    private static final Field<StoreResourceReport, FrontierFigures> FRONTIER =
            Field.of("frontier", FrontierFigures.SHAPE, StoreResourceReport::frontier);
    private static final Field<StoreResourceReport, String> INDEX_TOPOLOGY =
            Field.of("index_topology", Shapes.TEXT, StoreResourceReport::indexTopology);
    private static final Field<StoreResourceReport, Long> TILE_COUNT =
            Field.of("tile_count", Shapes.U64, StoreResourceReport::tileCount);
    private static final Field<StoreResourceReport, Optional<Bytes>> OPEN_REPORT =
            Field.of("open_report", Shapes.optional(OPEN), StoreResourceReport::openReport);
    private static final Field<StoreResourceReport, PlatformEvidence> PLATFORM_EVIDENCE =
            Field.of("platform_evidence", PlatformEvidence.SHAPE, StoreResourceReport::platformEvidence);
    static final Shape<StoreResourceReport> SHAPE = Struct.of(
            "store resource report",
            List.of(
                    VERSION,
                    DATA_DIR_IDENTITY_HASH,
                    EVENT_COUNT,
                    GLOBAL_SEQUENCE,
                    VISIBLE_SEQUENCE,
                    SEGMENT_MAX_BYTES,
                    FD_BUDGET,
                    RESTART_POLICY,
                    WRITER_PRESSURE,
                    FRONTIER,
                    INDEX_TOPOLOGY,
                    TILE_COUNT,
                    OPEN_REPORT,
                    PLATFORM_EVIDENCE),
            in -> new StoreResourceReport(
                    in.get(VERSION),
                    in.get(DATA_DIR_IDENTITY_HASH),
                    in.get(EVENT_COUNT),
                    in.get(GLOBAL_SEQUENCE),
                    in.get(VISIBLE_SEQUENCE),
                    in.get(SEGMENT_MAX_BYTES),
                    in.get(FD_BUDGET),
                    in.get(RESTART_POLICY),
                    in.get(WRITER_PRESSURE),
                    in.get(FRONTIER),
                    in.get(INDEX_TOPOLOGY),
                    in.get(TILE_COUNT),
                    in.get(OPEN_REPORT),
                    in.get(PLATFORM_EVIDENCE)));

    /// @throws InvalidArgumentException if a number does not fit its bits
    public StoreResourceReport {
        Forms.u32("schemaVersion", schemaVersion);
    }

    /// The hash of a path: BLAKE3 of its UTF-8 bytes.
    public static Hash pathHash(String canonicalPath) {
        return Hash.blake3(canonicalPath.getBytes(StandardCharsets.UTF_8));
    }

    /// Reads the bytes of a body.
    ///
    /// @throws EvidenceFormatException if they are none
    public static StoreResourceReport fromBytes(byte[] bytes) {
        return Forms.read("store resource report", SHAPE, bytes);
    }

    @Override
    public byte[] toBytes() {
        return SHAPE.encode(this);
    }

    @Override
    public String toJson() {
        return Forms.json(SHAPE, this);
    }
}
