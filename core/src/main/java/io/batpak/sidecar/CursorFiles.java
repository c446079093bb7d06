package io.batpak.sidecar;

import io.batpak.error.CursorCheckpointCorruptException;
import io.batpak.format.CursorCheckpoint;
import io.batpak.format.Damage;
import io.batpak.format.Decoded;
import io.batpak.fs.FileFacts;
import io.batpak.fs.IoKind;
import io.batpak.fs.StoreFile;
import io.batpak.fs.StoreFs;
import io.batpak.fs.StoreIoException;
import io.batpak.segment.StoreFileKind;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// `cursors/NAME.ckpt`: the positions of consumers. A position that cannot be read is never passed over: going on
/// somewhere else would skip events or repeat them.
///
/// Threads: one at a time for one name, under the lock of the journal.
public final class CursorFiles {
    /// The directory inside that of the journal.
    public static final String DIRECTORY = "cursors";

    /// Most UTF-8 bytes of a name: with the suffixes of the file and of its staged form it has to be a file name.
    public static final int NAME_BYTES_MAX = 255 - ".ckpt".length() - StoreFileKind.STAGED_SUFFIX.length();

    private static final String SUFFIX = ".ckpt";
    private static final int BYTES_MAX = 1 << 20;

    private final StoreFs journal;
    private final StoreFs directory;
    /// Whether the name of the directory is known to be durable.
    private volatile boolean named;

    /// @param journal the directory of the journal
    public CursorFiles(StoreFs journal) {
        this.journal = journal;
        this.directory = journal.elsewhere(Path.of(journal.directory()).resolve(DIRECTORY));
    }

    /// The file of a name, for messages.
    public String file(String name) {
        return Path.of(directory.directory()).resolve(name + SUFFIX).toString();
    }

    /// The stored position; empty if there is none.
    ///
    /// @throws CursorCheckpointCorruptException if it cannot be read
    /// @throws StoreIoException what the disk said
    public Optional<CursorCheckpoint> load(String name) {
        if (!directory.exists()) {
            return Optional.empty();
        }
        byte[] bytes;
        try (StoreFile file = directory.openReadOnly(name + SUFFIX)) {
            if (file.length() > BYTES_MAX) {
                throw new CursorCheckpointCorruptException(file(name), "it has " + file.length() + " bytes");
            }
            bytes = new byte[(int) file.length()];
            file.readFully(bytes, 0, bytes.length, 0);
        } catch (StoreIoException e) {
            if (e.ioKind() == IoKind.NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
        return switch (CursorCheckpoint.decode(bytes)) {
            case Decoded.Ok<CursorCheckpoint>(CursorCheckpoint found) -> Optional.of(found);
            case Decoded.Damaged<CursorCheckpoint>(Damage damage) ->
                throw new CursorCheckpointCorruptException(file(name), damage.toString());
        };
    }

    /// Stores a position, durably; the one before is there until then.
    ///
    /// @throws StoreIoException what the disk said
    public void save(String name, CursorCheckpoint checkpoint) {
        AtomicFile.write(prepared(), name + SUFFIX, checkpoint.encode());
    }

    /// The directory, which is there durably.
    StoreFs prepared() {
        if (!named) {
            directory.create();
            journal.syncDirectory();
            named = true;
        }
        return directory;
    }

    /// The directory, if it is there.
    Optional<StoreFs> existing() {
        return directory.exists() ? Optional.of(directory) : Optional.empty();
    }

    /// Forgets a position, durably; whether there was one.
    ///
    /// @throws StoreIoException what the disk said
    public boolean remove(String name) {
        return directory.exists() && AtomicFile.remove(directory, name + SUFFIX);
    }

    /// The names of all positions, ascending.
    public List<String> names() {
        if (!directory.exists()) {
            return List.of();
        }
        return directory.list().stream()
                .filter(name -> name.endsWith(SUFFIX))
                .map(name -> name.substring(0, name.length() - SUFFIX.length()))
                .sorted()
                .toList();
    }

    /// Takes away what writers that were killed left half-done, and makes durable what they were about to keep: a
    /// place that is found now must be there behind a power cut as well. For whoever has the lock, before anybody
    /// writes a place; states may be written meanwhile, and what a save of theirs left goes with the next one.
    public void tidy() {
        if (!directory.exists()) {
            return;
        }
        for (String name : directory.list()) {
            if (StoreFileKind.isUnfinished(name)
                    && !name.endsWith(StatesFiles.STAGED_ENDING)
                    && directory.facts(name).filter(FileFacts::regular).isPresent()) {
                directory.delete(name);
            }
        }
        directory.syncDirectory();
    }
}
