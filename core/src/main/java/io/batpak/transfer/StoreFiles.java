package io.batpak.transfer;

import io.batpak.fs.FileFacts;
import io.batpak.fs.IoKind;
import io.batpak.fs.IoSite;
import io.batpak.fs.StoreFs;
import io.batpak.fs.StoreIoException;
import io.batpak.segment.StoreFileKind;
import io.batpak.sidecar.RetentionCutsFile;
import io.batpak.sidecar.RunName;
import java.nio.file.Path;

/// The files of a store in a directory that a copy is to replace: nothing else may be there, because it would be
/// lost.
final class StoreFiles {
    private StoreFiles() {}

    /// Refuses a directory that holds anything but the files of a store. Keys are refused as well: what they open
    /// may lie elsewhere.
    ///
    /// @throws StoreIoException `INVALID_INPUT`, naming what is there
    static void requireNothingElse(StoreFs directory) {
        for (String name : directory.entries()) {
            if (!isOurs(directory, name)) {
                throw new StoreIoException(
                        IoSite.of("copy to", directory.directory()),
                        IoKind.INVALID_INPUT,
                        "it holds " + name + ", which a copy must not replace");
            }
        }
    }

    private static boolean isOurs(StoreFs directory, String name) {
        if (StoreFileKind.of(name) == StoreFileKind.CURSORS) {
            StoreFs cursors = inside(directory, name);
            return !isLink(directory, name)
                    && cursors.exists()
                    && cursors.entries().stream().allMatch(cursor -> isRegular(cursors, cursor));
        }
        return isRegular(directory, name) && isOurs(name);
    }

    private static boolean isOurs(String name) {
        return switch (StoreFileKind.of(name)) {
            case SEGMENT, MALFORMED_SEGMENT, COMPACT_SOURCE -> true;
            case VISIBILITY_RANGES, CHECKPOINT, MMAP_INDEX, IDEMPOTENCY, COMPACTION_MARKER -> true;
            case CURSORS, KEYSET -> false;
            case OTHER ->
                name.equals(StoreFileKind.LOCK_FILE)
                        || name.equals(RetentionCutsFile.NAME)
                        || StoreFileKind.isUnfinished(name)
                        || RunName.parse(name).isPresent();
        };
    }

    /// How many files of a store there are by the count of 0.9.0, which does not know ours.
    static long count(StoreFs directory) {
        return directory.entries().stream()
                .map(StoreFileKind::of)
                .filter(kind -> kind != StoreFileKind.OTHER && kind != StoreFileKind.KEYSET)
                .count();
    }

    /// Deletes the files in the directory, which was looked at before, but for those of the name `kept`. Makes
    /// nothing durable.
    static void clear(StoreFs directory, String kept) {
        directory.entries().stream().filter(name -> !name.equals(kept)).forEach(name -> delete(directory, name));
    }

    /// Deletes the directory with everything in it, which was looked at before. Makes nothing durable.
    static void remove(StoreFs directory) {
        directory.entries().forEach(name -> delete(directory, name));
        directory.deleteDirectory();
    }

    private static void delete(StoreFs directory, String name) {
        if (StoreFileKind.of(name) == StoreFileKind.CURSORS) {
            StoreFs cursors = inside(directory, name);
            cursors.entries().forEach(cursors::delete);
            cursors.deleteDirectory();
        } else {
            directory.delete(name);
        }
    }

    /// Whether there is a directory with something in it.
    static boolean isOccupied(StoreFs directory) {
        return directory.exists() && !directory.entries().isEmpty();
    }

    private static StoreFs inside(StoreFs directory, String name) {
        return directory.elsewhere(Path.of(directory.directory(), name));
    }

    private static boolean isRegular(StoreFs directory, String name) {
        return directory.facts(name).map(FileFacts::regular).orElse(false);
    }

    private static boolean isLink(StoreFs directory, String name) {
        return directory.facts(name).map(FileFacts::symbolicLink).orElse(false);
    }
}
