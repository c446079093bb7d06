package io.batpak.cli.bench;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/// A new directory that is deleted with all that is in it when it is closed, and when the process is asked to
/// end before that.
final class BenchDirectory implements AutoCloseable {
    private final Path path;
    private final Thread atExit;

    private BenchDirectory(Path path) {
        this.path = path;
        this.atExit = new Thread(this::deleteAtExit, "batpak-bench-cleanup");
    }

    /// Creates one below `parent`.
    ///
    /// @throws IOException when the disk refuses
    static BenchDirectory below(Path parent) throws IOException {
        BenchDirectory directory = new BenchDirectory(Files.createTempDirectory(parent, "batpak-bench-"));
        Runtime.getRuntime().addShutdownHook(directory.atExit);
        return directory;
    }

    Path path() {
        return path;
    }

    /// The length of all files below, in bytes.
    static long bytes(Path directory) throws IOException {
        long[] total = {0};
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
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
        Runtime.getRuntime().removeShutdownHook(atExit);
        delete(path);
    }

    private void deleteAtExit() {
        try {
            delete(path);
        } catch (IOException e) {
            System.err.println("batpak: could not delete " + path + ": " + e);
        }
    }

    static void delete(Path directory) throws IOException {
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure) throws IOException {
                if (failure != null) {
                    throw failure;
                }
                Files.delete(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
