package io.batpak.evidence;

import io.batpak.error.EvidenceFormatException;
import io.batpak.model.Hash;
import io.batpak.model.InvalidArgumentException;
import io.batpak.shape.Field;
import io.batpak.shape.Shape;
import io.batpak.shape.Shapes;
import io.batpak.shape.Struct;
import java.util.List;

/// The reservations of a ledger by what became of them. Immutable; lists stay as given.
///
/// @param schemaVersion version of the body, 0..4294967295; [#SCHEMA_VERSION] in new ones
/// @param open those that are open
/// @param expired those whose time was over
/// @param orphaned those nobody owned any more
/// @param committed those that were used
/// @param refunded those that were given back
public record ReservationReconciliation(
        long schemaVersion,
        List<Hash> open,
        List<Hash> expired,
        List<Hash> orphaned,
        List<Hash> committed,
        List<Hash> refunded)
        implements EvidenceBody {
    /// The version of new bodies.
    public static final long SCHEMA_VERSION = 1;

    private static final Shape<List<Hash>> IDS = Shapes.list(Forms.HASH);
    private static final Field<ReservationReconciliation, Long> VERSION =
            Field.of("schema_version", Shapes.U32, ReservationReconciliation::schemaVersion);
    private static final Field<ReservationReconciliation, List<Hash>> OPEN =
            Field.of("reserved_open_ids", IDS, ReservationReconciliation::open);
    private static final Field<ReservationReconciliation, List<Hash>> EXPIRED =
            Field.of("expired_ids", IDS, ReservationReconciliation::expired);
    private static final Field<ReservationReconciliation, List<Hash>> ORPHANED =
            Field.of("orphaned_ids", IDS, ReservationReconciliation::orphaned);
    private static final Field<ReservationReconciliation, List<Hash>> COMMITTED =
            Field.of("committed_ids", IDS, ReservationReconciliation::committed);
    private static final Field<ReservationReconciliation, List<Hash>> REFUNDED =
            Field.of("refunded_ids", IDS, ReservationReconciliation::refunded);
    private static final Shape<ReservationReconciliation> SHAPE = Struct.of(
            "reservation reconciliation",
            List.of(VERSION, OPEN, EXPIRED, ORPHANED, COMMITTED, REFUNDED),
            in -> new ReservationReconciliation(
                    in.get(VERSION),
                    in.get(OPEN),
                    in.get(EXPIRED),
                    in.get(ORPHANED),
                    in.get(COMMITTED),
                    in.get(REFUNDED)));

    /// Copies the lists.
    ///
    /// @throws InvalidArgumentException if the version does not fit 32 bits
    public ReservationReconciliation {
        Forms.u32("schemaVersion", schemaVersion);
        open = List.copyOf(open);
        expired = List.copyOf(expired);
        orphaned = List.copyOf(orphaned);
        committed = List.copyOf(committed);
        refunded = List.copyOf(refunded);
    }

    /// The reservations of a ledger, ids ascending. Those of unknown state are left out.
    public static ReservationReconciliation of(ReservationLedger ledger) {
        return new ReservationReconciliation(
                SCHEMA_VERSION,
                ids(ledger, ReservationEntry.RESERVED),
                ids(ledger, ReservationEntry.EXPIRED),
                ids(ledger, ReservationEntry.ORPHANED),
                ids(ledger, ReservationEntry.COMMITTED),
                ids(ledger, ReservationEntry.REFUNDED));
    }

    private static List<Hash> ids(ReservationLedger ledger, long state) {
        return ledger.entries().stream()
                .filter(entry -> entry.state() == state)
                .map(ReservationEntry::reservationId)
                .toList();
    }

    /// Reads the bytes of a reconciliation.
    ///
    /// @throws EvidenceFormatException if they are none
    public static ReservationReconciliation fromBytes(byte[] bytes) {
        return Forms.read("reservation reconciliation", SHAPE, bytes);
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
