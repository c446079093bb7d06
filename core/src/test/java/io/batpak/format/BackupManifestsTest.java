package io.batpak.format;

import static io.batpak.format.ReportSamples.filled;
import static io.batpak.format.ReportSamples.segment;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.batpak.model.BackupManifest;
import io.batpak.model.BackupManifest.SegmentRef;
import io.batpak.model.BackupManifestEnvelope;
import io.batpak.model.BackupManifestEnvelope.ManifestSignature;
import io.batpak.model.Bytes;
import io.batpak.model.Hash;
import io.batpak.model.InvalidArgumentException;
import io.batpak.model.ManifestFinding;
import io.batpak.model.RestoreProof;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Backup manifests, their envelopes, and the proof that what was restored is what was backed up.
///
/// Covers: A2, G10.
/// Tier: golden.
class BackupManifestsTest {
    private static final Hash BODY_HASH =
            Hash.fromHex("ddc96d52a0ed0cfdc297064ca7f08b86747989e362ece2d1a7b61abe893c3b94");

    @Test
    void aManifestHasTheBytesOfTheReference() {
        byte[] golden = GoldenBytes.hex("canonical/backup_manifest_body_v1.hex");
        BackupManifest manifest = ReportSamples.manifest();
        assertThat(BackupManifests.encode(manifest)).isEqualTo(golden);
        assertThat(BackupManifests.decode(golden)).isEqualTo(new Decoded.Ok<>(manifest));
        assertThat(BackupManifests.bodyHash(manifest)).isEqualTo(BODY_HASH);
    }

    @Test
    void aProofHasTheBytesOfTheReference() {
        byte[] golden = GoldenBytes.hex("canonical/restore_proof_report_body_v1.hex");
        RestoreProof proof =
                RestoreProofs.compare(ReportSamples.manifest(), List.of(segment(3, 0x63), segment(1, 0xFF)));
        assertThat(RestoreProofs.encode(proof)).isEqualTo(golden);
        assertThat(RestoreProofs.decode(golden)).isEqualTo(new Decoded.Ok<>(proof));
        assertThat(RestoreProofs.bodyHash(proof).hex())
                .isEqualTo("0fe6fad33c7dc850d3140092b161c1d3319d610a8fecdebc31e95a715487f400");
        assertThat(proof.isClean()).isFalse();
    }

    @Test
    void whatIsAsTheManifestSaysProvesClean() {
        List<SegmentRef> same = List.of(segment(2, 0x62), segment(1, 0x61));
        RestoreProof proof = RestoreProofs.compare(ReportSamples.manifest(), Optional.of(BODY_HASH), same);
        assertThat(proof.isClean()).isTrue();
        assertThat(proof.manifestBodyHash()).isEqualTo(BODY_HASH);
        assertThat(proof.observedSegments()).containsExactly(segment(1, 0x61), segment(2, 0x62));
    }

    @Test
    void missingUnexpectedAndOtherBytesAreFound() {
        assertThat(RestoreProofs.compare(ReportSamples.manifest(), List.of()).findings())
                .containsExactly(
                        new ManifestFinding.MissingExpectedSegment(1), new ManifestFinding.MissingExpectedSegment(2));
        BackupManifest empty = new BackupManifest(1, Hash.ZERO, 0, 0, List.of());
        assertThat(RestoreProofs.compare(empty, List.of(segment(-1, 1), segment(4, 1)))
                        .findings())
                .containsExactly(
                        new ManifestFinding.UnexpectedObservedSegment(4),
                        new ManifestFinding.UnexpectedObservedSegment(-1));
        assertThat(RestoreProofs.compare(ReportSamples.manifest(), List.of(segment(1, 0x61), segment(2, 0x63)))
                        .findings())
                .containsExactly(new ManifestFinding.SegmentBytesDigestMismatch(2, filled(0x62), filled(0x63)));
    }

    @Test
    void anAuditFindsWhatAManifestContradicts() {
        BackupManifest odd = new BackupManifest(
                2, Hash.ZERO, 0, 0, List.of(segment(7, 9), segment(7, 1), segment(7, 1), segment(7, 9)));
        Hash claimed = filled(0xEE);
        assertThat(BackupManifests.audit(odd, Optional.of(claimed)))
                .containsExactly(
                        new ManifestFinding.UnsupportedManifestBodySchemaVersion(2, 1),
                        new ManifestFinding.DuplicateSegmentRef(7, filled(1)),
                        new ManifestFinding.InconsistentSegmentId(7, filled(1), filled(9)),
                        new ManifestFinding.InconsistentSegmentId(7, filled(1), filled(9)),
                        new ManifestFinding.ManifestBodyHashMismatch(claimed, BackupManifests.bodyHash(odd)));
        assertThat(BackupManifests.audit(ReportSamples.manifest(), Optional.of(BODY_HASH)))
                .isEmpty();
        assertThat(BackupManifests.audit(ReportSamples.manifest(), Optional.empty()))
                .isEmpty();
    }

    @Test
    void bothSidesAreCheckedForSegmentsListedTwice() {
        BackupManifest twice = new BackupManifest(1, Hash.ZERO, 0, 0, List.of(segment(1, 5), segment(1, 5)));
        assertThat(RestoreProofs.compare(twice, List.of(segment(1, 8), segment(1, 5)))
                        .findings())
                .containsExactly(
                        new ManifestFinding.DuplicateSegmentRef(1, filled(5)),
                        new ManifestFinding.InconsistentSegmentId(1, filled(5), filled(8)));
    }

    @Test
    void everyFindingComesBackSorted() {
        List<ManifestFinding> sorted = ReportSamples.everyManifestFinding();
        RestoreProof proof = new RestoreProof(1, BODY_HASH, List.of(segment(1, 1)), sorted.reversed());
        assertThat(proof.findings()).isEqualTo(sorted);
        assertThat(RestoreProofs.decode(RestoreProofs.encode(proof))).isEqualTo(new Decoded.Ok<>(proof));
    }

    @Test
    void anEnvelopeHashesAsTheReferenceHashesArtifacts() {
        Hash ofJsonBody = Hash.fromHex("c62d48340fb5e54f0e1ce533c79e82392a1503271e605f3991155b9465ddc189");
        BackupManifestEnvelope envelope = ReportSamples.envelope();
        assertThat(BackupManifests.envelopeHash(ofJsonBody, envelope).hex())
                .isEqualTo("5d421cfa7ed3d0b782e30cf9b1db0f2a4b1849dd248ecee7e492f1132cd7a5a1");
        assertThat(BackupManifests.envelopeHash(envelope))
                .isEqualTo(BackupManifests.envelopeHash(BODY_HASH, envelope))
                .isNotEqualTo(BackupManifests.envelopeHash(BackupManifestEnvelope.of(ReportSamples.manifest())));
    }

    @Test
    void aSignatureIsAddedWhereItsOrderPutsIt() {
        BackupManifestEnvelope envelope = ReportSamples.envelope();
        ManifestSignature first = new ManifestSignature(0, Hash.ZERO, Bytes.EMPTY);
        BackupManifestEnvelope more = envelope.signedBy(first);
        assertThat(more.signatures()).hasSize(envelope.signatures().size() + 1).startsWith(first);
        assertThat(more.body()).isEqualTo(envelope.body());
        assertThat(more.diagnosticNote()).isEqualTo(envelope.diagnosticNote());
        assertThat(more.attestations()).isEqualTo(envelope.attestations());
        assertThat(more.generatedAtMillis()).isEqualTo(envelope.generatedAtMillis());
        assertThat(more.envelopeSchemaVersion()).isEqualTo(envelope.envelopeSchemaVersion());
    }

    @Test
    void anEnvelopeComesBack() {
        for (BackupManifestEnvelope envelope :
                List.of(ReportSamples.envelope(), BackupManifestEnvelope.of(ReportSamples.manifest()))) {
            assertThat(BackupManifests.decodeEnvelope(BackupManifests.encode(envelope)))
                    .isEqualTo(new Decoded.Ok<>(envelope));
        }
    }

    @Test
    void numbersThatDoNotFitAreRefused() {
        assertThatThrownBy(() -> new BackupManifest(1L << 32, Hash.ZERO, 0, 0, List.of()))
                .isInstanceOf(InvalidArgumentException.class);
        assertThatThrownBy(() -> new RestoreProof(-1, Hash.ZERO, List.of(), List.of()))
                .isInstanceOf(InvalidArgumentException.class);
    }

    @Test
    void cutsAndChangesGiveAValue() {
        byte[] envelope = BackupManifests.encode(ReportSamples.envelope());
        byte[] proof = RestoreProofs.encode(
                new RestoreProof(1, BODY_HASH, List.of(segment(1, 1)), ReportSamples.everyManifestFinding()));
        for (byte[] bytes : new byte[][] {envelope, proof}) {
            for (int at = 0; at < bytes.length; at++) {
                byte[] cut = Arrays.copyOf(bytes, at);
                assertThat(BackupManifests.decodeEnvelope(cut)).isInstanceOf(Decoded.Damaged.class);
                assertThat(RestoreProofs.decode(cut)).isInstanceOf(Decoded.Damaged.class);
                for (int value = 0; value < 256; value += 5) {
                    byte[] changed = bytes.clone();
                    changed[at] = (byte) value;
                    assertThat(BackupManifests.decodeEnvelope(changed)).isNotNull();
                    assertThat(RestoreProofs.decode(changed)).isNotNull();
                }
            }
        }
    }
}
