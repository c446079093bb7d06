package io.batpak.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.batpak.Evidence;
import io.batpak.error.ConfigurationException;
import io.batpak.error.EvidenceFormatException;
import io.batpak.error.ForkEvidenceFutureVersionException;
import io.batpak.error.ImportProvenanceFutureVersionException;
import io.batpak.error.StoreErrorKind;
import io.batpak.model.BackupManifest;
import io.batpak.model.BackupManifestEnvelope;
import io.batpak.model.Bytes;
import io.batpak.model.CompactionReport;
import io.batpak.model.Extensions;
import io.batpak.model.ForkReport;
import io.batpak.model.ImportProvenance;
import io.batpak.model.RestoreProof;
import io.batpak.model.SnapshotReport;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/// The door to report bytes: everything comes back through it, and every refusal is typed.
///
/// Tier: unit.
class EvidenceTest {
    private static final ForkReport FORK = ReportSamples.fork();
    private static final ImportProvenance PROVENANCE = ReportSamples.provenance();

    private static Extensions extension(byte[] value) {
        return Extensions.stored(new TreeMap<>(Map.of(ImportProvenance.EXTENSION_KEY, Bytes.of(value))));
    }

    private static byte[] changed(byte[] bytes, int at, int value) {
        byte[] changed = bytes.clone();
        changed[at] = (byte) value;
        return changed;
    }

    private static void unusable(ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(ConfigurationException.class);
    }

    private static void unreadable(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        EvidenceFormatException.class,
                        failure -> assertThat(failure.kind()).isEqualTo(StoreErrorKind.SERIALIZATION));
    }

    @Test
    void everythingComesBack() {
        CompactionReport compaction = ReportSamples.skipped();
        SnapshotReport snapshot = ReportSamples.goldenSnapshot();
        BackupManifest manifest = ReportSamples.manifest();
        BackupManifestEnvelope envelope = ReportSamples.envelope();
        RestoreProof proof = Evidence.compare(manifest, Optional.empty(), manifest.segments());
        assertThat(Evidence.compactionReport(Evidence.bytes(compaction))).isEqualTo(compaction);
        assertThat(Evidence.snapshotReport(Evidence.bytes(snapshot))).isEqualTo(snapshot);
        assertThat(Evidence.forkReport(Evidence.forkEvidence(FORK))).isEqualTo(FORK);
        assertThat(Evidence.manifest(Evidence.bytes(manifest))).isEqualTo(manifest);
        assertThat(Evidence.manifestEnvelope(Evidence.bytes(envelope))).isEqualTo(envelope);
        assertThat(Evidence.restoreProof(Evidence.bytes(proof))).isEqualTo(proof);
        assertThat(Evidence.importProvenance(Evidence.importEvidence(PROVENANCE)))
                .isEqualTo(PROVENANCE);
        assertThat(Evidence.importProvenance(extension(Provenance.encode(PROVENANCE))))
                .contains(PROVENANCE);
        assertThat(Evidence.importProvenance(Extensions.none())).isEmpty();
        assertThat(List.of(
                        Evidence.hash(compaction),
                        Evidence.hash(snapshot),
                        Evidence.hash(FORK),
                        Evidence.hash(manifest),
                        Evidence.hash(proof),
                        Evidence.hash(envelope)))
                .doesNotHaveDuplicates();
        assertThat(Evidence.bytes(FORK)).isEqualTo(ForkReports.encode(FORK));
        assertThat(Evidence.audit(manifest, Optional.of(Evidence.hash(manifest))))
                .isEmpty();
    }

    @Test
    void aLaterVersionIsItsOwnRefusal() {
        byte[] fork = changed(Evidence.forkEvidence(FORK), FramedValue.VERSION_AT, 2);
        assertThatThrownBy(() -> Evidence.forkReport(fork))
                .isInstanceOfSatisfying(ForkEvidenceFutureVersionException.class, failure -> {
                    assertThat(failure.found()).isEqualTo(2);
                    assertThat(failure.supported()).isEqualTo(1);
                    assertThat(failure.kind()).isEqualTo(StoreErrorKind.FORK_EVIDENCE_FUTURE_VERSION);
                    assertThat(failure.facts()).containsEntry("found", 2).containsEntry("supported", 1);
                });
        byte[] imported = changed(Evidence.importEvidence(PROVENANCE), FramedValue.VERSION_AT + 1, 1);
        assertThatThrownBy(() -> Evidence.importProvenance(imported))
                .isInstanceOfSatisfying(ImportProvenanceFutureVersionException.class, failure -> {
                    assertThat(failure.found()).isEqualTo(257);
                    assertThat(failure.supported()).isEqualTo(1);
                    assertThat(failure.kind()).isEqualTo(StoreErrorKind.IMPORT_PROVENANCE_FUTURE_VERSION);
                    assertThat(failure.facts()).containsEntry("found", 257).containsEntry("supported", 1);
                });
        int versionAt = 2 + "schema_version".length();
        Extensions later = extension(changed(Provenance.encode(PROVENANCE), versionAt, 3));
        assertThatThrownBy(() -> Evidence.importProvenance(later))
                .isInstanceOfSatisfying(
                        ImportProvenanceFutureVersionException.class,
                        failure -> assertThat(failure.found()).isEqualTo(3));
    }

    @Test
    void aBrokenEnvelopeIsAnUnusableArgument() {
        byte[] fork = Evidence.forkEvidence(FORK);
        byte[] imported = Evidence.importEvidence(PROVENANCE);
        unusable(() -> Evidence.forkReport(new byte[3]));
        unusable(() -> Evidence.forkReport(imported));
        unusable(() -> Evidence.importProvenance(fork));
        unusable(() -> Evidence.forkReport(changed(fork, fork.length - 1, 0)));
        unusable(() -> Evidence.forkReport(changed(fork, FramedValue.VERSION_AT, 0)));
    }

    @Test
    void bytesOfAnotherShapeAreUnreadable() {
        byte[] other = {(byte) 0x80};
        unreadable(() -> Evidence.compactionReport(other));
        unreadable(() -> Evidence.snapshotReport(other));
        unreadable(() -> Evidence.manifest(other));
        unreadable(() -> Evidence.manifestEnvelope(other));
        unreadable(() -> Evidence.restoreProof(other));
        unreadable(() -> Evidence.importProvenance(extension(other)));
        byte[] manifest = Evidence.bytes(ReportSamples.manifest());
        unreadable(() -> Evidence.manifest(Arrays.copyOf(manifest, manifest.length + 1)));
    }
}
