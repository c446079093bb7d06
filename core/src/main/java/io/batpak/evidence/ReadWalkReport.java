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
import java.util.OptionalLong;

/// What a read asked for, what it saw and what it left out. Immutable.
///
/// @param schemaVersion version of the body, 0..65535; [#SCHEMA_VERSION] in new ones
/// @param sourceRefs what was asked for; empty for everything. A lane is not told; kept sorted, equal ones stay
/// @param replayMode of when
/// @param freshnessIntent how old the answer may be; only recorded
/// @param inputFrontier how far the journal had come; empty if nobody knows
/// @param requestedLimit how many were wanted at most, unsigned; empty for all
/// @param matchedCount how many there are, unsigned
/// @param returnedCount how many were returned, unsigned
/// @param droppedLimitedCount how many the limit left out, unsigned
/// @param proofRefs the events that were returned
/// @param findings what it came upon; kept sorted, equal ones stay
public record ReadWalkReport(
        int schemaVersion,
        List<ReadSource> sourceRefs,
        ReplayMode replayMode,
        Freshness freshnessIntent,
        Optional<InputFrontier> inputFrontier,
        OptionalLong requestedLimit,
        long matchedCount,
        long returnedCount,
        Known<Long> droppedLimitedCount,
        Known<List<ProofRef>> proofRefs,
        List<ReadWalkFinding> findings)
        implements EvidenceBody {
    /// The version of new bodies.
    public static final int SCHEMA_VERSION = 1;

    /// Of when an answer is.
    public enum ReplayMode {
        /// Of now.
        CURRENT
    }

    private static final Shape<ReadSource> SOURCE = Variants.of(
            "read source",
            List.of(
                    Variant.of(ReadSource.EntityPrefix.class, ReadSource.EntityPrefix.SHAPE),
                    Variant.of(ReadSource.Scope.class, ReadSource.Scope.SHAPE),
                    Variant.of(ReadSource.FactExact.class, ReadSource.FactExact.SHAPE),
                    Variant.of(ReadSource.FactCategory.class, ReadSource.FactCategory.SHAPE),
                    Variant.of(ReadSource.ClockRange.class, ReadSource.ClockRange.SHAPE)));
    private static final Shape<ReadWalkFinding> FINDING = Variants.of(
            "read walk finding",
            List.of(
                    Variant.constant(
                            ReadWalkFinding.Telling.INPUT_FRONTIER_UNKNOWN,
                            ReadWalkFinding.Telling.INPUT_FRONTIER_UNKNOWN),
                    Variant.of(ReadWalkFinding.LimitedResults.class, ReadWalkFinding.LimitedResults.SHAPE),
                    Variant.of(ReadWalkFinding.MissingBackingEntry.class, ReadWalkFinding.MissingBackingEntry.SHAPE)));
    private static final Field<ReadWalkReport, Integer> VERSION =
            Field.of("schema_version", Shapes.U16, ReadWalkReport::schemaVersion);
    private static final Field<ReadWalkReport, List<ReadSource>> SOURCE_REFS =
            Field.of("source_refs", Shapes.list(SOURCE), ReadWalkReport::sourceRefs);
    private static final Field<ReadWalkReport, ReplayMode> REPLAY_MODE =
            Field.of("replay_mode", Variants.of(ReplayMode.class), ReadWalkReport::replayMode);
    private static final Field<ReadWalkReport, Freshness> FRESHNESS_INTENT =
            Field.of("freshness_intent", Freshnesses.SHAPE, ReadWalkReport::freshnessIntent);
    private static final Field<ReadWalkReport, Optional<InputFrontier>> INPUT_FRONTIER =
            Field.of("input_frontier", Shapes.optional(InputFrontier.SHAPE), ReadWalkReport::inputFrontier);
    private static final Field<ReadWalkReport, OptionalLong> REQUESTED_LIMIT =
            Field.of("requested_limit", Shapes.OPTIONAL_U64, ReadWalkReport::requestedLimit);
    private static final Field<ReadWalkReport, Long> MATCHED_COUNT =
            Field.of("matched_count", Shapes.U64, ReadWalkReport::matchedCount);
    private static final Field<ReadWalkReport, Long> RETURNED_COUNT =
            Field.of("returned_count", Shapes.U64, ReadWalkReport::returnedCount);
    private static final Field<ReadWalkReport, Known<Long>> DROPPED =
            Field.of("dropped_limited_count", Knowns.of(Shapes.U64), ReadWalkReport::droppedLimitedCount);
    private static final Field<ReadWalkReport, Known<List<ProofRef>>> PROOF_REFS =
            Field.of("proof_refs", Knowns.of(Shapes.list(ProofRef.SHAPE)), ReadWalkReport::proofRefs);
    private static final Field<ReadWalkReport, List<ReadWalkFinding>> FINDINGS =
            Field.of("findings", Shapes.list(FINDING), ReadWalkReport::findings);
    static final Shape<ReadWalkReport> SHAPE = Struct.of(
            "read walk report",
            List.of(
                    VERSION,
                    SOURCE_REFS,
                    REPLAY_MODE,
                    FRESHNESS_INTENT,
                    INPUT_FRONTIER,
                    REQUESTED_LIMIT,
                    MATCHED_COUNT,
                    RETURNED_COUNT,
                    DROPPED,
                    PROOF_REFS,
                    FINDINGS),
            in -> new ReadWalkReport(
                    in.get(VERSION),
                    in.get(SOURCE_REFS),
                    in.get(REPLAY_MODE),
                    in.get(FRESHNESS_INTENT),
                    in.get(INPUT_FRONTIER),
                    in.get(REQUESTED_LIMIT),
                    in.get(MATCHED_COUNT),
                    in.get(RETURNED_COUNT),
                    in.get(DROPPED),
                    in.get(PROOF_REFS),
                    in.get(FINDINGS)));

    /// Keeps its own sorted copies of the lists.
    ///
    /// @throws InvalidArgumentException if a number does not fit its bits
    public ReadWalkReport {
        Forms.u16("schemaVersion", schemaVersion);
        sourceRefs = SOURCE.sorted(sourceRefs);
        findings = FINDING.sorted(findings);
    }

    /// Whether the numbers fit each other: what was left out is what was found less what was returned, and there
    /// is a proof for each event that was returned, if proofs were asked for.
    public boolean addsUp() {
        boolean dropped = switch (droppedLimitedCount) {
            case Known.Value<Long>(Long count) -> matchedCount - returnedCount == count;
            case Known.NotApplicable<Long>() -> matchedCount >= returnedCount;
        };
        return dropped
                && switch (proofRefs) {
                    case Known.Value<List<ProofRef>>(List<ProofRef> proofs) -> proofs.size() == returnedCount;
                    case Known.NotApplicable<List<ProofRef>>() -> true;
                };
    }

    /// Reads the bytes of a body.
    ///
    /// @throws EvidenceFormatException if they are none
    public static ReadWalkReport fromBytes(byte[] bytes) {
        return Forms.read("read walk report", SHAPE, bytes);
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
