package io.batpak.testkit;

import io.batpak.fs.IoKind;
import io.batpak.fs.IoSite;
import io.batpak.fs.StoreIoException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// What a family of [MemFs] shares: a tree of directories, the trace of all operations, the locks.
///
/// It is the monitor of everything that is on it.
final class MemDisk {
    /// The directory of the first member. Its name is durable from the beginning.
    static final Path HOME = Path.of("/memory");

    private static final Path ROOT = Path.of("/");
    private static final int LINKS_FOLLOWED_MAX = 40;
    private static final long PLENTY_BYTES = 1L << 40;

    private final MemNode root;
    private final MemTrace trace = new MemTrace();
    private final Set<Place> locked = new HashSet<>();
    private final Set<MemOperation> impossible = EnumSet.noneOf(MemOperation.class);
    private long usableBytes = PLENTY_BYTES;
    private @Nullable SimScheduler scheduler;
    private boolean homeCreated;

    /// A name in a directory, wherever that directory is moved to.
    record Place(MemNode directory, String name) {}

    private interface Filling {
        void fill(MemNames from, MemNames copy, Map<MemNode, MemNode> copies);
    }

    MemDisk() {
        this(MemNode.ofDirectory());
    }

    private MemDisk(MemNode root) {
        this.root = root;
    }

    MemTrace trace() {
        return trace;
    }

    MemNode root() {
        return root;
    }

    Set<Place> locked() {
        return locked;
    }

    /// The operations that this file system does not have.
    Set<MemOperation> impossible() {
        return impossible;
    }

    /// From now on each operation is a step of that simulation.
    void scheduledBy(SimScheduler ofThisDisk) {
        scheduler = ofThisDisk;
    }

    /// An operation is about to begin; others may come first. Called without the monitor of the disk.
    void giveWay(long costNanos) {
        SimScheduler others = scheduler;
        if (others != null) {
            others.yieldTurn(costNanos);
        }
    }

    long usableBytes() {
        return usableBytes;
    }

    void usableBytes(long bytes) {
        usableBytes = bytes;
    }

    /// The disk in the next process on a machine that did not crash.
    MemDisk copy() {
        return copied(MemNode::copy, MemNames::copyTo);
    }

    /// The disk a crash leaves if nothing unsynced got out.
    MemDisk crashed() {
        return copied(MemNode::crashed, MemNames::crashTo);
    }

    /// The disk a crash leaves if unsynced names got out and unsynced bytes did not.
    MemDisk crashedBytes() {
        return copied(MemNode::crashed, MemNames::writtenTo);
    }

    /// The disk a crash leaves if unsynced bytes got out and unsynced names did not.
    MemDisk crashedNames() {
        return copied(MemNode::written, MemNames::crashTo);
    }

    /// The disk a crash leaves if each unsynced change got out or did not.
    MemDisk crashed(SplittableRandom random) {
        Map<MemNode, Boolean> moves = new HashMap<>();
        return copied(node -> node.crashed(random), (from, copy, copies) -> from.crashTo(copy, copies, random, moves));
    }

    private MemDisk copied(UnaryOperator<MemNode> ofFile, Filling filling) {
        Set<MemNode> nodes = new LinkedHashSet<>(); // in a fixed order, so that a seed means one state
        gather(root, nodes);
        Map<MemNode, MemNode> copies = new HashMap<>();
        for (MemNode node : nodes) {
            copies.put(node, node.isDirectory() ? MemNode.ofDirectory() : ofFile.apply(node));
        }
        MemDisk copy = new MemDisk(copies.getOrDefault(root, root));
        nodes.stream().filter(MemNode::isDirectory).forEach(node -> {
            MemNode target = copies.getOrDefault(node, node);
            filling.fill(node.directory(), target.directory(), copies);
        });
        copy.homeCreated = homeCreated;
        copy.usableBytes = usableBytes;
        copy.impossible.addAll(impossible);
        return copy;
    }

    private static void gather(MemNode node, Set<MemNode> nodes) {
        if (nodes.add(node) && node.isDirectory()) {
            node.directory().reachable().forEach(child -> gather(child, nodes));
        }
    }

    /// How many names lead to a node, in all directories.
    int links(MemNode node) {
        return links(node, root.directory());
    }

    private static int links(MemNode node, MemNames names) {
        int count = 0;
        for (MemNode other : names.nodes()) {
            count += other == node ? 1 : 0;
            count += other.isDirectory() ? links(node, other.directory()) : 0;
        }
        return count;
    }

    /// The absolute form of a path; what is not there yet is taken as it is written.
    static Path absolute(Path path) {
        return ROOT.resolve(path).normalize();
    }

    /// What a path leads to, or null. Follows symbolic links.
    @Nullable
    MemNode find(Path path) {
        return at(real(path));
    }

    /// The directory a path leads to, or null.
    @Nullable
    MemNode findDirectory(Path path) {
        MemNode node = find(path);
        return node != null && node.isDirectory() ? node : null;
    }

    /// What a path without symbolic links leads to, or null.
    @Nullable
    MemNode at(Path real) {
        MemNode node = root;
        for (Path part : real) {
            node = node != null && node.isDirectory() ? node.directory().find(part.toString()) : null;
        }
        return node;
    }

    /// The path without symbolic links.
    Path real(Path path) {
        Deque<Path> rest = new ArrayDeque<>();
        path.forEach(rest::addLast);
        Path real = ROOT;
        int followed = 0;
        while (!rest.isEmpty()) {
            Path next = real.resolve(rest.removeFirst()).normalize();
            MemNode node = at(next);
            if (node == null || node.linkTarget == null) {
                real = next;
                continue;
            }
            followed++;
            if (followed > LINKS_FOLLOWED_MAX) {
                throw failure("resolve", path.toString(), IoKind.INVALID_INPUT, "too many symbolic links");
            }
            Path target = Path.of(node.linkTarget);
            real = target.isAbsolute() ? ROOT : real;
            for (int i = target.getNameCount() - 1; i >= 0; i--) {
                rest.addFirst(target.getName(i));
            }
        }
        return real;
    }

    /// Creates the directory and its parents; returns its path without symbolic links.
    Path createDirectories(Path path) {
        Path real = real(path);
        MemNode node = root;
        Path at = ROOT;
        for (Path part : real) {
            at = at.resolve(part);
            MemNode next = node.directory().find(part.toString());
            if (next == null) {
                next = MemNode.ofDirectory();
                if (at.equals(HOME) && !homeCreated) {
                    homeCreated = true;
                    node.directory().putDurable(part.toString(), next);
                } else {
                    node.directory().put(part.toString(), next);
                }
            } else if (!next.isDirectory()) {
                throw failure("create directory", path.toString(), IoKind.ALREADY_EXISTS, "there is a file");
            }
            node = next;
        }
        return real;
    }

    /// The directory that is at a path, which is not followed if it is a symbolic link.
    MemNode requireDirectory(String operation, Path path) {
        MemNode node = unfollowed(path);
        if (node == null) {
            throw failure(operation, path.toString(), IoKind.NOT_FOUND, "no such directory");
        }
        if (!node.isDirectory()) {
            throw failure(operation, path.toString(), IoKind.INVALID_INPUT, "not a directory, or through symlink");
        }
        return node;
    }

    /// What is at a path itself, or null.
    @Nullable
    MemNode unfollowed(Path path) {
        MemNode parent = findDirectory(parentOf(path));
        return parent == null ? null : parent.directory().find(leafOf(path));
    }

    static Path parentOf(Path path) {
        Path parent = path.getParent();
        if (parent == null) {
            throw failure("resolve", path.toString(), IoKind.INVALID_INPUT, "the root has no parent");
        }
        return parent;
    }

    static String leafOf(Path path) {
        return String.valueOf(path.getFileName());
    }

    static StoreIoException failure(String operation, String name, IoKind ioKind, String detail) {
        return new StoreIoException(IoSite.of(operation, name), ioKind, detail);
    }

    static void requireLeafName(String operation, String name) {
        boolean path = name.indexOf('/') >= 0 || name.indexOf('\\') >= 0 || name.indexOf('\0') >= 0;
        if (path || name.isEmpty() || name.equals(".") || name.equals("..")) {
            throw failure(operation, name, IoKind.INVALID_INPUT, "not the plain name of a file");
        }
    }
}
