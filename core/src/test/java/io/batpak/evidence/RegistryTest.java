package io.batpak.evidence;

import static io.batpak.evidence.GoldenBody.filled;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.batpak.error.EvidenceFormatException;
import io.batpak.model.Bytes;
import io.batpak.model.Hash;
import io.batpak.model.InvalidArgumentException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Envelopes and registries: what changes which hash, what is found, and that order plays no part.
///
/// Covers: G7, G9.
/// Tier: unit.
class RegistryTest {
    private static final SignatureCheck ACCEPTS = (signature, body) -> Optional.empty();

    private static RegistryRow row(int id, long lifecycle, int supersedes) {
        return new RegistryRow(
                1,
                filled(id),
                1,
                1,
                Bytes.of(new byte[] {(byte) id}),
                List.of(),
                lifecycle,
                supersedes == 0 ? Optional.empty() : Optional.of(filled(supersedes)));
    }

    private static RegistryRow named(List<NamedDigest> digests) {
        return new RegistryRow(1, filled(1), 1, 1, Bytes.of(new byte[0]), digests, 1, Optional.empty());
    }

    private static ArtifactSignature signature(int key) {
        return new ArtifactSignature(1, filled(key), Bytes.of(new byte[] {(byte) key}));
    }

    @Test
    void theHashOfTheBodyIsApartFromThatOfTheEnvelope() {
        ArtifactEnvelope<RegistryRow> bare = ArtifactEnvelope.of(row(1, 1, 0));
        ArtifactEnvelope<RegistryRow> signed = bare.signedBy(signature(9));
        ArtifactEnvelope<RegistryRow> dated =
                new ArtifactEnvelope<>(bare.body(), 1, OptionalLong.of(5), Optional.empty(), List.of(), List.of());
        ArtifactEnvelope<RegistryRow> noted =
                new ArtifactEnvelope<>(bare.body(), 1, OptionalLong.empty(), Optional.of("n"), List.of(), List.of());
        assertThat(List.of(signed.bodyHash(), dated.bodyHash(), noted.bodyHash()))
                .containsOnly(bare.bodyHash());
        assertThat(List.of(bare.envelopeHash(), signed.envelopeHash(), dated.envelopeHash(), noted.envelopeHash()))
                .doesNotHaveDuplicates();
        assertThat(ArtifactEnvelope.of(row(2, 1, 0)).envelopeHash()).isNotEqualTo(bare.envelopeHash());
        assertThatThrownBy(() -> new ArtifactEnvelope<>(
                        bare.body(), -1, OptionalLong.empty(), Optional.empty(), List.of(), List.of()))
                .isInstanceOf(InvalidArgumentException.class);
    }

    @Test
    void signaturesAreCheckedOverTheBodyInOneOrder() {
        ArtifactEnvelope<RegistryRow> envelope =
                ArtifactEnvelope.of(row(1, 1, 0)).signedBy(signature(3)).signedBy(signature(2));
        List<Hash> asked = new ArrayList<>();
        ArtifactVerification verification = envelope.verify((signature, body) -> {
            asked.add(signature.keyId());
            assertThat(body).isEqualTo(envelope.body().toBytes());
            return signature.keyId().equals(filled(3)) ? Optional.of("no") : Optional.empty();
        });
        assertThat(asked).containsExactly(filled(2), filled(3));
        assertThat(verification.findings()).containsExactly(new ArtifactFinding.InvalidSignature(filled(3), "no"));
        ArtifactEnvelope<RegistryRow> other =
                ArtifactEnvelope.of(row(1, 1, 0)).signedBy(signature(2)).signedBy(signature(3));
        assertThat(other.envelopeHash()).isEqualTo(envelope.envelopeHash());
        assertThat(ArtifactEnvelope.of(row(1, 1, 0))
                        .verify((signature, body) -> Optional.of("no"))
                        .findings())
                .isEmpty();
    }

    @Test
    void anEnvelopeIsReadBack() {
        ArtifactEnvelope<RegistryRow> envelope = new ArtifactEnvelope<>(
                row(1, 1, 2),
                1,
                OptionalLong.of(-1),
                Optional.of("note"),
                List.of(signature(4)),
                List.of(new Attestation(2, Bytes.of(new byte[] {5}))));
        assertThat(ArtifactEnvelope.fromBytes(envelope.toBytes(), RegistryRow::fromBytes))
                .isEqualTo(envelope);
        assertThatThrownBy(() -> ArtifactEnvelope.fromBytes(new byte[] {1}, RegistryRow::fromBytes))
                .isInstanceOf(EvidenceFormatException.class);
        assertThatThrownBy(() -> ArtifactEnvelope.fromBytes(envelope.toBytes(), ChainWalkReport::fromBytes))
                .isInstanceOf(EvidenceFormatException.class);
    }

    @Test
    void aRowIsWhatWasClaimedOrIsFoundOut() {
        RegistryRow row = row(1, RegistryRow.LIVE, 0);
        assertThat(RegistryVerification.of(ArtifactEnvelope.of(row), RowHash.of(row), ACCEPTS)
                        .isClean())
                .isTrue();
        RegistryRow strange =
                new RegistryRow(2, filled(1), 1, 1, Bytes.of(new byte[0]), List.of(), 4, Optional.empty());
        RegistryVerification verification =
                RegistryVerification.of(ArtifactEnvelope.of(strange), new RowHash(filled(2), filled(3)), ACCEPTS);
        assertThat(verification.findings())
                .containsExactly(
                        new RegistryRowFinding.UnsupportedRowSchemaVersion(filled(1), 2, 1),
                        new RegistryRowFinding.InvalidLifecycle(filled(1), 4),
                        new RegistryRowFinding.RowHashMismatch(filled(1), filled(3), strange.bodyHash()),
                        new RegistryRowFinding.RowIdMismatch(filled(1), filled(2)));
        assertThat(RegistryVerification.fromBytes(verification.toBytes())).isEqualTo(verification);
    }

    @Test
    void supersessionMustLeadSomewhereAndNotInACircle() {
        assertThat(Supersession.findings(List.of(row(2, RegistryRow.LIVE, 1), row(1, RegistryRow.REMOVED, 0))))
                .isEmpty();
        List<RegistryRow> catalogue = List.of(
                row(1, RegistryRow.LIVE, 2),
                row(2, RegistryRow.LIVE, 3),
                row(3, RegistryRow.LIVE, 2),
                row(4, RegistryRow.REMOVED, 9),
                row(5, RegistryRow.LIVE, 5),
                row(6, RegistryRow.LIVE, 0),
                row(6, RegistryRow.LIVE, 1));
        List<SupersessionFinding> expected = List.of(
                new SupersessionFinding.DanglingSupersedes(filled(4), filled(9)),
                new SupersessionFinding.RemovedDeclaresSupersedes(filled(4)),
                new SupersessionFinding.DuplicateRowId(filled(6)),
                new SupersessionFinding.SupersedesCycle(filled(2), filled(3)),
                new SupersessionFinding.SupersedesCycle(filled(3), filled(2)),
                new SupersessionFinding.SupersedesCycle(filled(5), filled(5)));
        assertThat(Supersession.findings(catalogue)).isEqualTo(expected);
    }

    /// Hashes, drift and supersession do not depend on the order in which things are given.
    @Test
    void orderPlaysNoPart() {
        Random random = new Random(20_261_128);
        for (int run = 0; run < 200; run++) {
            List<RowHash> expected = new ArrayList<>();
            List<RowHash> observed = new ArrayList<>();
            List<NamedDigest> digests = new ArrayList<>();
            List<RegistryRow> catalogue = new ArrayList<>();
            for (int id = 1; id < 12; id++) {
                if (random.nextInt(4) > 0) {
                    expected.add(new RowHash(filled(id), filled(random.nextInt(2))));
                }
                if (random.nextInt(4) > 0) {
                    observed.add(new RowHash(filled(id), filled(random.nextInt(2))));
                }
                digests.add(new NamedDigest("n" + random.nextInt(4), filled(random.nextInt(3))));
                catalogue.add(row(id, random.nextInt(4), random.nextInt(12)));
            }
            RegistryDrift drift = RegistryDrift.of(expected, observed);
            Hash row = named(digests).bodyHash();
            List<SupersessionFinding> findings = Supersession.findings(catalogue);
            Collections.shuffle(expected, random);
            Collections.shuffle(observed, random);
            Collections.shuffle(digests, random);
            Collections.shuffle(catalogue, random);
            assertThat(RegistryDrift.of(expected, observed)).isEqualTo(drift);
            assertThat(drift.findings().isEmpty()).isEqualTo(drift.expected().equals(drift.observed()));
            assertThat(named(digests).bodyHash()).isEqualTo(row);
            assertThat(Supersession.findings(catalogue)).isEqualTo(findings);
        }
    }

    @Test
    void aSubscriberSaysWhereItIsAndWhatItMissed() {
        SubscriberFrontierReport.Seen behind = new SubscriberFrontierReport.Seen(
                SubscriberFrontierReport.Source.CURSOR_BACKED,
                OptionalLong.of(1),
                9,
                SubscriberFrontierReport.DeliveryState.LAGGING,
                SubscriberFrontierReport.LossPrecision.UNKNOWN,
                List.of(new SubscriberFinding.ExactDroppedRange(2, 3)));
        SubscriberFrontierReport report = SubscriberFrontierReport.of(behind);
        assertThat(report.lagEvents()).hasValue(8);
        assertThat(report.findings()).containsExactly(new SubscriberFinding.LagObserved(8));
        SubscriberFrontierReport lost = SubscriberFrontierReport.of(new SubscriberFrontierReport.Seen(
                SubscriberFrontierReport.Source.LOSSY_PUSH,
                OptionalLong.empty(),
                9,
                SubscriberFrontierReport.DeliveryState.UNKNOWN,
                SubscriberFrontierReport.LossPrecision.EXACT_RANGE,
                List.of(new SubscriberFinding.ExactDroppedRange(5, 6), new SubscriberFinding.ExactDroppedRange(2, 3))));
        assertThat(lost.findings())
                .containsExactly(
                        SubscriberFinding.Telling.CONSUMED_FRONTIER_UNKNOWN,
                        SubscriberFinding.Telling.DELIVERY_STATE_UNKNOWN,
                        new SubscriberFinding.LossObserved(SubscriberFrontierReport.LossPrecision.EXACT_RANGE),
                        new SubscriberFinding.ExactDroppedRange(2, 3),
                        new SubscriberFinding.ExactDroppedRange(5, 6));
        SubscriberFrontierReport ahead = SubscriberFrontierReport.of(new SubscriberFrontierReport.Seen(
                SubscriberFrontierReport.Source.LOSSY_PUSH,
                OptionalLong.of(-1),
                9,
                SubscriberFrontierReport.DeliveryState.DROPPED,
                SubscriberFrontierReport.LossPrecision.UNKNOWN,
                List.of()));
        assertThat(ahead.lagEvents()).hasValue(0);
        assertThat(ahead.findings())
                .containsExactly(
                        new SubscriberFinding.ConsumedFrontierAheadOfAvailable(-1, 9),
                        SubscriberFinding.Telling.DELIVERY_DROPPED);
        assertThat(SubscriberFrontierReport.fromBytes(lost.toBytes())).isEqualTo(lost);
    }
}
