package io.batpak.testkit;

import io.batpak.fs.DirectoryLock;
import io.batpak.fs.FileFacts;
import io.batpak.fs.IoKind;
import io.batpak.fs.IoSite;
import io.batpak.fs.LockMode;
import io.batpak.fs.StoreFile;
import io.batpak.fs.StoreFs;
import io.batpak.fs.StoreIoException;
import io.batpak.fs.StoreLockedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A directory in memory that knows what a crash would leave of it.
///
/// Bytes are durable after [StoreFile#sync], names after [#syncDirectory]; neither implies the other.
/// [#crash()] is the state after a loss of power that took everything else with it, [#crash(long)] one in
/// which any part of it got out, [#killed] the state after the death of the process alone. Each returns a
/// new, independent directory without open files and locks; this one stays as it is. Operations can be failed
/// one by one ([#plan]) or from a point on ([#powerOffAfter]). A failed sync loses what it should have made
/// durable for good.
///
/// Threads: may be shared; one operation at a time.
public final class MemFs implements StoreFs {
    private static final String DIRECTORY = "/memory";

    private final MemNames names;
    private final MemTrace trace = new MemTrace();
    private final List<MemFile> openFiles = new ArrayList<>();
    private final Set<String> locked = new HashSet<>();
    private boolean created;

    /// An empty directory that does not exist before [#create].
    public MemFs() {
        this(new MemNames(), false);
    }

    private MemFs(MemNames names, boolean created) {
        this.names = names;
        this.created = created;
    }

    /// A durable copy of the regular files of a real directory, without its subdirectories.
    public static MemFs copyOf(Path directory) throws IOException {
        MemFs copy = new MemFs(new MemNames(), true);
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                copy.names.put(directory.relativize(file).toString(), MemNode.durableFile(Files.readAllBytes(file)));
            }
        }
        copy.names.sync();
        return copy;
    }

    /// Writes the files as a program sees them now into a real directory; symbolic links are written as
    /// links.
    public synchronized void exportTo(Path directory) throws IOException {
        Files.createDirectories(directory);
        for (String name : names.list()) {
            MemNode node = existing("export", name);
            if (node.linkTarget == null) {
                Files.write(directory.resolve(name), node.bytes());
            } else {
                Files.createSymbolicLink(directory.resolve(name), Path.of(node.linkTarget));
            }
        }
    }

    /// The directory after a loss of power: only what was synced, bytes and names.
    public synchronized MemFs crash() {
        return new MemFs(names.crashed(), created);
    }

    /// The directory after a loss of power that let some of the unsynced changes out: each change of a name
    /// is kept or lost, and of each file the writes up to some point are there, the last perhaps in part. The
    /// same seed gives the same state. Writes of one file never overtake each other here.
    public synchronized MemFs crash(long seed) {
        return new MemFs(names.crashed(new SplittableRandom(seed)), created);
    }

    /// The directory as the next process finds it after this one was killed; what is not durable still is
    /// not.
    public synchronized MemFs killed() {
        return new MemFs(names.copy(), created);
    }

    /// The same bytes and names on a medium that cannot be written; without the lock of this instance.
    public synchronized MemFs onReadOnlyMedium() {
        MemFs copy = killed();
        copy.trace.readOnly();
        return copy;
    }

    /// Fails one operation to come.
    public synchronized void plan(MemFault fault) {
        trace.plan(fault);
    }

    /// Lets `mutations` changing operations happen in all, counted from the birth of this instance; the next
    /// one and everything after it fails.
    public synchronized void powerOffAfter(long mutations) {
        trace.powerOffAfter(mutations);
    }

    /// How many changing operations were asked for so far.
    public synchronized long mutations() {
        return trace.mutations();
    }

    /// How many operations of one kind were asked for so far.
    public synchronized long count(MemOperation operation) {
        return trace.count(operation);
    }

    /// The operations so far, at most the last 65 536.
    public synchronized List<MemStep> steps() {
        return trace.steps();
    }

    /// One line that says what this instance went through; for the message of a failing test.
    public synchronized String replayLine() {
        return "MemFs " + names.list() + ": " + trace.replayLine();
    }

    /// Gives a file a second name.
    public synchronized void link(String from, String to) {
        names.put(to, existing("link", from));
    }

    /// Makes `name` a symbolic link to the name `target`, which need not exist.
    public synchronized void symlink(String name, String target) {
        names.put(name, new MemNode(target));
    }

    /// The bytes of a file as a program sees them now.
    public synchronized byte[] bytes(String name) {
        return existing("read", name).bytes();
    }

    /// Replaces the bytes of a file, durably; `change` gets a copy of the old ones. For damage.
    public synchronized void damage(String name, UnaryOperator<byte[]> change) {
        MemNode node = existing("damage", name);
        byte[] after = change.apply(node.bytes());
        node.truncate(0);
        node.write(after, 0, after.length, 0);
        node.sync();
    }

    @Override
    public String directory() {
        return DIRECTORY;
    }

    @Override
    public synchronized void create() {
        if (!created || !trace.isReadOnly()) {
            trace.enter(MemOperation.CREATE_DIRECTORY, "", "");
        }
        created = true;
    }

    @Override
    public synchronized List<String> list() {
        requireCreated("list", DIRECTORY);
        trace.enter(MemOperation.LIST, "", "");
        return names.list();
    }

    @Override
    public synchronized Optional<FileFacts> facts(String name) {
        requireLeafName("stat", name);
        trace.enter(MemOperation.FACTS, name, "");
        MemNode node = names.find(name);
        if (node == null) {
            return Optional.empty();
        }
        boolean symbolicLink = node.linkTarget != null;
        long length = node.linkTarget != null ? node.linkTarget.length() : node.length();
        return Optional.of(new FileFacts(length, names.links(node), symbolicLink, !symbolicLink));
    }

    @Override
    public synchronized StoreFile createNew(String name) {
        requireLeafName("create", name);
        requireCreated("create", name);
        refuseSymlink("create", name);
        if (names.find(name) != null) {
            throw failure("create", name, IoKind.ALREADY_EXISTS, "it exists already");
        }
        trace.enter(MemOperation.CREATE, name, "");
        MemNode node = new MemNode(null);
        names.put(name, node);
        return opened(name, node, true);
    }

    @Override
    public synchronized StoreFile openExisting(String name) {
        requireLeafName("open", name);
        refuseSymlink("open", name);
        MemNode node = existing("open", name);
        trace.enter(MemOperation.OPEN, name, "");
        return opened(name, node, true);
    }

    @Override
    public synchronized StoreFile openReadOnly(String name) {
        requireLeafName("open", name);
        MemNode node = existing("open", name);
        if (node.linkTarget != null) {
            node = existing("open", node.linkTarget);
        }
        trace.enter(MemOperation.OPEN, name, "");
        return opened(name, node, false);
    }

    @Override
    public synchronized void rename(String from, String to) {
        requireLeafName("rename", from);
        requireLeafName("rename", to);
        MemNode node = existing("rename", from);
        refuseSymlink("rename", to);
        trace.enter(MemOperation.RENAME, from, "to " + to);
        names.rename(from, to, node);
        for (MemFile file : openFiles) {
            if (file.node() == node && file.name().equals(from)) {
                file.renamed(to);
            }
        }
    }

    @Override
    public synchronized void delete(String name) {
        requireLeafName("delete", name);
        existing("delete", name);
        trace.enter(MemOperation.DELETE, name, "");
        names.remove(name);
    }

    @Override
    public synchronized void syncDirectory() {
        requireCreated("sync directory", DIRECTORY);
        trace.enter(MemOperation.SYNC_DIRECTORY, "", "");
        names.sync();
    }

    @Override
    public synchronized DirectoryLock lock(String name, LockMode mode) {
        requireLeafName("lock", name);
        requireCreated("lock", name);
        refuseSymlink("lock", name);
        trace.enter(MemOperation.LOCK, name, mode.wireName());
        if (locked.contains(name)) {
            throw new StoreLockedException(DIRECTORY, mode);
        }
        boolean held = mode == LockMode.MUTABLE || !trace.isReadOnly() || names.find(name) != null;
        if (trace.isReadOnly() && mode == LockMode.MUTABLE) {
            throw failure("lock", name, IoKind.PERMISSION_DENIED, "the medium is read-only");
        }
        if (held && names.find(name) == null) {
            names.put(name, new MemNode(null));
        }
        locked.add(name);
        return new MemLock(name, mode, held);
    }

    private final class MemLock implements DirectoryLock {
        private final String name;
        private final LockMode mode;
        private final boolean held;
        private boolean released;

        MemLock(String name, LockMode mode, boolean held) {
            this.name = name;
            this.mode = mode;
            this.held = held;
        }

        @Override
        public boolean isHeld() {
            return held;
        }

        @Override
        public LockMode mode() {
            return mode;
        }

        @Override
        public void close() {
            synchronized (MemFs.this) {
                if (!released) {
                    released = true;
                    locked.remove(name);
                }
            }
        }
    }

    MemTrace trace() {
        return trace;
    }

    void forget(MemFile file) {
        openFiles.remove(file);
    }

    private MemFile opened(String name, MemNode node, boolean writable) {
        MemFile file = new MemFile(this, name, node, writable);
        openFiles.add(file);
        return file;
    }

    private MemNode existing(String operation, String name) {
        @Nullable MemNode node = names.find(name);
        if (node == null) {
            throw failure(operation, name, IoKind.NOT_FOUND, "no such name");
        }
        return node;
    }

    private void requireCreated(String operation, String name) {
        if (!created) {
            throw failure(operation, name, IoKind.NOT_FOUND, "the directory does not exist");
        }
    }

    private void refuseSymlink(String operation, String name) {
        MemNode node = names.find(name);
        if (node != null && node.linkTarget != null) {
            throw failure(operation, name, IoKind.INVALID_INPUT, "refusing to write " + name + " through symlink");
        }
    }

    private static void requireLeafName(String operation, String name) {
        boolean path = name.indexOf('/') >= 0 || name.indexOf('\\') >= 0 || name.indexOf('\0') >= 0;
        if (path || name.isEmpty() || name.equals(".") || name.equals("..")) {
            throw failure(operation, name, IoKind.INVALID_INPUT, "not the plain name of a file");
        }
    }

    private static StoreIoException failure(String operation, String name, IoKind ioKind, String detail) {
        return new StoreIoException(IoSite.of(operation, name), ioKind, detail);
    }

    @Override
    public String toString() {
        return DIRECTORY;
    }
}
