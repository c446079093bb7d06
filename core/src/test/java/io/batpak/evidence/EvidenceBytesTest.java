package io.batpak.evidence;

import static io.batpak.evidence.GoldenBody.filled;
import static io.batpak.evidence.GoldenBody.isGolden;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.batpak.evidence.ReservationFinding.InvalidTransition;
import io.batpak.evidence.StateTransitionReport.Edge;
import io.batpak.model.Bytes;
import io.batpak.model.Hash;
import io.batpak.model.InvalidArgumentException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/// Evidence about schemas, transitions and reservations, against the bytes of the reference.
///
/// Covers: A2, G6, G11, G12.
/// Tier: golden.
class EvidenceBytesTest {
    private static final List<CauseRef> UNSORTED =
            List.of(new CauseRef(2, Bytes.of(new byte[] {2})), new CauseRef(1, Bytes.of(new byte[] {1})));
    private static final StateTransition STEP = new StateTransition(
            1,
            filled(0x71),
            filled(0x72),
            1,
            9,
            filled(0x73),
            UNSORTED,
            OptionalLong.of(77),
            Optional.of(filled(0x74)));

    private static ReservationTransition step(long sequence, int id, long op, long units) {
        Optional<ReservationTransition.Subject> subject = op == ReservationTransition.RESERVE
                ? Optional.of(
                        new ReservationTransition.Subject(7, Bytes.of("subject".getBytes(StandardCharsets.US_ASCII))))
                : Optional.empty();
        return new ReservationTransition(1, sequence, filled(id), op, units, subject, UNSORTED);
    }

    private static ReservationLedger ledger() {
        return ReservationLedger.of(List.of(step(2, 0x81, 1, 0), step(1, 0x82, 0, 4), step(3, 0x82, 2, 0)));
    }

    @Test
    void driftOfASchemaHasTheBytesOfTheReference() {
        SchemaSnapshot expected = new SchemaSnapshot("schema.snapshot.report.v1", 1, filled(0x11), filled(0x22));
        SchemaSnapshot observed = new SchemaSnapshot("schema.snapshot.report.v1", 1, filled(0x11), filled(0x23));
        isGolden(
                "schema_snapshot_report_body_v1",
                expected.compare(observed),
                SchemaDrift::fromBytes,
                "b00c16281b05df333f629c541b825a896177c9eaa464e8993e4039fa948a4916");
    }

    @Test
    void everyDifferenceOfASchemaIsFound() {
        SchemaSnapshot one = SchemaSnapshot.ofBytes("a", new byte[] {1}, new byte[] {2});
        assertThat(one.compare(one).findings()).isEmpty();
        assertThat(one.compare(one).change()).isEqualTo(SchemaDrift.Change.UNCHANGED);
        SchemaDrift drift = one.compare(new SchemaSnapshot("b", 2, Hash.ZERO, Hash.ZERO));
        assertThat(drift.findings()).containsExactly(SchemaDrift.Finding.values());
        assertThat(drift.change()).isEqualTo(SchemaDrift.Change.UNKNOWN);
        assertThatThrownBy(() -> new SchemaSnapshot("a", -1, Hash.ZERO, Hash.ZERO))
                .isInstanceOf(InvalidArgumentException.class);
    }

    @Test
    void aTransitionHasTheBytesOfTheReference() {
        assertThat(STEP.bodyHash()).hasToString("eba82e920b8383babc3193e7ca26896cc10045f7445599ba0b4be7531b723be6");
        assertThat(StateTransition.fromBytes(STEP.toBytes()).causes()).isEqualTo(STEP.sortedCauses());
        isGolden(
                "state_transition_report_body_v1",
                StateTransitionReport.of(STEP, List.of(new Edge(1, 2))),
                StateTransitionReport::fromBytes,
                "79396a5661c41c4744c3e6cea661ecc3a6edd678532e5544a4bbbaf60903eaa0");
    }

    @Test
    void aMachineSaysWhichTransitionsItAllows() {
        StateTransition tidy = StateTransition.fromBytes(STEP.toBytes());
        assertThat(StateTransitionReport.of(tidy, List.of(new Edge(1, 2), new Edge(1, 9)))
                        .isClean())
                .isTrue();
        assertThat(StateTransitionReport.of(tidy, List.of(new Edge(-1, 0), new Edge(1, 9)))
                        .findings())
                .containsExactly(TransitionFinding.Telling.UNSORTED_ALLOWED_TRANSITION_EDGES);
        StateTransition later = new StateTransition(
                2, Hash.ZERO, Hash.ZERO, 0, 0, Hash.ZERO, List.of(), OptionalLong.empty(), Optional.empty());
        StateTransitionReport report = StateTransitionReport.of(later, List.of());
        assertThat(report.findings())
                .containsExactly(
                        new TransitionFinding.UnsupportedEventSchemaVersion(2, 1),
                        new TransitionFinding.InvalidTransition(Hash.ZERO, Hash.ZERO, 0, 0, 1));
        assertThat(StateTransitionReport.fromBytes(report.toBytes())).isEqualTo(report);
        assertThat(report.toJson()).contains("{\"UnsupportedEventSchemaVersion\":{\"expected\":1,\"observed\":2}}");
    }

    @Test
    void aLedgerHasTheBytesOfTheReference() {
        isGolden(
                "reservation_ledger_report_body_v1",
                ledger(),
                ReservationLedger::fromBytes,
                "30b018011ebaa73414ef1b69a20383f4c633fcba94699042f9a56a1179c967f5");
        isGolden(
                "reservation_reconciliation_report_body_v1",
                ReservationReconciliation.of(ledger()),
                ReservationReconciliation::fromBytes,
                "d6af5feb1dd78b1f811740c1d3c78d4b6499a0f0cdd97c4ddf880bddbd2e3dfd");
        ReservationTransition step = step(1, 0x82, 0, 4);
        assertThat(ReservationTransition.fromBytes(step.toBytes())).isEqualTo(step);
    }

    /// Every step against every state; the reasons are those of the table in docs/formats/evidence.md.
    @Test
    void everyStepFitsAStateOrHasAReason() {
        long[][] reasons = {
            {-1, 2, 3, 5, 6, 9},
            {7, -1, -1, -1, -1, 9},
            {7, 1, 4, 5, 6, 9},
            {7, 9, 3, 5, 6, 9},
            {7, 9, 3, 5, 6, 9},
            {7, 9, 3, 5, 6, 9}
        };
        for (int before = 0; before < reasons.length; before++) {
            for (int op = 0; op < reasons[before].length; op++) {
                List<ReservationTransition> log = new ArrayList<>();
                if (before > 0) {
                    log.add(step(1, 5, 0, 4));
                }
                if (before > 1) {
                    log.add(step(2, 5, before - 1, 0));
                }
                log.add(step(-1, 5, op, 4));
                ReservationLedger ledger = ReservationLedger.of(log);
                long state = before == 0 || op == 5 ? ReservationFinding.NO_STATE : before - 1;
                List<ReservationFinding> expected = reasons[before][op] < 0
                        ? List.of()
                        : List.of(new InvalidTransition(filled(5), state, op, reasons[before][op]));
                assertThat(ledger.findings()).as("%d then %d", before, op).isEqualTo(expected);
            }
        }
        assertThat(ReservationLedger.of(List.of(step(1, 5, 0, 0))).findings())
                .containsExactly(new InvalidTransition(filled(5), ReservationFinding.NO_STATE, 0, 8));
    }

    @Test
    void aStepOfAnotherVersionIsPassedOver() {
        ReservationTransition later = new ReservationTransition(2, 1, filled(1), 0, 4, Optional.empty(), List.of());
        ReservationLedger ledger = ReservationLedger.of(List.of(later));
        assertThat(ledger.findings())
                .containsExactly(new ReservationFinding.UnsupportedTransitionSchemaVersion(filled(1), 2, 1));
        assertThat(ledger.entries()).isEmpty();
        assertThat(ReservationLedger.fromBytes(ledger.toBytes())).isEqualTo(ledger);
    }
}
