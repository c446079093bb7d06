package io.batpak.verify.engine;

import static io.batpak.verify.engine.BackupSample.BACKUP;
import static io.batpak.verify.engine.BackupSample.RESTORED;
import static io.batpak.verify.engine.BackupSample.config;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.batpak.Backups;
import io.batpak.Store;
import io.batpak.error.BackupDamagedException;
import io.batpak.format.BackupManifests;
import io.batpak.format.Decoded;
import io.batpak.format.ManifestFile;
import io.batpak.model.BackupManifest;
import io.batpak.model.BackupManifest.SegmentRef;
import io.batpak.model.BackupManifestEnvelope;
import io.batpak.model.BackupManifestEnvelope.Attestation;
import io.batpak.model.BackupOptions;
import io.batpak.model.BackupReport;
import io.batpak.model.Bytes;
import io.batpak.model.Hash;
import io.batpak.model.ManifestFinding;
import io.batpak.model.RestoreProof;
import io.batpak.testkit.MemFs;
import io.batpak.verify.damage.Depth;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A damaged backup is never restored: every finding of the reference's proof, every byte of the manifest and
/// of the objects.
///
/// Covers: G10.
/// Tier: crash.
class BackupDamageTest {
    private static final String MANIFEST = "manifest-000001.fbbm";
    private static final OptionalLong NEWEST = OptionalLong.empty();

    private final MemFs journal = new MemFs();
    private final MemFs backup = journal.elsewhere(BACKUP);
    private final MemFs restored = journal.elsewhere(RESTORED);
    private BackupReport made;

    @BeforeEach
    void makeABackup() {
        try (Store store = Store.open(config(journal))) {
            new BackupSample().fill(store, 1, 30);
            made = store.backup(BACKUP, BackupOptions.standard());
        }
        journal.list().forEach(journal::delete); // only the backup is left
    }

    private SegmentRef segment(int index) {
        return made.manifest().segments().get(index);
    }

    private static String object(Hash digest) {
        return digest.hex() + ".fbat-object";
    }

    private void assertRefused(String what) {
        BackupDamagedException refused =
                catchThrowableOfType(BackupDamagedException.class, () -> Backups.restore(backup, restored, NEWEST));
        assertThat(refused).as(what).isNotNull();
        assertThat(refused.findings()).as(what).isNotEmpty();
        assertThat(refused).as(what).hasMessageContaining(refused.file());
        assertThat(restored.exists()).as(what).isFalse();
        assertThat(BackupSample.strays(journal)).as(what).isEmpty();
    }

    /// The findings of a check that are also those of the refused restore.
    private List<ManifestFinding> findings() {
        RestoreProof proof = Backups.check(backup, NEWEST);
        assertThatThrownBy(() -> Backups.restore(backup, restored, NEWEST))
                .isInstanceOfSatisfying(
                        BackupDamagedException.class,
                        refused -> assertThat(refused.findings())
                                .isEqualTo(proof.findings().stream()
                                        .map(Object::toString)
                                        .toList()));
        assertThat(restored.exists()).isFalse();
        return proof.findings();
    }

    @Test
    void aMissingAndADamagedObjectAreFoundTogether() {
        backup.delete(object(segment(0).bytesDigest()));
        backup.damage(object(segment(2).bytesDigest()), bytes -> new byte[] {1});
        assertThat(findings())
                .hasSize(2)
                .contains(new ManifestFinding.MissingExpectedSegment(segment(0).segmentId()))
                .hasAtLeastOneElementOfType(ManifestFinding.SegmentBytesDigestMismatch.class);
    }

    @Test
    void aManifestThatContradictsItselfIsRefusedBeforeAnythingIsRead() {
        List<SegmentRef> rows = new ArrayList<>(made.manifest().segments());
        rows.add(segment(0));
        rows.add(new SegmentRef(segment(1).segmentId(), segment(2).bytesDigest()));
        rewrite(manifest -> new BackupManifest(1, manifest.backupId(), 1, 1, rows));
        Backups.check(backup, NEWEST); // sees what is there for both rows
        BackupDamagedException refused =
                catchThrowableOfType(BackupDamagedException.class, () -> Backups.restore(backup, restored, NEWEST));
        assertThat(refused.findings()).hasSize(2);
        assertThat(refused.findings().get(0)).startsWith("DuplicateSegmentRef");
        assertThat(refused.findings().get(1)).startsWith("InconsistentSegmentId");
        assertThat(Backups.check(backup, NEWEST).findings())
                .hasAtLeastOneElementOfType(ManifestFinding.DuplicateSegmentRef.class)
                .hasAtLeastOneElementOfType(ManifestFinding.InconsistentSegmentId.class);
    }

    @Test
    void aManifestOfAnotherVersionIsNotRestored() {
        rewrite(manifest -> new BackupManifest(2, manifest.backupId(), 1, 1, manifest.segments()));
        assertThat(findings()).containsExactly(new ManifestFinding.UnsupportedManifestBodySchemaVersion(2, 1));
    }

    @Test
    void aManifestThatDoesNotHashToItsClaimIsNotRestored() {
        backup.damage(MANIFEST, bytes -> {
            BackupManifest body = envelope(bytes).body();
            List<SegmentRef> rows = new ArrayList<>(body.segments());
            rows.set(0, new SegmentRef(rows.getFirst().segmentId(), segment(1).bytesDigest()));
            BackupManifest other = new BackupManifest(1, body.backupId(), 1, 1, rows);
            byte[] changed = ManifestFile.encode(
                    with(envelope(bytes), other, envelope(bytes).attestations()));
            System.arraycopy(bytes, 0, changed, 0, 72); // the hashes in front stay
            return changed;
        });
        assertThat(findings()).hasSize(1).hasAtLeastOneElementOfType(ManifestFinding.ManifestBodyHashMismatch.class);
        assertRefused("claim");
    }

    @Test
    void aDirectoryWithSegmentsThatDoNotBelongThereIsFound() {
        Backups.restore(backup, restored, NEWEST);
        byte[] first = restored.bytes("000001.fbat");
        put("000099.fbat", first);
        put("1.fbat", first);
        long other = segment(1).segmentId();
        put(other + ".fbat", first);
        List<ManifestFinding> findings =
                Backups.compare(backup, NEWEST, restored).findings();
        assertThat(findings)
                .contains(new ManifestFinding.UnexpectedObservedSegment(99))
                .contains(new ManifestFinding.DuplicateSegmentRef(1, segment(0).bytesDigest()))
                .hasAtLeastOneElementOfType(ManifestFinding.InconsistentSegmentId.class);
    }

    private void put(String name, byte[] bytes) {
        try (var file = restored.createNew(name)) {
            file.write(bytes, 0, bytes.length, 0);
        }
    }

    @Test
    void aFileOfAKindThatNobodyKnowsIsNotLeftOut() {
        backup.damage(MANIFEST, bytes -> {
            BackupManifestEnvelope envelope = envelope(bytes);
            List<Attestation> more = new ArrayList<>(envelope.attestations());
            more.add(new Attestation(77, Bytes.of(new byte[32])));
            return ManifestFile.encode(with(envelope, envelope.body(), more));
        });
        assertRefused("kind 77");
        assertThatThrownBy(() -> Backups.check(backup, NEWEST)).isInstanceOf(BackupDamagedException.class);
    }

    @Test
    void aFileBesideTheSegmentsThatIsMissingIsTold() {
        Hash keys = Hash.of(envelope(backup.bytes(MANIFEST))
                .attestations()
                .getLast()
                .bytes()
                .toByteArray());
        backup.delete(object(keys));
        assertThatThrownBy(() -> Backups.check(backup, NEWEST))
                .isInstanceOf(BackupDamagedException.class)
                .hasMessageContaining("index.idemp is missing");
        assertRefused("keys");
    }

    @Test
    void noFlippedBitOfTheManifestIsRestored() {
        int length = backup.bytes(MANIFEST).length;
        int step = Depth.isFull() ? 1 : 5;
        for (int at = 0; at < length; at += step) {
            flipped(MANIFEST, at, 1 << (at % 8));
        }
    }

    @Test
    void noFlippedBitOfAnObjectIsRestored() {
        for (String name :
                backup.list().stream().filter(n -> n.endsWith("-object")).toList()) {
            int length = backup.bytes(name).length;
            int step = Depth.isFull() ? 1 : 61;
            for (int at = 0; at < length; at += step) {
                flipped(name, at, 1 << (at % 8));
            }
            flipped(name, length - 1, 128);
        }
    }

    /// Damage of what is only remembered costs nothing but reading again.
    @Test
    void noFlippedBitOfTheCacheMatters() {
        int length = backup.bytes("digests.fbdc").length;
        for (int at = 0; at < length; at += Depth.isFull() ? 1 : 7) {
            flip("digests.fbdc", at, 4);
            assertThat(Backups.check(backup, NEWEST).isClean()).isTrue();
            flip("digests.fbdc", at, 4);
        }
        Backups.restore(backup, restored, NEWEST);
    }

    private void flipped(String name, int at, int bits) {
        flip(name, at, bits);
        assertRefused("byte " + at + " of " + name);
        try {
            assertThat(Backups.check(backup, NEWEST).isClean())
                    .as("byte %s of %s", at, name)
                    .isFalse();
        } catch (BackupDamagedException told) {
            assertThat(told.findings()).hasSize(1);
        }
        flip(name, at, bits);
    }

    private void flip(String name, int at, int bits) {
        backup.damage(name, bytes -> {
            bytes[at] ^= (byte) bits;
            return bytes;
        });
    }

    private void rewrite(UnaryOperator<BackupManifest> change) {
        backup.damage(MANIFEST, bytes -> {
            BackupManifestEnvelope envelope = envelope(bytes);
            return ManifestFile.encode(with(envelope, change.apply(envelope.body()), envelope.attestations()));
        });
    }

    private static BackupManifestEnvelope with(
            BackupManifestEnvelope old, BackupManifest body, List<Attestation> attestations) {
        return new BackupManifestEnvelope(
                body,
                old.envelopeSchemaVersion(),
                old.generatedAtMillis(),
                old.diagnosticNote(),
                old.signatures(),
                attestations);
    }

    private static BackupManifestEnvelope envelope(byte[] file) {
        if (ManifestFile.decode(file) instanceof Decoded.Ok<ManifestFile>(ManifestFile read)) {
            assertThat(BackupManifests.bodyHash(read.envelope().body())).isEqualTo(read.claimed());
            return read.envelope();
        }
        throw new AssertionError("the manifest cannot be read");
    }
}
