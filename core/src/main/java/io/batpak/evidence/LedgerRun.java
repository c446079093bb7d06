package io.batpak.evidence;

import io.batpak.model.Hash;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Follows one log of reservations.
///
/// | Step | no entry | reserved | committed | other |
/// |---|---|---|---|---|
/// | reserve | opens, or 8 | 7 | 7 | 7 |
/// | commit | 2 | commits | 1 | 9 |
/// | refund | 3 | refunds | 4 | 3 |
/// | expire | 5 | expires | 5 | 5 |
/// | orphan | 6 | orphans | 6 | 6 |
/// | another | 9 | 9 | 9 | 9 |
final class LedgerRun {
    private static final long DOUBLE_COMMIT = 1;
    private static final long COMMIT_WITHOUT_RESERVE = 2;
    private static final long REFUND_INVALID_STATE = 3;
    private static final long REFUND_AFTER_COMMIT = 4;
    private static final long EXPIRE_INVALID_STATE = 5;
    private static final long ORPHAN_INVALID_STATE = 6;
    private static final long DUPLICATE_RESERVE = 7;
    private static final long RESERVE_INVALID_SUBJECT_OR_UNITS = 8;
    private static final long TRANSITION_ON_TERMINAL = 9;
    private static final Comparator<ReservationTransition> ORDER = Comparator.comparing(
                    ReservationTransition::sequence, Long::compareUnsigned)
            .thenComparing(ReservationTransition::reservationId, Forms.HASH);

    private final List<ReservationTransition> log;
    private final Map<Hash, ReservationEntry> entries = new HashMap<>();
    private final List<ReservationFinding> findings = new ArrayList<>();

    LedgerRun(List<ReservationTransition> log) {
        this.log = log.stream().sorted(ORDER).toList();
    }

    ReservationLedger result() {
        log.forEach(this::follow);
        return new ReservationLedger(
                ReservationLedger.SCHEMA_VERSION, digest(), List.copyOf(entries.values()), findings);
    }

    private Hash digest() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        log.forEach(step -> bytes.writeBytes(step.toBytes()));
        return Hash.blake3(bytes.toByteArray());
    }

    private void follow(ReservationTransition step) {
        if (step.schemaVersion() != ReservationTransition.SCHEMA_VERSION) {
            findings.add(new ReservationFinding.UnsupportedTransitionSchemaVersion(
                    step.reservationId(), step.schemaVersion(), ReservationTransition.SCHEMA_VERSION));
            return;
        }
        ReservationEntry entry = entries.get(step.reservationId());
        if (step.op() == ReservationTransition.RESERVE) {
            reserve(step, entry);
        } else if (step.op() > ReservationTransition.ORPHAN) {
            refuse(step, null, TRANSITION_ON_TERMINAL);
        } else if (entry != null && entry.state() == ReservationEntry.RESERVED) {
            entries.put(step.reservationId(), entry.withState(step.op()));
        } else {
            refuse(step, entry, reason(step.op(), entry));
        }
    }

    private void reserve(ReservationTransition step, @Nullable ReservationEntry entry) {
        if (entry != null) {
            refuse(step, entry, DUPLICATE_RESERVE);
        } else if (step.subject().isEmpty() || step.units() == 0) {
            refuse(step, null, RESERVE_INVALID_SUBJECT_OR_UNITS);
        } else {
            entries.put(
                    step.reservationId(),
                    new ReservationEntry(
                            step.reservationId(),
                            step.subject().get(),
                            step.units(),
                            ReservationEntry.RESERVED,
                            step.sequence()));
        }
    }

    /// Why a step other than a reservation does not fit the entry, or its absence.
    private static long reason(long op, @Nullable ReservationEntry entry) {
        boolean committed = entry != null && entry.state() == ReservationEntry.COMMITTED;
        if (op == ReservationTransition.COMMIT) {
            return entry == null ? COMMIT_WITHOUT_RESERVE : committed ? DOUBLE_COMMIT : TRANSITION_ON_TERMINAL;
        }
        if (op == ReservationTransition.REFUND) {
            return committed ? REFUND_AFTER_COMMIT : REFUND_INVALID_STATE;
        }
        return op == ReservationTransition.EXPIRE ? EXPIRE_INVALID_STATE : ORPHAN_INVALID_STATE;
    }

    private void refuse(ReservationTransition step, @Nullable ReservationEntry entry, long reason) {
        long from = entry == null ? ReservationFinding.NO_STATE : entry.state();
        findings.add(new ReservationFinding.InvalidTransition(step.reservationId(), from, step.op(), reason));
    }
}
