package io.batpak.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// A file that a command writes: as a whole and durable, or not at all.
final class NewFile {
    private NewFile() {}

    /// What is written.
    @FunctionalInterface
    interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    /// Writes the file. If that fails, what was begun is removed; a file that was there before stays as it is.
    ///
    /// @throws FileAlreadyExistsException if there is something with this name
    static void write(Path file, Content content) throws IOException {
        OutputStream out = Files.newOutputStream(
                file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.SYNC);
        try (out) {
            content.writeTo(out);
        } catch (IOException | RuntimeException | Error e) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException second) {
                e.addSuppressed(second);
            }
            throw e;
        }
    }
}
