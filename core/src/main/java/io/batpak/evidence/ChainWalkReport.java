package io.batpak.evidence;

import io.batpak.error.EvidenceFormatException;
import io.batpak.model.EventId;
import io.batpak.model.Hash;
import io.batpak.model.InvalidArgumentException;
import io.batpak.shape.Field;
import io.batpak.shape.Shape;
import io.batpak.shape.Shapes;
import io.batpak.shape.Struct;
import io.batpak.shape.Variant;
import io.batpak.shape.Variants;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A walk from an event to those before it, each proven on the way. Immutable.
///
/// @param schemaVersion version of the body, 0..65535; [#SCHEMA_VERSION] in new ones
/// @param mode how it went
/// @param checkedCount how many events were checked, unsigned
/// @param firstRef the first of them; empty if there is none
/// @param lastRef the last of them; empty if there is none
/// @param walkDigest the hash of all of them in the order of the walk, see [#walkDigest(List)]
/// @param findings what it came upon; kept sorted, equal ones stay
public record ChainWalkReport(
        int schemaVersion,
        Mode mode,
        long checkedCount,
        Optional<EventId> firstRef,
        Optional<EventId> lastRef,
        Hash walkDigest,
        List<ChainWalkFinding> findings)
        implements EvidenceBody {
    /// The version of new bodies.
    public static final int SCHEMA_VERSION = 1;

    /// How a walk goes.
    public enum Mode {
        /// From each event to the one before it.
        LINEAR
    }

    /// An event that was checked.
    ///
    /// @param eventId its id
    /// @param hash the recorded hash of its payload
    public record Checked(EventId eventId, Hash hash) {
        static final Shape<Checked> SHAPE = Shapes.pair(Forms.EVENT_ID, Forms.HASH)
                .map(pair -> new Checked(pair.getKey(), pair.getValue()), at -> Map.entry(at.eventId, at.hash));
    }

    private static final Shape<List<Checked>> WALK = Shapes.list(Checked.SHAPE);
    private static final Shape<ChainWalkFinding> FINDING = Variants.of(
            "chain walk finding",
            List.of(
                    Variant.of(ChainWalkFinding.InvalidLimit.class, ChainWalkFinding.InvalidLimit.SHAPE),
                    Variant.of(ChainWalkFinding.MissingStart.class, ChainWalkFinding.MissingStart.SHAPE),
                    Variant.of(ChainWalkFinding.MissingChainEntry.class, ChainWalkFinding.MissingChainEntry.SHAPE),
                    Variant.of(ChainWalkFinding.StartHashMismatch.class, ChainWalkFinding.StartHashMismatch.SHAPE),
                    Variant.of(ChainWalkFinding.EntryHashMismatch.class, ChainWalkFinding.EntryHashMismatch.SHAPE),
                    Variant.of(ChainWalkFinding.MissingParentLink.class, ChainWalkFinding.MissingParentLink.SHAPE),
                    Variant.of(ChainWalkFinding.ParentHashAmbiguous.class, ChainWalkFinding.ParentHashAmbiguous.SHAPE),
                    Variant.of(ChainWalkFinding.OrderingRegression.class, ChainWalkFinding.OrderingRegression.SHAPE),
                    Variant.of(ChainWalkFinding.CycleDetected.class, ChainWalkFinding.CycleDetected.SHAPE),
                    Variant.of(
                            ChainWalkFinding.StoppedEarlyReadFailure.class,
                            ChainWalkFinding.StoppedEarlyReadFailure.SHAPE),
                    Variant.of(ChainWalkFinding.TruncatedByLimit.class, ChainWalkFinding.TruncatedByLimit.SHAPE),
                    Variant.of(ChainWalkFinding.EndNotReached.class, ChainWalkFinding.EndNotReached.SHAPE)));
    private static final Field<ChainWalkReport, Integer> VERSION =
            Field.of("schema_version", Shapes.U16, ChainWalkReport::schemaVersion);
    private static final Field<ChainWalkReport, Mode> MODE =
            Field.of("mode", Variants.of(Mode.class), ChainWalkReport::mode);
    private static final Field<ChainWalkReport, Long> CHECKED_COUNT =
            Field.of("checked_count", Shapes.U64, ChainWalkReport::checkedCount);
    private static final Field<ChainWalkReport, Optional<EventId>> FIRST_REF =
            Field.of("first_ref", Shapes.optional(Forms.EVENT_ID), ChainWalkReport::firstRef);
    private static final Field<ChainWalkReport, Optional<EventId>> LAST_REF =
            Field.of("last_ref", Shapes.optional(Forms.EVENT_ID), ChainWalkReport::lastRef);
    private static final Field<ChainWalkReport, Hash> WALK_DIGEST =
            Field.of("walk_digest", Forms.HASH, ChainWalkReport::walkDigest);
    private static final Field<ChainWalkReport, List<ChainWalkFinding>> FINDINGS =
            Field.of("findings", Shapes.list(FINDING), ChainWalkReport::findings);
    static final Shape<ChainWalkReport> SHAPE = Struct.of(
            "chain walk report",
            List.of(VERSION, MODE, CHECKED_COUNT, FIRST_REF, LAST_REF, WALK_DIGEST, FINDINGS),
            in -> new ChainWalkReport(
                    in.get(VERSION),
                    in.get(MODE),
                    in.get(CHECKED_COUNT),
                    in.get(FIRST_REF),
                    in.get(LAST_REF),
                    in.get(WALK_DIGEST),
                    in.get(FINDINGS)));

    /// Keeps its own sorted copies of the lists.
    ///
    /// @throws InvalidArgumentException if a number does not fit its bits
    public ChainWalkReport {
        Forms.u16("schemaVersion", schemaVersion);
        findings = FINDING.sorted(findings);
    }

    /// The hash of a walk: BLAKE3 of an array of pairs of event id and hash.
    public static Hash walkDigest(List<Checked> walk) {
        return Hash.blake3(WALK.encode(walk));
    }

    /// The report of a walk over these events.
    public static ChainWalkReport of(List<Checked> walk, List<ChainWalkFinding> findings) {
        return new ChainWalkReport(
                SCHEMA_VERSION,
                Mode.LINEAR,
                walk.size(),
                walk.isEmpty() ? Optional.empty() : Optional.of(walk.getFirst().eventId()),
                walk.isEmpty() ? Optional.empty() : Optional.of(walk.getLast().eventId()),
                walkDigest(walk),
                findings);
    }

    /// Whether exactly these events, in this order, are what the report speaks of.
    public boolean speaksOf(List<Checked> walk) {
        return equals(of(walk, findings));
    }

    /// Reads the bytes of a body.
    ///
    /// @throws EvidenceFormatException if they are none
    public static ChainWalkReport fromBytes(byte[] bytes) {
        return Forms.read("chain walk report", SHAPE, bytes);
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
