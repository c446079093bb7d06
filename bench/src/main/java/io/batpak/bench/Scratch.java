package io.batpak.bench;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/// A directory for one run, on the disk of the folder in the system property `batpak.bench.scratch` or else
/// of the temporary folder. Closing deletes it with all that is in it.
///
/// @param path where it is
public record Scratch(Path path) implements AutoCloseable {

    /// Creates a new directory.
    ///
    /// @throws IOException when the disk refuses
    public static Scratch create() throws IOException {
        return new Scratch(Files.createTempDirectory(parent(), "batpak-bench-"));
    }

    /// The directory in which scratch directories are created.
    public static Path parent() {
        return Path.of(System.getProperty("batpak.bench.scratch", System.getProperty("java.io.tmpdir")));
    }

    /// The length of all files, in bytes.
    ///
    /// @throws IOException when the disk refuses
    public long bytes() throws IOException {
        long[] total = {0};
        Files.walkFileTree(path, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                total[0] += attributes.size();
                return FileVisitResult.CONTINUE;
            }
        });
        return total[0];
    }

    @Override
    public void close() throws IOException {
        Files.walkFileTree(path, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
                    throws IOException {
                if (failure != null) {
                    throw failure;
                }
                Files.delete(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
