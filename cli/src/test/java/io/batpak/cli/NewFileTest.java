package io.batpak.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A file that a command writes is there as a whole, or not at all.
///
/// Tier: unit.
class NewFileTest {
    @TempDir
    private Path root = Path.of("");

    @Test
    void whatIsWrittenIsThere() throws IOException {
        Path file = root.resolve("proof");

        NewFile.write(file, out -> out.write(new byte[] {1, 2, 3}));

        assertThat(file).hasBinaryContent(new byte[] {1, 2, 3});
    }

    @Test
    void aFileThatCannotBeFinishedIsRemoved() {
        Path file = root.resolve("proof");

        assertThatThrownBy(() -> NewFile.write(file, out -> {
                    out.write(new byte[] {1, 2, 3});
                    assertThat(file).hasSize(3);
                    throw new IOException("no space left on device");
                }))
                .isInstanceOf(IOException.class)
                .hasMessage("no space left on device");
        assertThat(root).isEmptyDirectory();
        assertThatThrownBy(() -> NewFile.write(file, out -> {
                    out.write(1);
                    throw new IllegalStateException("no bytes to write");
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(root).isEmptyDirectory();
    }

    @Test
    void whatWasThereBeforeStays() throws IOException {
        Path file = Files.writeString(root.resolve("proof"), "keep");

        assertThatThrownBy(() -> NewFile.write(file, out -> out.write(1)))
                .isInstanceOf(FileAlreadyExistsException.class);
        assertThatThrownBy(() -> NewFile.write(root.resolve("no/such/place"), out -> out.write(1)))
                .isInstanceOf(NoSuchFileException.class);
        assertThat(file).hasContent("keep");
    }
}
