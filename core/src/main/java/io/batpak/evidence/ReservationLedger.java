package io.batpak.evidence;

import io.batpak.error.EvidenceFormatException;
import io.batpak.model.Hash;
import io.batpak.model.InvalidArgumentException;
import io.batpak.shape.Field;
import io.batpak.shape.Shape;
import io.batpak.shape.Shapes;
import io.batpak.shape.Struct;
import io.batpak.shape.Variant;
import io.batpak.shape.Variants;
import java.util.List;

/// What a log of reservations comes to. Immutable.
///
/// @param schemaVersion version of the body, 0..4294967295; [#SCHEMA_VERSION] in new ones
/// @param transitionLogDigest the hash of the log
/// @param entries the reservations; kept ascending by id
/// @param findings the steps that were not followed; kept sorted, equal ones stay
public record ReservationLedger(
        long schemaVersion, Hash transitionLogDigest, List<ReservationEntry> entries, List<ReservationFinding> findings)
        implements EvidenceBody {
    /// The version of new bodies.
    public static final long SCHEMA_VERSION = 1;

    private static final Shape<ReservationFinding> FINDING = Variants.of(
            "reservation finding",
            List.of(
                    Variant.of(ReservationFinding.InvalidTransition.class, ReservationFinding.InvalidTransition.SHAPE),
                    Variant.of(
                            ReservationFinding.UnsupportedTransitionSchemaVersion.class,
                            ReservationFinding.UnsupportedTransitionSchemaVersion.SHAPE)));
    private static final Field<ReservationLedger, Long> VERSION =
            Field.of("schema_version", Shapes.U32, ReservationLedger::schemaVersion);
    private static final Field<ReservationLedger, Hash> DIGEST =
            Field.of("transition_log_digest", Forms.HASH, ReservationLedger::transitionLogDigest);
    private static final Field<ReservationLedger, List<ReservationEntry>> ENTRIES =
            Field.of("entries_sorted", Shapes.list(ReservationEntry.SHAPE), ReservationLedger::entries);
    private static final Field<ReservationLedger, List<ReservationFinding>> FINDINGS =
            Field.of("findings_sorted", Shapes.list(FINDING), ReservationLedger::findings);
    private static final Shape<ReservationLedger> SHAPE = Struct.of(
            "reservation ledger",
            List.of(VERSION, DIGEST, ENTRIES, FINDINGS),
            in -> new ReservationLedger(in.get(VERSION), in.get(DIGEST), in.get(ENTRIES), in.get(FINDINGS)));

    /// Keeps its own sorted copies of the lists.
    ///
    /// @throws InvalidArgumentException if the version does not fit 32 bits
    public ReservationLedger {
        Forms.u32("schemaVersion", schemaVersion);
        entries = ReservationEntry.SHAPE.sorted(entries);
        findings = FINDING.sorted(findings);
    }

    /// Follows a log. The steps may come in any order: they are followed ascending by sequence, then id; where
    /// both are equal, as they come, so that the hash of the log depends on their order only then.
    public static ReservationLedger of(List<ReservationTransition> log) {
        return new LedgerRun(log).result();
    }

    /// Reads the bytes of a ledger.
    ///
    /// @throws EvidenceFormatException if they are none
    public static ReservationLedger fromBytes(byte[] bytes) {
        return Forms.read("reservation ledger", SHAPE, bytes);
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
