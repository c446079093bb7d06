package io.batpak.verify.golden;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.format.Artifact;
import io.batpak.format.ArtifactHead;
import io.batpak.format.ArtifactRows;
import io.batpak.format.ByteSink;
import io.batpak.format.ByteSource;
import io.batpak.format.Checkpoint;
import io.batpak.format.Damage;
import io.batpak.format.Decoded;
import io.batpak.format.MmapIndex;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Every recorded `index.ckpt` and `index.fbati` is understood, and written again byte for byte from its rows
/// alone.
///
/// Tier: golden. Covers: C1, E5, E7.
class ReferenceArtifactsTest {
    private static final int ENVELOPE_BYTES = 12;

    /// A recorded file.
    private static final class Recorded {
        private final Path path;
        private final byte[] bytes;

        Recorded(Path path, byte[] bytes) {
            this.path = path;
            this.bytes = bytes;
        }

        Path path() {
            return path;
        }

        byte[] bytes() {
            return bytes;
        }

        boolean isCheckpoint() {
            return path.endsWith("index.ckpt");
        }

        Decoded<Artifact> decode(byte[] content) {
            ByteSource source = ByteSource.of(content);
            return isCheckpoint()
                    ? Checkpoint.decode(source, content.length)
                    : MmapIndex.decode(source, content.length);
        }
    }

    @Test
    void recordedArtifactsOfTheCurrentVersionsAreWrittenAgainByteForByte() throws IOException {
        int checkpoints = 0;
        int indexes = 0;
        for (Recorded file : recorded("stores-v090")) {
            Artifact artifact = ok(file.decode(file.bytes()));
            boolean checkpoint = file.isCheckpoint();
            assertThat(artifact.version()).as(file.path().toString()).isEqualTo(checkpoint ? 6 : 5);
            assertThat(encoded(artifact.form(), artifact.rows(), artifact.head()))
                    .as(file.path().toString())
                    .isEqualTo(file.bytes());
            checkpoints += checkpoint ? 1 : 0;
            indexes += checkpoint ? 0 : 1;
        }
        assertThat(checkpoints).isGreaterThanOrEqualTo(3);
        assertThat(indexes).isGreaterThanOrEqualTo(18);
    }

    @Test
    void bothFormsHoldTheSameRows() throws IOException {
        for (Recorded file : recorded("stores-v090")) {
            Artifact artifact = ok(file.decode(file.bytes()));
            Artifact.Form other = file.isCheckpoint() ? Artifact.Form.MMAP_INDEX : Artifact.Form.CHECKPOINT;
            byte[] translated = encoded(other, artifact.rows(), artifact.head());
            ByteSource source = ByteSource.of(translated);
            Artifact read = ok(
                    file.isCheckpoint()
                            ? MmapIndex.decode(source, translated.length)
                            : Checkpoint.decode(source, translated.length));
            assertThat(encoded(artifact.form(), read.rows(), read.head()))
                    .as(file.path().toString())
                    .isEqualTo(file.bytes());
        }
    }

    @Test
    void artifactsOfTheOlderReleaseAreUnderstood() throws IOException {
        List<Recorded> files = recorded("stores");
        assertThat(files).hasSize(2);
        for (Recorded file : files) {
            Artifact artifact = ok(file.decode(file.bytes()));
            ArtifactRows rows = artifact.rows();
            boolean checkpoint = file.isCheckpoint();
            assertThat(artifact.version()).isEqualTo(checkpoint ? 5 : 4);
            List<String> found = new ArrayList<>();
            for (int row = 0; row < rows.count(); row++) {
                rows.moveTo(row);
                found.add(rows.entity() + " " + rows.scope() + " " + rows.lane() + " " + rows.depth());
                assertThat(rows.extensions().isEmpty()).isTrue();
            }
            assertThat(found)
                    .contains(
                            checkpoint
                                    ? "entity:adr0009-checkpoint-v5 scope:fixture 5 3"
                                    : "entity:adr0009-mmap-v4 scope:fixture 7 2");
        }
    }

    @Test
    void emptyArtifactsAreTheDerivedVectors() {
        byte[] checkpoint = encoded(Artifact.Form.CHECKPOINT, noRows(), head());
        assertThat(checkpoint).hasSize(231);
        assertThat(Arrays.copyOfRange(checkpoint, 8, ENVELOPE_BYTES)).isEqualTo(bytes(0xa9, 0x13, 0xef, 0xe1));
        byte[] index = encoded(Artifact.Form.MMAP_INDEX, noRows(), head());
        assertThat(index).hasSize(208);
        assertThat(Arrays.copyOfRange(index, 8, ENVELOPE_BYTES)).isEqualTo(bytes(0x07, 0xc1, 0x11, 0x74));
        assertThat(index[48]).isEqualTo((byte) 2);
        assertThat(Byte.toUnsignedInt(index[56])).isEqualTo(134);
    }

    @Test
    void everyFlippedByteIsNoticed() throws IOException {
        for (Recorded file : smallest()) {
            for (int at = 0; at < file.bytes().length; at++) {
                for (int flip : new int[] {0x01, 0xFF}) {
                    byte[] flipped = file.bytes().clone();
                    flipped[at] ^= (byte) flip;
                    assertThat(file.decode(flipped))
                            .as(file.path() + " at " + at)
                            .satisfiesAnyOf(
                                    decoded -> assertThat(decoded).isInstanceOf(Decoded.Damaged.class),
                                    // the version is outside the checksum: a lower one reads the same bytes its own way
                                    decoded -> assertThat(file.isCheckpoint() && flipped[6] < file.bytes()[6])
                                            .isTrue());
                }
            }
        }
    }

    @Test
    void everyByteFlippedUnderAMatchingChecksumIsReadOrIsDamage() throws IOException {
        for (Recorded file : smallest()) {
            for (int at = ENVELOPE_BYTES; at < file.bytes().length; at++) {
                byte[] flipped = file.bytes().clone();
                flipped[at] ^= (byte) (1 << at % Byte.SIZE);
                assertReadOrDamaged(file, resealed(flipped));
            }
        }
    }

    @Test
    void everyTruncationIsDamage() throws IOException {
        for (Recorded file : smallest()) {
            for (int length = 0; length < file.bytes().length; length++) {
                byte[] cut = Arrays.copyOf(file.bytes(), length);
                assertThat(file.decode(cut))
                        .as(file.path() + " cut to " + length)
                        .isInstanceOf(Decoded.Damaged.class);
                if (length > ENVELOPE_BYTES) {
                    assertThat(file.decode(resealed(cut)))
                            .as(file.path() + " cut to " + length + ", resealed")
                            .isInstanceOf(Decoded.Damaged.class);
                }
            }
        }
    }

    private static void assertReadOrDamaged(Recorded file, byte[] content) {
        switch (file.decode(content)) {
            case Decoded.Ok<Artifact>(Artifact artifact) -> {
                for (int row = 0; row < artifact.rows().count(); row++) {
                    artifact.rows().moveTo(row);
                    assertThat(artifact.rows().entity()).isNotEmpty();
                }
            }
            case Decoded.Damaged<Artifact>(Damage damage) ->
                assertThat(damage.detail()).isNotEmpty();
        }
    }

    private static byte[] resealed(byte[] file) {
        java.util.zip.CRC32 crc = new java.util.zip.CRC32();
        crc.update(file, ENVELOPE_BYTES, file.length - ENVELOPE_BYTES);
        for (int i = 0; i < Integer.BYTES; i++) {
            file[8 + i] = (byte) (crc.getValue() >>> (i * Byte.SIZE));
        }
        return file;
    }

    private static ArtifactHead head() {
        return new ArtifactHead(0, 0, 0, io.batpak.format.KindFallbacks.NONE);
    }

    private static ArtifactRows noRows() {
        return new io.batpak.index.Index(position -> io.batpak.model.Extensions.none())
                .writer()
                .artifactRows();
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    private static List<Recorded> smallest() throws IOException {
        List<Recorded> files = new ArrayList<>(recorded("stores"));
        recorded("stores-v090").stream()
                .filter(Recorded::isCheckpoint)
                .min(Comparator.comparingInt(file -> file.bytes().length))
                .ifPresent(files::add);
        recorded("stores-v090").stream()
                .filter(file -> file.path().toString().contains("extensions-signed/store"))
                .forEach(files::add);
        assertThat(files).hasSize(4);
        return files;
    }

    private static List<Recorded> recorded(String folder) throws IOException {
        List<Recorded> files = new ArrayList<>();
        try (Stream<Path> paths = Files.walk(GoldenTree.golden(folder))) {
            for (Path path : paths.sorted().toList()) {
                if (path.endsWith("index.ckpt") || path.endsWith("index.fbati")) {
                    files.add(new Recorded(path, Files.readAllBytes(path)));
                }
            }
        }
        return files;
    }

    private static Artifact ok(Decoded<Artifact> decoded) {
        return switch (decoded) {
            case Decoded.Ok<Artifact>(Artifact artifact) -> artifact;
            case Decoded.Damaged<Artifact>(Damage damage) -> throw new AssertionError(damage.toString());
        };
    }

    private static byte[] encoded(Artifact.Form form, ArtifactRows rows, ArtifactHead head) {
        byte[][] file = {new byte[0]};
        ByteSink sink = (source, offset, length, at) -> {
            int end = Math.toIntExact(at) + length;
            file[0] = file[0].length < end ? Arrays.copyOf(file[0], end) : file[0];
            System.arraycopy(source, offset, file[0], Math.toIntExact(at), length);
        };
        switch (form) {
            case CHECKPOINT -> Checkpoint.encode(rows, head, sink);
            case MMAP_INDEX -> MmapIndex.encode(rows, head, sink);
        }
        return file[0];
    }
}
