package io.batpak.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A directory in memory that knows what a crash would leave of it.
///
/// Bytes are durable after [StoreFile#sync], names after [#syncDirectory]; neither implies the other.
/// [#crash()] is the state after a loss of power that took everything else with it, [#crash(long)] one in
/// which any part of it got out, [#crashOfBytes] and [#crashOfNames] those that took one sort, [#killed] the state
/// after the death of the process alone. Each returns a
/// new, independent directory without open files and locks; this one stays as it is. Operations can be failed
/// one by one ([#plan]) or from a point on ([#powerOffAfter]). A failed sync loses what it should have made
/// durable for good; a dropped one ([#dropSyncs]) says that all is well and makes nothing durable.
///
/// [#elsewhere] gives further members of a family: they share one disk, one trace, one plan of faults and one
/// count of mutations, and whatever is said here of an instance is true of its family. A copy has the whole
/// family and is the same member of it. The name of a directory is one of the names of its parent and becomes
/// durable with them; only the directory of the constructor is durable once it was created.
///
/// Threads: may be shared; one operation of a family at a time.
public final class MemFs extends MemDirectory {
    /// An empty directory that does not exist before [#create], on a disk of its own.
    public MemFs() {
        this(new MemDisk(), MemDisk.HOME);
    }

    private MemFs(MemDisk disk, Path directory) {
        super(disk, directory);
    }

    /// A durable copy of the regular files of a real directory, without its subdirectories.
    public static MemFs copyOf(Path directory) throws IOException {
        MemFs copy = new MemFs();
        copy.disk().createDirectories(MemDisk.HOME);
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                MemNode node = MemNode.durableFile(Files.readAllBytes(file));
                copy.names("copy").putDurable(directory.relativize(file).toString(), node);
            }
        }
        return copy;
    }

    /// Writes the files as a program sees them now into a real directory, with the subdirectories; symbolic
    /// links are written as links.
    public void exportTo(Path target) throws IOException {
        synchronized (disk()) {
            Files.createDirectories(target);
            MemNode node = disk().findDirectory(path());
            if (node != null) {
                export(node.directory(), target);
            }
        }
    }

    private static void export(MemNames names, Path target) throws IOException {
        for (String name : names.list()) {
            MemNode node = names.find(name);
            if (node != null && node.isDirectory()) {
                export(node.directory(), Files.createDirectories(target.resolve(name)));
            } else if (node != null && node.linkTarget != null) {
                Files.createSymbolicLink(target.resolve(name), Path.of(node.linkTarget));
            } else if (node != null) {
                Files.write(target.resolve(name), node.bytes());
            }
        }
    }

    @Override
    public MemFs elsewhere(Path other) {
        return new MemFs(disk(), MemDisk.absolute(other));
    }

    /// The directory after a loss of power: only what was synced, bytes and names.
    public MemFs crash() {
        synchronized (disk()) {
            return new MemFs(disk().crashed(), path());
        }
    }

    /// The directory after a loss of power that took the bytes that were not synced, and no name.
    public MemFs crashOfBytes() {
        synchronized (disk()) {
            return new MemFs(disk().crashedBytes(), path());
        }
    }

    /// The directory after a loss of power that took the changes of names that were not synced, and no bytes: what
    /// was deleted is there again, what was renamed has its old name.
    public MemFs crashOfNames() {
        synchronized (disk()) {
            return new MemFs(disk().crashedNames(), path());
        }
    }

    /// The directory after a loss of power that let some of the unsynced changes out: each change of a name
    /// is kept or lost, and of each file the writes up to some point are there, the last perhaps in part. The
    /// same seed gives the same state. Writes of one file never overtake each other here.
    public MemFs crash(long seed) {
        synchronized (disk()) {
            return new MemFs(disk().crashed(new SplittableRandom(seed)), path());
        }
    }

    /// The directory as the next process finds it after this one was killed; what is not durable still is
    /// not.
    public MemFs killed() {
        synchronized (disk()) {
            return new MemFs(disk().copy(), path());
        }
    }

    /// The same bytes and names on a medium that cannot be written; without the lock of this instance.
    public MemFs onReadOnlyMedium() {
        MemFs copy = killed();
        copy.disk().trace().readOnly();
        return copy;
    }

    /// Makes each operation from now on a step of a simulation: before it begins, other threads may have their turn,
    /// and it takes simulated time. Copies of this instance do not inherit it.
    public void scheduledBy(SimScheduler scheduler) {
        synchronized (disk()) {
            disk().scheduledBy(scheduler);
        }
    }

    /// From now on operations fail as it says. See [FaultPlan#applyTo].
    void inject(@Nullable FaultInjector faults) {
        synchronized (disk()) {
            trace().inject(faults);
        }
    }

    /// Tells `watcher` before each change to come, on the thread that is about to make it, which holds the monitor of
    /// the disk. Copies of this instance do not inherit it.
    void beforeEachChange(Runnable watcher) {
        synchronized (disk()) {
            trace().beforeEachChange(watcher);
        }
    }

    /// The names of the directory without asking the disk for them; none if it does not exist.
    List<String> names() {
        synchronized (disk()) {
            MemNode node = disk().findDirectory(path());
            return node == null ? List.of() : node.directory().list();
        }
    }

    /// The last change that was made, in words.
    String lastChange() {
        return steps().reversed().stream()
                .filter(step -> step.operation().isMutation())
                .findFirst()
                .map(MemStep::toString)
                .orElse("nothing");
    }

    /// Fails one operation to come.
    public void plan(MemFault fault) {
        synchronized (disk()) {
            trace().plan(fault);
        }
    }

    /// Lets `mutations` changing operations happen in all, counted from the birth of this instance; the next
    /// one and everything after it fails.
    public void powerOffAfter(long mutations) {
        synchronized (disk()) {
            trace().powerOffAfter(mutations);
        }
    }

    /// Makes syncs of files lie from now on, those that `which` names: they succeed and make nothing durable. What
    /// they should have covered is not lost while the power is on; the next honest sync of the file makes it
    /// durable too. Copies of this instance are honest.
    public void dropSyncs(SyncDrops which) {
        synchronized (disk()) {
            trace().dropSyncs(which);
        }
    }

    /// How many syncs were lies so far.
    public long droppedSyncs() {
        synchronized (disk()) {
            return trace().dropped();
        }
    }

    /// Takes [#linkTo] or [#cloneTo] away, as many file systems do: from now on it answers false.
    public void withoutOperation(MemOperation operation) {
        synchronized (disk()) {
            disk().impossible().add(operation);
        }
    }

    /// What [#usableBytes()] answers from now on; it limits nothing.
    public void usableBytes(long bytes) {
        synchronized (disk()) {
            disk().usableBytes(bytes);
        }
    }

    /// How many changing operations were asked for so far.
    public long mutations() {
        synchronized (disk()) {
            return trace().mutations();
        }
    }

    /// How many operations of one kind were asked for so far.
    public long count(MemOperation operation) {
        synchronized (disk()) {
            return trace().count(operation);
        }
    }

    /// The operations so far, at most the last 65 536.
    public List<MemStep> steps() {
        synchronized (disk()) {
            return trace().steps();
        }
    }

    /// One line that says what this instance went through; for the message of a failing test.
    public String replayLine() {
        synchronized (disk()) {
            return "MemFs " + names() + ": " + trace().replayLine();
        }
    }

    /// Gives a file a second name.
    public void link(String from, String to) {
        synchronized (disk()) {
            names("link").put(to, existing("link", from));
        }
    }

    /// Makes `name` a symbolic link to the path `target`, which need not exist; a relative one starts here.
    public void symlink(String name, String target) {
        synchronized (disk()) {
            names("link").put(name, new MemNode(target));
        }
    }

    /// The bytes of a file as a program sees them now.
    public byte[] bytes(String name) {
        synchronized (disk()) {
            return existing("read", name).bytes();
        }
    }

    /// Replaces the bytes of a file, durably; `change` gets a copy of the old ones. For damage.
    public void damage(String name, UnaryOperator<byte[]> change) {
        synchronized (disk()) {
            MemNode node = existing("damage", name);
            byte[] after = change.apply(node.bytes());
            node.truncate(0);
            node.write(after, 0, after.length, 0);
            node.sync();
        }
    }
}
