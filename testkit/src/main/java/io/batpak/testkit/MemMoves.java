package io.batpak.testkit;

import io.batpak.fs.IoKind;
import java.nio.file.Path;

/// Moves and removes whole directories of a [MemDisk], whose monitor the caller holds.
final class MemMoves {
    private MemMoves() {}

    /// Renames a directory, and then syncs the new and the old parent.
    static void move(MemDisk disk, Path from, Path to) {
        String operation = "move directory";
        if (to.startsWith(from)) {
            throw MemDisk.failure(
                    operation, from.toString(), IoKind.INVALID_INPUT, "a directory cannot be moved into itself");
        }
        disk.requireDirectory(operation, from);
        MemNode there = disk.unfollowed(to);
        if (there != null && there.linkTarget != null) {
            throw MemDisk.failure(operation, to.toString(), IoKind.INVALID_INPUT, "refusing to write through symlink");
        }
        if (there != null && !(there.isDirectory() && there.directory().isEmpty())) {
            throw MemDisk.failure(operation, to.toString(), IoKind.ALREADY_EXISTS, "there is something");
        }
        MemNode source = parent(disk, operation, from);
        MemNode target = parent(disk, operation, to);
        disk.trace().enter(MemOperation.MOVE_DIRECTORY, from.toString(), "to " + to);
        MemNames.move(source, MemDisk.leafOf(from), target, MemDisk.leafOf(to));
        sync(disk, MemDisk.parentOf(to), target);
        if (source != target) {
            sync(disk, MemDisk.parentOf(from), source);
        }
    }

    private static MemNode parent(MemDisk disk, String operation, Path path) {
        MemNode parent = disk.findDirectory(MemDisk.parentOf(path));
        if (parent == null) {
            throw MemDisk.failure(operation, path.toString(), IoKind.NOT_FOUND, "no directory to hold it");
        }
        return parent;
    }

    private static void sync(MemDisk disk, Path path, MemNode directory) {
        disk.trace().enter(MemOperation.SYNC_DIRECTORY, path.toString(), "");
        directory.directory().sync();
    }

    /// Removes an empty directory.
    static void delete(MemDisk disk, Path path) {
        String operation = "delete directory";
        MemNode node = disk.requireDirectory(operation, path);
        if (!node.directory().isEmpty()) {
            throw MemDisk.failure(operation, path.toString(), IoKind.ALREADY_EXISTS, "it is not empty");
        }
        MemNode parent = parent(disk, operation, path);
        disk.trace().enter(MemOperation.DELETE_DIRECTORY, path.toString(), "");
        parent.directory().remove(MemDisk.leafOf(path));
    }
}
