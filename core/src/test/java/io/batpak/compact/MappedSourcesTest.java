package io.batpak.compact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.batpak.error.SegmentDamageException;
import io.batpak.fs.Mapping;
import io.batpak.fs.StoreFile;
import io.batpak.fs.StoreFs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Bytes of segments that are mapped are read where they are, and nowhere else.
///
/// Tier: unit.
class MappedSourcesTest {
    @TempDir
    Path directory;

    @Test
    void bytesAreReadUpToTheEndOfTheSegmentAndNotBehindIt() throws IOException {
        Files.write(directory.resolve("a"), new byte[] {1, 2, 3, 4, 5});
        try (StoreFile file = StoreFs.local(directory).openReadOnly("a")) {
            Mapping mapping = file.map();
            MappedSources sources = new MappedSources(Map.of(7L, mapping));
            byte[] target = new byte[4];
            sources.read(7, 0, target, 1, 3);
            assertThat(target).containsExactly(0, 1, 2, 3);
            sources.read(7, 1, target, 0, 4);
            assertThat(target).as("exactly up to the end").containsExactly(2, 3, 4, 5);
            assertThatThrownBy(() -> sources.read(7, 2, target, 0, 4)).isInstanceOf(SegmentDamageException.class);
            assertThatThrownBy(() -> sources.read(7, -1, target, 0, 1)).isInstanceOf(SegmentDamageException.class);
            assertThatThrownBy(() -> sources.read(8, 0, target, 0, 1)).isInstanceOf(IllegalArgumentException.class);
            mapping.close();
        }
    }
}
