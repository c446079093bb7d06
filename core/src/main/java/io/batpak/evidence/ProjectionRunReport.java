package io.batpak.evidence;

import io.batpak.error.EvidenceFormatException;
import io.batpak.model.InvalidArgumentException;
import io.batpak.shape.Field;
import io.batpak.shape.Shape;
import io.batpak.shape.Shapes;
import io.batpak.shape.Struct;
import io.batpak.shape.Variant;
import io.batpak.shape.Variants;
import java.util.List;
import java.util.Optional;

/// What a projection was made of, and how. Immutable.
///
/// @param schemaVersion version of the body, 0..65535; [#SCHEMA_VERSION] in new ones
/// @param projectionId which projection
/// @param sourceRefs where its events come from; kept sorted, equal ones stay
/// @param replayMode of when
/// @param requestedFreshness how old it may be
/// @param observedFreshness how old it is: an [Observed.Freshness] or [Observed.Unavailable]
/// @param inputFrontier the newest event in it; empty if nobody knows
/// @param outputHash the state: [Observed.Output], [Observed.NoOutput] or [Observed.Unavailable]
/// @param cacheStatus where it came from: an [Observed.Cache] or [Observed.Unavailable]
/// @param checkpointRef what it began from
/// @param findings what is to be known about it; kept in the order of their declaration, equal ones stay
public record ProjectionRunReport(
        int schemaVersion,
        String projectionId,
        List<ProjectionSource> sourceRefs,
        ReplayMode replayMode,
        Freshness requestedFreshness,
        Observed observedFreshness,
        Optional<InputFrontier> inputFrontier,
        Observed outputHash,
        Observed cacheStatus,
        CheckpointRef checkpointRef,
        List<Finding> findings)
        implements EvidenceBody {
    /// The version of new bodies.
    public static final int SCHEMA_VERSION = 1;

    /// Of when a state is.
    public enum ReplayMode {
        /// Of now.
        CURRENT
    }

    /// What a run began from.
    public enum CheckpointRef {
        /// From no checkpoint.
        NOT_APPLICABLE
    }

    /// What is to be known about a run.
    public enum Finding {
        /// Nobody knows how old it is.
        OBSERVED_FRESHNESS_UNAVAILABLE,

        /// Nobody knows how far the journal had come.
        INPUT_FRONTIER_UNKNOWN,

        /// Nobody knows the hash of the state.
        OUTPUT_HASH_UNAVAILABLE,

        /// Nobody knows where the state came from.
        CACHE_STATUS_UNAVAILABLE,

        /// It sees what everybody sees.
        PARTIAL_VISIBILITY_NOT_APPLICABLE,

        /// It failed.
        PROJECTION_FAILED,

        /// It is older than the journal, as was allowed.
        STALE_USED
    }

    private static final Shape<ProjectionSource> SOURCE = Variants.of(
            "projection source",
            List.of(
                    Variant.of(ProjectionSource.Entity.class, ProjectionSource.Entity.SHAPE),
                    Variant.of(ProjectionSource.RelevantKind.class, ProjectionSource.RelevantKind.SHAPE)));
    private static final Field<ProjectionRunReport, Integer> VERSION =
            Field.of("schema_version", Shapes.U16, ProjectionRunReport::schemaVersion);
    private static final Field<ProjectionRunReport, String> PROJECTION_ID =
            Field.of("projection_id", Shapes.TEXT, ProjectionRunReport::projectionId);
    private static final Field<ProjectionRunReport, List<ProjectionSource>> SOURCE_REFS =
            Field.of("source_refs", Shapes.list(SOURCE), ProjectionRunReport::sourceRefs);
    private static final Field<ProjectionRunReport, ReplayMode> REPLAY_MODE =
            Field.of("replay_mode", Variants.of(ReplayMode.class), ProjectionRunReport::replayMode);
    private static final Field<ProjectionRunReport, Freshness> REQUESTED_FRESHNESS =
            Field.of("requested_freshness", Freshnesses.SHAPE, ProjectionRunReport::requestedFreshness);
    private static final Field<ProjectionRunReport, Observed> OBSERVED_FRESHNESS =
            Field.of("observed_freshness", Observations.FRESHNESS, ProjectionRunReport::observedFreshness);
    private static final Field<ProjectionRunReport, Optional<InputFrontier>> INPUT_FRONTIER =
            Field.of("input_frontier", Shapes.optional(InputFrontier.SHAPE), ProjectionRunReport::inputFrontier);
    private static final Field<ProjectionRunReport, Observed> OUTPUT_HASH =
            Field.of("output_hash", Observations.OUTPUT, ProjectionRunReport::outputHash);
    private static final Field<ProjectionRunReport, Observed> CACHE_STATUS =
            Field.of("cache_status", Observations.CACHE, ProjectionRunReport::cacheStatus);
    private static final Field<ProjectionRunReport, CheckpointRef> CHECKPOINT_REF =
            Field.of("checkpoint_ref", Variants.of(CheckpointRef.class), ProjectionRunReport::checkpointRef);
    private static final Field<ProjectionRunReport, List<Finding>> FINDINGS =
            Field.of("findings", Shapes.list(Variants.of(Finding.class)), ProjectionRunReport::findings);
    static final Shape<ProjectionRunReport> SHAPE = Struct.of(
            "projection run report",
            List.of(
                    VERSION,
                    PROJECTION_ID,
                    SOURCE_REFS,
                    REPLAY_MODE,
                    REQUESTED_FRESHNESS,
                    OBSERVED_FRESHNESS,
                    INPUT_FRONTIER,
                    OUTPUT_HASH,
                    CACHE_STATUS,
                    CHECKPOINT_REF,
                    FINDINGS),
            in -> new ProjectionRunReport(
                    in.get(VERSION),
                    in.get(PROJECTION_ID),
                    in.get(SOURCE_REFS),
                    in.get(REPLAY_MODE),
                    in.get(REQUESTED_FRESHNESS),
                    in.get(OBSERVED_FRESHNESS),
                    in.get(INPUT_FRONTIER),
                    in.get(OUTPUT_HASH),
                    in.get(CACHE_STATUS),
                    in.get(CHECKPOINT_REF),
                    in.get(FINDINGS)));

    /// Keeps its own sorted copies of the lists.
    ///
    /// @throws InvalidArgumentException if a number does not fit its bits
    public ProjectionRunReport {
        Forms.u16("schemaVersion", schemaVersion);
        Observations.FRESHNESS.compare(observedFreshness, observedFreshness);
        Observations.OUTPUT.compare(outputHash, outputHash);
        Observations.CACHE.compare(cacheStatus, cacheStatus);
        sourceRefs = SOURCE.sorted(sourceRefs);
        findings = findings.stream().sorted().toList();
    }

    /// Reads the bytes of a body.
    ///
    /// @throws EvidenceFormatException if they are none
    public static ProjectionRunReport fromBytes(byte[] bytes) {
        return Forms.read("projection run report", SHAPE, bytes);
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
