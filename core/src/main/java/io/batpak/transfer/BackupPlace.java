package io.batpak.transfer;

import io.batpak.fs.FileFacts;
import io.batpak.fs.IoKind;
import io.batpak.fs.IoSite;
import io.batpak.fs.StoreFs;
import io.batpak.fs.StoreIoException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/// Refuses a place to write to before anything is touched there.
final class BackupPlace {
    private static final String OPERATION = "write to";

    private BackupPlace() {}

    /// A place for a backup of `source`: absent, empty, or a backup directory.
    ///
    /// @throws StoreIoException `INVALID_INPUT` if it is a symbolic link, a file, the source itself, inside the
    ///     source or around it; `ALREADY_EXISTS` if there is something that is not a backup's
    static void requireForBackup(StoreFs source, StoreFs destination) {
        requireDirectoryOrNothing(destination);
        requireApart(source, destination);
        foreign(destination, destination.exists() ? destination.entries() : List.of());
    }

    private static void foreign(StoreFs destination, List<String> names) {
        for (String name : names) {
            if (!BackupNames.isOwn(name)) {
                throw refused(
                        destination, IoKind.ALREADY_EXISTS, "it holds " + name + ", which is no part of a backup");
            }
        }
    }

    /// A place for a journal that is restored from `backup`: absent or empty.
    ///
    /// @throws StoreIoException as [#requireForBackup]; `ALREADY_EXISTS` if anything is there
    static void requireForRestore(StoreFs backup, StoreFs destination) {
        requireDirectoryOrNothing(destination);
        requireApart(backup, destination);
        List<String> names = destination.exists() ? destination.entries() : List.of();
        if (!names.isEmpty()) {
            throw refused(destination, IoKind.ALREADY_EXISTS, "it is not empty: " + names.getFirst());
        }
    }

    private static void requireDirectoryOrNothing(StoreFs destination) {
        FileFacts facts = parent(destination).exists()
                ? parent(destination).facts(leaf(destination)).orElse(null)
                : null;
        if (facts != null && facts.symbolicLink()) {
            throw refused(destination, IoKind.INVALID_INPUT, "refusing to write through a symbolic link");
        }
        if (facts != null && !destination.exists()) {
            throw refused(destination, IoKind.INVALID_INPUT, "it is no directory");
        }
    }

    private static void requireApart(StoreFs one, StoreFs other) {
        if (one.isSameDirectory(other)) {
            throw refused(other, IoKind.INVALID_INPUT, "it is the source itself");
        }
        requireOutside(one, other, "it lies inside the source");
        requireOutside(other, one, "the source lies inside it");
    }

    private static void requireOutside(StoreFs outer, StoreFs inner, String complaint) {
        StoreFs there = nearest(inner);
        there.create(); // makes its path canonical, and nothing else
        for (Path up = Path.of(there.directory()); up != null; up = up.getParent()) {
            if (there.elsewhere(up).isSameDirectory(outer)) {
                throw refused(inner, IoKind.INVALID_INPUT, complaint);
            }
        }
    }

    /// The directory itself, or the closest one above it that exists.
    static StoreFs nearest(StoreFs directory) {
        StoreFs at = directory;
        while (!at.exists()) {
            at = parent(at);
        }
        return at.elsewhere(Path.of(at.directory()));
    }

    /// @throws StoreIoException `STORAGE_FULL` if the file system of the destination has less than `bytes` left
    static void requireSpace(StoreFs destination, long bytes) {
        long usable = nearest(destination).usableBytes();
        if (usable < bytes) {
            throw refused(
                    destination, IoKind.STORAGE_FULL, bytes + " bytes are needed and " + usable + " bytes are left");
        }
    }

    /// Creates a directory if it is missing, and makes its name and those of the parents that it needed durable.
    static void createDurably(StoreFs directory) {
        StoreFs nearest = nearest(directory);
        if (nearest.isSameDirectory(directory)) {
            return;
        }
        directory.create();
        StoreFs created = directory;
        do {
            created = parent(created);
            created.syncDirectory();
        } while (!created.isSameDirectory(nearest));
    }

    /// The directory around a directory.
    static StoreFs parent(StoreFs directory) {
        Path parent = Path.of(directory.directory()).getParent();
        if (parent == null) {
            throw refused(directory, IoKind.INVALID_INPUT, "the root is no place for it");
        }
        return directory.elsewhere(parent);
    }

    /// The name of a directory in its parent.
    static String leaf(StoreFs directory) {
        return Objects.requireNonNull(Path.of(directory.directory()).getFileName(), "a directory below the root")
                .toString();
    }

    private static StoreIoException refused(StoreFs place, IoKind kind, String detail) {
        return new StoreIoException(IoSite.of(OPERATION, place.directory()), kind, detail);
    }
}
