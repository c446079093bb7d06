package io.batpak.format;

import static org.junit.jupiter.api.Assertions.fail;

import io.batpak.testing.GoldenFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/// The reference data these tests compare with. Absent data skips a test loudly; in continuous integration it
/// fails.
final class GoldenBytes {

    private GoldenBytes() {}

    static Path root() {
        return GoldenFiles.folder();
    }

    /// The bytes of a file of lower-case hex digits.
    static byte[] hex(String name) {
        String digits = new String(bytes(root().resolve(name)), StandardCharsets.US_ASCII).trim();
        return HexFormat.of().parseHex(digits);
    }

    static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Every segment of every reference store, also those that a compaction set aside; never empty.
    static List<Path> segments() {
        return files(".fbat", ".fbat.compact-src");
    }

    /// Every reference file whose name ends like this; never empty.
    static List<Path> files(String... endings) {
        try (Stream<Path> all = Files.walk(root())) {
            List<Path> found = all.filter(file ->
                            Stream.of(endings).anyMatch(e -> file.toString().endsWith(e)))
                    .sorted()
                    .toList();
            if (found.isEmpty()) {
                fail("reference data without files that end with " + String.join(" or ", endings));
            }
            return found;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// All inputs of a fuzz target; never empty.
    static List<Path> fuzz(String target) {
        List<Path> seeds = files(".bin").stream()
                .filter(file -> file.getFileName().toString().startsWith(target + "__"))
                .toList();
        if (seeds.isEmpty()) {
            fail("fuzz target " + target + " has no seeds");
        }
        return seeds;
    }
}
