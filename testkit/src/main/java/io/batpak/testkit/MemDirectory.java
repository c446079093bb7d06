package io.batpak.testkit;

import static io.batpak.testkit.MemDisk.failure;
import static io.batpak.testkit.MemDisk.requireLeafName;

import io.batpak.fs.DirectoryLock;
import io.batpak.fs.FileFacts;
import io.batpak.fs.IoKind;
import io.batpak.fs.LockMode;
import io.batpak.fs.StoreFile;
import io.batpak.fs.StoreFs;
import io.batpak.fs.StoreLockedException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// One directory of a [MemDisk], found by its path at every call; guarded by the disk.
abstract sealed class MemDirectory implements StoreFs permits MemFs {
    private final MemDisk disk;
    private final List<MemFile> openFiles = new ArrayList<>();
    private Path directory;

    MemDirectory(MemDisk disk, Path directory) {
        this.disk = disk;
        this.directory = directory;
    }

    /// Where it is, without symbolic links once it was created.
    final Path path() {
        return directory;
    }

    @Override
    public final String directory() {
        synchronized (disk) {
            return directory.toString();
        }
    }

    @Override
    public final boolean exists() {
        disk.giveWay(MemOperation.FACTS.costNanos());
        synchronized (disk) {
            trace().enter(MemOperation.FACTS, label(""), "");
            return disk.findDirectory(directory) != null;
        }
    }

    @Override
    public final boolean isSameDirectory(StoreFs other) {
        disk.giveWay(MemOperation.FACTS.costNanos());
        synchronized (disk) {
            trace().enter(MemOperation.FACTS, label(""), "");
            MemNode node = disk.findDirectory(directory);
            return node != null
                    && other instanceof MemDirectory relative
                    && relative.disk == disk
                    && node == disk.findDirectory(relative.directory);
        }
    }

    @Override
    public final long usableBytes() {
        disk.giveWay(MemOperation.FACTS.costNanos());
        synchronized (disk) {
            names("stat");
            trace().enter(MemOperation.FACTS, label(""), "");
            return disk.usableBytes();
        }
    }

    @Override
    public final void create() {
        disk.giveWay(MemOperation.CREATE_DIRECTORY.costNanos());
        synchronized (disk) {
            if (disk.findDirectory(directory) == null || !trace().isReadOnly()) {
                trace().enter(MemOperation.CREATE_DIRECTORY, label(""), "");
            }
            directory = disk.createDirectories(directory);
        }
    }

    @Override
    public final List<String> list() {
        return list(node -> !node.isDirectory());
    }

    @Override
    public final List<String> entries() {
        return list(_ -> true);
    }

    private List<String> list(Predicate<MemNode> wanted) {
        disk.giveWay(MemOperation.LIST.costNanos());
        synchronized (disk) {
            MemNames names = names("list");
            trace().enter(MemOperation.LIST, label(""), "");
            return names.list(wanted);
        }
    }

    @Override
    public final Optional<FileFacts> facts(String name) {
        disk.giveWay(MemOperation.FACTS.costNanos());
        synchronized (disk) {
            requireLeafName("stat", name);
            trace().enter(MemOperation.FACTS, label(name), "");
            MemNode node = find(name);
            return node == null ? Optional.empty() : Optional.of(node.facts(disk.links(node)));
        }
    }

    @Override
    public final StoreFile createNew(String name) {
        disk.giveWay(MemOperation.CREATE.costNanos());
        synchronized (disk) {
            MemNames names = requireFree("create", name);
            trace().enter(MemOperation.CREATE, label(name), "");
            MemNode node = new MemNode(null);
            names.put(name, node);
            return opened(name, node, true);
        }
    }

    @Override
    public final StoreFile openExisting(String name) {
        disk.giveWay(MemOperation.OPEN.costNanos());
        synchronized (disk) {
            requireLeafName("open", name);
            MemNode node = existingFile("open", name);
            trace().enter(MemOperation.OPEN, label(name), "");
            return opened(name, node, true);
        }
    }

    @Override
    public final StoreFile openReadOnly(String name) {
        disk.giveWay(MemOperation.OPEN.costNanos());
        synchronized (disk) {
            requireLeafName("open", name);
            existing("open", name);
            MemNode node = disk.find(directory.resolve(name));
            if (node == null || !node.isRegular()) {
                IoKind ioKind = node == null ? IoKind.NOT_FOUND : IoKind.INVALID_INPUT;
                throw failure("open", name, ioKind, "it does not lead to a regular file");
            }
            trace().enter(MemOperation.OPEN, label(name), "");
            return opened(name, node, false);
        }
    }

    @Override
    public final void rename(String from, String to) {
        disk.giveWay(MemOperation.RENAME.costNanos());
        synchronized (disk) {
            requireLeafName("rename", from);
            requireLeafName("rename", to);
            MemNode node = existing("rename", from);
            refuseSymlink("rename", to);
            MemNode replaced = find(to);
            if (replaced != null && replaced.isDirectory()) {
                throw failure("rename", to, IoKind.INVALID_INPUT, "there is a directory");
            }
            trace().enter(MemOperation.RENAME, label(from), "to " + to);
            names("rename").rename(from, to, node);
            for (MemFile file : openFiles) {
                if (file.node() == node && file.name().equals(from)) {
                    file.renamed(to);
                }
            }
        }
    }

    @Override
    public final void delete(String name) {
        disk.giveWay(MemOperation.DELETE.costNanos());
        synchronized (disk) {
            requireLeafName("delete", name);
            MemNode node = existing("delete", name);
            if (node.isDirectory() && !node.directory().isEmpty()) {
                throw failure("delete", name, IoKind.ALREADY_EXISTS, "a directory that is not empty");
            }
            trace().enter(MemOperation.DELETE, label(name), "");
            names("delete").remove(name);
        }
    }

    @Override
    public final boolean linkTo(String name, StoreFs target, String targetName) {
        return shared(MemOperation.LINK, name, target, targetName);
    }

    @Override
    public final boolean cloneTo(String name, StoreFs target, String targetName) {
        return shared(MemOperation.CLONE, name, target, targetName);
    }

    private boolean shared(MemOperation operation, String name, StoreFs target, String targetName) {
        disk.giveWay(operation.costNanos());
        synchronized (disk) {
            String verb = operation.toString();
            requireLeafName(verb, name);
            MemNode node = existingFile(verb, name);
            if (!(target instanceof MemDirectory relative) || relative.disk != disk) {
                return false;
            }
            MemNames names = relative.requireFree(verb, targetName);
            trace().enter(operation, label(name), "to " + relative.label(targetName));
            if (disk.impossible().contains(operation)) {
                return false;
            }
            names.put(targetName, operation == MemOperation.LINK ? node : MemNode.durableFile(node.bytes()));
            return true;
        }
    }

    @Override
    public final void moveDirectory(StoreFs to) {
        disk.giveWay(MemOperation.MOVE_DIRECTORY.costNanos());
        synchronized (disk) {
            if (!(to instanceof MemDirectory relative) || relative.disk != disk) {
                throw failure("move directory", to.directory(), IoKind.INVALID_INPUT, "another file system");
            }
            MemMoves.move(disk, directory, relative.directory);
        }
    }

    @Override
    public final void deleteDirectory() {
        disk.giveWay(MemOperation.DELETE_DIRECTORY.costNanos());
        synchronized (disk) {
            MemMoves.delete(disk, directory);
        }
    }

    @Override
    public final void syncDirectory() {
        disk.giveWay(MemOperation.SYNC_DIRECTORY.costNanos());
        synchronized (disk) {
            MemNames names = names("sync directory");
            trace().enter(MemOperation.SYNC_DIRECTORY, label(""), "");
            names.sync();
        }
    }

    @Override
    public final DirectoryLock lock(String name, LockMode mode) {
        disk.giveWay(MemOperation.LOCK.costNanos());
        synchronized (disk) {
            requireLeafName("lock", name);
            MemNames names = names("lock");
            refuseSymlink("lock", name);
            trace().enter(MemOperation.LOCK, label(name), mode.wireName());
            MemDisk.Place place = new MemDisk.Place(disk.requireDirectory("lock", disk.real(directory)), name);
            if (disk.locked().contains(place)) {
                throw new StoreLockedException(directory(), mode);
            }
            boolean held = mode == LockMode.MUTABLE || !trace().isReadOnly() || names.find(name) != null;
            if (trace().isReadOnly() && mode == LockMode.MUTABLE) {
                throw failure("lock", name, IoKind.PERMISSION_DENIED, "the medium is read-only");
            }
            if (held && names.find(name) == null) {
                names.put(name, new MemNode(null));
            }
            disk.locked().add(place);
            return new MemLock(disk, place, mode, held);
        }
    }

    final MemDisk disk() {
        return disk;
    }

    final MemTrace trace() {
        return disk.trace();
    }

    /// How a step calls a name of this directory; the empty name is the directory.
    final String label(String name) {
        if (directory.equals(MemDisk.HOME)) {
            return name;
        }
        return name.isEmpty() ? directory.toString() : directory.resolve(name).toString();
    }

    final void forget(MemFile file) {
        openFiles.remove(file);
    }

    private MemFile opened(String name, MemNode node, boolean writable) {
        MemFile file = new MemFile(this, name, node, writable);
        openFiles.add(file);
        return file;
    }

    final MemNames names(String operation) {
        MemNode node = disk.findDirectory(directory);
        if (node == null) {
            throw failure(operation, directory(), IoKind.NOT_FOUND, "the directory does not exist");
        }
        return node.directory();
    }

    private @Nullable MemNode find(String name) {
        MemNode node = disk.findDirectory(directory);
        return node == null ? null : node.directory().find(name);
    }

    final MemNode existing(String operation, String name) {
        MemNode node = find(name);
        if (node == null) {
            throw failure(operation, name, IoKind.NOT_FOUND, "no such name");
        }
        return node;
    }

    private MemNode existingFile(String operation, String name) {
        refuseSymlink(operation, name);
        MemNode node = existing(operation, name);
        if (!node.isRegular()) {
            throw failure(operation, name, IoKind.INVALID_INPUT, "not a regular file");
        }
        return node;
    }

    /// The names of the directory, in which `name` is none.
    private MemNames requireFree(String operation, String name) {
        requireLeafName(operation, name);
        MemNames names = names(operation);
        refuseSymlink(operation, name);
        if (names.find(name) != null) {
            throw failure(operation, name, IoKind.ALREADY_EXISTS, "it exists already");
        }
        return names;
    }

    private void refuseSymlink(String operation, String name) {
        MemNode node = find(name);
        if (node != null && node.linkTarget != null) {
            throw failure(operation, name, IoKind.INVALID_INPUT, "refusing to write " + name + " through symlink");
        }
    }

    @Override
    public final String toString() {
        return directory();
    }
}
