package io.batpak.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.format.Damage.Reason;
import io.batpak.model.BackupManifest;
import io.batpak.model.BackupManifest.SegmentRef;
import io.batpak.model.BackupManifestEnvelope;
import io.batpak.model.BackupManifestEnvelope.Attestation;
import io.batpak.model.Bytes;
import io.batpak.model.Hash;
import io.batpak.model.ManifestFinding;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/// The manifest of a backup as a file: bytes, the order of its checks, and every byte changed.
///
/// Covers: G10.
/// Tier: unit.
class ManifestFileTest {
    private static Hash hash(String text) {
        return Hash.blake3(text.getBytes(StandardCharsets.UTF_8));
    }

    private static BackupManifestEnvelope sample() {
        BackupManifest manifest = new BackupManifest(
                1,
                hash("id"),
                1,
                7,
                List.of(
                        new SegmentRef(3, hash("three")),
                        new SegmentRef(1, hash("one")),
                        new SegmentRef(300, Hash.ZERO)));
        return new BackupManifestEnvelope(
                manifest,
                1,
                OptionalLong.of(1_700_000_000_000L),
                Optional.of("segment 300 up to byte 56"),
                List.of(),
                List.of(new Attestation(2, Bytes.of(hash("keys").toByteArray()))));
    }

    private static String outcome(byte[] file) {
        return switch (ManifestFile.decode(file)) {
            case Decoded.Damaged<ManifestFile>(Damage damage) -> damage.reason().name();
            case Decoded.Ok<ManifestFile>(ManifestFile read) -> findings(read);
        };
    }

    private static String findings(ManifestFile file) {
        List<ManifestFinding> findings = BackupManifests.audit(file.envelope().body(), Optional.of(file.claimed()));
        return findings.isEmpty() ? "good" : findings.getFirst().getClass().getSimpleName();
    }

    @Test
    void itIsReadAsItWasWritten() {
        byte[] file = ManifestFile.encode(sample());
        assertThat(ManifestFile.decode(file))
                .isInstanceOfSatisfying(
                        Decoded.Ok.class,
                        read -> assertThat(read.value())
                                .isEqualTo(new ManifestFile(BackupManifests.bodyHash(sample().body()), sample())));
        assertThat(outcome(file)).isEqualTo("good");
    }

    @Test
    void theBytesInFrontOfTheEnvelopeAreTheseExactly() {
        byte[] file = ManifestFile.encode(sample());
        assertThat(HexFormat.of().formatHex(file, 0, 8)).isEqualTo("46424154424d0100");
        assertThat(Hash.of(file, 8)).isEqualTo(BackupManifests.bodyHash(sample().body()));
        assertThat(Hash.of(file, 40)).isEqualTo(BackupManifests.envelopeHash(sample()));
        assertThat(Arrays.copyOfRange(file, 72, file.length)).isEqualTo(BackupManifests.encode(sample()));
    }

    @Test
    void everyBitThatIsChangedIsFound() {
        byte[] file = ManifestFile.encode(sample());
        for (int at = 0; at < file.length; at++) {
            for (int bit = 0; bit < Byte.SIZE; bit++) {
                byte[] changed = file.clone();
                changed[at] ^= (byte) (1 << bit);
                assertThat(outcome(changed)).as("bit %s of byte %s", bit, at).isNotEqualTo("good");
            }
        }
    }

    @Test
    void everyCutIsFound() {
        byte[] file = ManifestFile.encode(sample());
        for (int length = 0; length < file.length; length++) {
            assertThat(outcome(Arrays.copyOf(file, length)))
                    .as("length %s", length)
                    .isNotEqualTo("good");
        }
        assertThat(outcome(Arrays.copyOf(file, file.length + 1))).isEqualTo(Reason.VALUE_UNDECODABLE.name());
    }

    @Test
    void theSameEnvelopeInOtherBytesIsRefused() {
        byte[] file = ManifestFile.encode(sample());
        int one = 72 + 1 + 5 + 1 + 15; // version 1 of the manifest: behind map, "body", map, "schema_version"
        assertThat(file[one]).isEqualTo((byte) 1);
        byte[] longer = new byte[file.length + 1];
        System.arraycopy(file, 0, longer, 0, one);
        longer[one] = (byte) 0xCC; // the number 1 in two bytes
        System.arraycopy(file, one, longer, one + 1, file.length - one);
        assertThat(outcome(longer)).isEqualTo(Reason.BACKUP_UNDECODABLE.name());
    }

    @Test
    void itsChecksComeInTheOrderOfItsPage() {
        byte[] file = ManifestFile.encode(sample());
        assertThat(outcome(Arrays.copyOf(file, 71))).isEqualTo(Reason.BACKUP_SHORT.name());
        assertThat(outcome(with(file, 0, 'X'))).isEqualTo(Reason.BACKUP_MAGIC.name());
        assertThat(outcome(with(file, 6, 2))).isEqualTo(Reason.BACKUP_VERSION.name());
        assertThat(outcome(with(file, 6, 0))).isEqualTo(Reason.BACKUP_VERSION.name());
        assertThat(outcome(with(file, 72, 0x91))).isEqualTo(Reason.VALUE_UNDECODABLE.name());
        assertThat(outcome(with(file, 40, file[40] + 1))).isEqualTo(Reason.BACKUP_HASH.name());
    }

    /// The claim is covered by the hash of the envelope, so both are changed, as only somebody who wants to can.
    @Test
    void aManifestThatHashesToSomethingElseIsAFindingOfTheAudit() {
        byte[] file = ManifestFile.encode(sample());
        Hash other = hash("other");
        other.write(file, ManifestFile.CLAIM_AT);
        BackupManifests.envelopeHash(other, sample()).write(file, ManifestFile.ENVELOPE_HASH_AT);
        assertThat(outcome(file)).isEqualTo("ManifestBodyHashMismatch");
    }

    @Test
    void anEnvelopeOfALaterVersionIsRefused() {
        BackupManifestEnvelope later = new BackupManifestEnvelope(
                sample().body(), 2, OptionalLong.empty(), Optional.empty(), List.of(), List.of());
        assertThat(outcome(ManifestFile.encode(later))).isEqualTo(Reason.BACKUP_VERSION.name());
    }

    private static byte[] with(byte[] file, int at, int value) {
        byte[] changed = file.clone();
        changed[at] = (byte) value;
        return changed;
    }
}
