package io.batpak.verify.golden;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.format.Artifact;
import io.batpak.fs.StoreFs;
import io.batpak.model.LoadStatus;
import io.batpak.sidecar.ArtifactFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Which recorded artifacts are believed: all of them, except the one that tells of segments before a compaction.
///
/// Tier: golden. Covers: C1, E5, E7.
class ArtifactTrustTest {
    @TempDir
    Path scratch;

    @Test
    void everyArtifactOfAnUndamagedStoreIsTrusted() throws IOException {
        List<String> loaded = new ArrayList<>();
        for (Path directory : directories()) {
            for (Artifact.Form form : Artifact.Form.values()) {
                if (Files.exists(directory.resolve(ArtifactFile.name(form)))) {
                    try (ArtifactFile.Loaded found = ArtifactFile.load(StoreFs.local(directory), form)) {
                        boolean stale = directory.toString().contains("defect-stale-checkpoint");
                        assertThat(found.status())
                                .as(directory + " " + form + " " + found.invalidReason())
                                .isEqualTo(stale ? LoadStatus.INVALID : LoadStatus.LOADED);
                        loaded.add(directory.getName(directory.getNameCount() - 2) + " " + form);
                    }
                }
            }
        }
        assertThat(loaded)
                .contains(
                        "both-artifacts CHECKPOINT",
                        "both-artifacts MMAP_INDEX",
                        "artifact-and-tail MMAP_INDEX",
                        "defect-stale-checkpoint CHECKPOINT");
    }

    @Test
    void aSegmentThatIsMissingShorterOrAnotherOneMakesAnArtifactUnusable() throws IOException {
        Path golden = GoldenTree.golden("stores-v090/multi-segment/store");
        for (String segment : List.of("000001.fbat", "000003.fbat", "000006.fbat")) {
            Path missing = copy(golden, segment + "-missing");
            Files.delete(missing.resolve(segment));
            assertThat(doubt(missing)).contains(segment);

            Path shorter = copy(golden, segment + "-shorter");
            byte[] bytes = Files.readAllBytes(shorter.resolve(segment));
            Files.write(shorter.resolve(segment), java.util.Arrays.copyOf(bytes, bytes.length / 2));
            assertThat(doubt(shorter)).contains(segment);

            Path other = copy(golden, segment + "-other");
            Files.copy(
                    golden.resolve("000002.fbat"),
                    other.resolve(segment),
                    java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            assertThat(doubt(other)).contains(segment);
        }
        Path unnamed = copy(golden, "unnamed");
        Files.copy(golden.resolve("000002.fbat"), unnamed.resolve("000000.fbat"));
        assertThat(doubt(unnamed)).isEqualTo("segment 000000.fbat holds events, and no row names it");
    }

    private Path copy(Path golden, String name) {
        return GoldenTree.copy(golden, scratch.resolve(name), file -> true);
    }

    private static String doubt(Path directory) {
        try (ArtifactFile.Loaded found = ArtifactFile.load(StoreFs.local(directory), Artifact.Form.MMAP_INDEX)) {
            assertThat(found.status()).as(directory.toString()).isEqualTo(LoadStatus.INVALID);
            return found.invalidReason().orElseThrow();
        }
    }

    private static List<Path> directories() throws IOException {
        List<Path> directories = new ArrayList<>();
        for (String folder : List.of("stores", "stores-v090")) {
            try (Stream<Path> paths = Files.walk(GoldenTree.golden(folder))) {
                paths.filter(Files::isDirectory).sorted().forEach(directories::add);
            }
        }
        return directories;
    }
}
