package io.batpak.fs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;

/// One directory of the local file system.
///
/// It remembers which files are open under which name, so that a reader that lost its channel to an interrupt
/// finds its file again after a rename, and keeps it after a deletion.
final class LocalFs implements StoreFs {
    private static final String FACTS = "unix:nlink,size,isSymbolicLink,isRegularFile";
    private static final Comparator<String> BY_BYTES =
            Comparator.comparing(name -> name.getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned);

    private volatile Path directory;
    /// Guarded by itself, as are all changes of names.
    private final Map<String, List<LocalFile>> openFiles = new HashMap<>();

    LocalFs(Path directory) {
        this.directory = directory.toAbsolutePath().normalize();
    }

    @Override
    public String directory() {
        return directory.toString();
    }

    @Override
    public StoreFs elsewhere(Path other) {
        return new LocalFs(other);
    }

    @Override
    public FsTraits traits() {
        return FsTraits.ALL;
    }

    @Override
    public boolean exists() {
        return LocalDirectory.exists(directory);
    }

    @Override
    public boolean isSameDirectory(StoreFs other) {
        return other instanceof LocalFs local && LocalDirectory.same(directory, local.directory);
    }

    @Override
    public long usableBytes() {
        return LocalDirectory.usableBytes(directory);
    }

    @Override
    public void create() {
        List<Path> created = missing(directory);
        try {
            Files.createDirectories(directory);
            directory = directory.toRealPath();
        } catch (IOException failure) {
            throw IoFailures.translated(IoSite.of("create directory", directory()), failure);
        }
        created.forEach(DirectorySync::of); // a power cut must not take the name of the whole journal
    }

    /// The directories in which another one is about to be created, the deepest first.
    private static List<Path> missing(Path directory) {
        List<Path> parents = new ArrayList<>();
        Path at = directory;
        while (at.getParent() != null && !Files.exists(at)) {
            at = at.getParent();
            parents.add(at);
        }
        return parents;
    }

    @Override
    public List<String> list() {
        return names(entry -> !Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS));
    }

    @Override
    public List<String> entries() {
        return names(_ -> true);
    }

    private List<String> names(Predicate<Path> wanted) {
        try {
            List<String> names = LocalDirectory.names(directory, wanted);
            names.sort(BY_BYTES);
            return List.copyOf(names);
        } catch (IOException failure) {
            throw IoFailures.translated(IoSite.of("list", directory()), failure);
        }
    }

    @Override
    public Optional<FileFacts> facts(String name) {
        try {
            Map<String, Object> attributes = Files.readAttributes(path("stat", name), FACTS, LinkOption.NOFOLLOW_LINKS);
            return Optional.of(new FileFacts(
                    attribute(attributes, "size", Long.class),
                    attribute(attributes, "nlink", Integer.class),
                    attribute(attributes, "isSymbolicLink", Boolean.class),
                    attribute(attributes, "isRegularFile", Boolean.class)));
        } catch (NoSuchFileException missing) {
            return Optional.empty();
        } catch (IOException failure) {
            throw IoFailures.translated(IoSite.of("stat", name), failure);
        } catch (UnsupportedOperationException noUnix) {
            throw new StoreIoException(
                    IoSite.of("stat", name), IoKind.OTHER, "no link counts on this platform", noUnix);
        }
    }

    private static <T> T attribute(Map<String, Object> attributes, String name, Class<T> type) {
        return type.cast(Objects.requireNonNull(attributes.get(name), name));
    }

    @Override
    public StoreFile createNew(String name) {
        Path path = path("create", name);
        refuseSymlink("create", name);
        return registered(name, () -> LocalFile.createNew(this, name, path));
    }

    @Override
    public StoreFile openExisting(String name) {
        Path path = path("open", name);
        refuseSymlink("open", name);
        return registered(name, () -> LocalFile.openExisting(this, name, path));
    }

    @Override
    public StoreFile openReadOnly(String name) {
        path("open", name);
        return registered(name, () -> LocalFile.openReadOnly(this, name));
    }

    @Override
    public void rename(String from, String to) {
        Path source = path("rename", from);
        Path target = path("rename", to);
        refuseSymlink("rename", to);
        synchronized (openFiles) {
            if (!from.equals(to)) {
                keepAll("rename", to);
            }
            try {
                Files.move(source, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } catch (IOException failure) {
                throw IoFailures.translated(IoSite.of("rename", from + " to " + to), failure);
            }
            if (!from.equals(to)) {
                List<LocalFile> moved = openFiles.remove(from);
                openFiles.remove(to); // their file has no name any more
                if (moved != null) {
                    moved.forEach(file -> file.renamed(to));
                    openFiles.put(to, moved);
                }
            }
        }
    }

    @Override
    public void delete(String name) {
        Path path = path("delete", name);
        synchronized (openFiles) {
            keepAll("delete", name);
            try {
                Files.delete(path);
            } catch (IOException failure) {
                throw IoFailures.translated(IoSite.of("delete", name), failure);
            }
            openFiles.remove(name);
        }
    }

    @Override
    public void copyTo(String name, long length, StoreFs target, String targetName) {
        if (!(target instanceof LocalFs local)) {
            StoreFs.super.copyTo(name, length, target, targetName);
            return;
        }
        IoFailures.requireOffset("copy", name, length);
        Path source = regular("copy", name);
        Path copy = local.unlinked("copy", targetName);
        FileCopy.local(siteOf("copy", name, targetName), source, copy, length);
    }

    @Override
    public boolean linkTo(String name, StoreFs target, String targetName) {
        Path source = regular("link", name, LinkOption.NOFOLLOW_LINKS);
        if (!(target instanceof LocalFs local)) {
            return false;
        }
        Path link = local.unlinked("link", targetName);
        try {
            Files.createLink(link, source);
            return true;
        } catch (UnsupportedOperationException noLinks) {
            return false; // which is an answer
        } catch (IOException failure) {
            if (IoFailures.cannotLink(failure)) {
                return false;
            }
            throw IoFailures.translated(siteOf("link", name, targetName), failure);
        }
    }

    @Override
    public boolean cloneTo(String name, StoreFs target, String targetName) {
        Path source = regular("clone", name, LinkOption.NOFOLLOW_LINKS);
        return target instanceof LocalFs local
                && FileClone.of(siteOf("clone", name, targetName), source, local.unlinked("clone", targetName));
    }

    @Override
    public void moveDirectory(StoreFs to) {
        if (!(to instanceof LocalFs target)) {
            throw new StoreIoException(
                    siteOf("move directory", directory(), to.directory()), IoKind.INVALID_INPUT, "another file system");
        }
        Path from = directory;
        synchronized (openFiles) {
            openFiles.keySet().forEach(name -> keepAll("move directory", name));
            LocalDirectory.rename(from, target.directory);
            openFiles.clear(); // their files are not here any more
        }
        syncParents(from, target.directory);
    }

    private static void syncParents(Path from, Path to) {
        Path newParent = Objects.requireNonNull(to.getParent(), "the root is never moved to");
        Path oldParent = Objects.requireNonNull(from.getParent(), "the root is never moved");
        DirectorySync.of(newParent); // first: rather two places than none
        if (!oldParent.equals(newParent)) {
            DirectorySync.of(oldParent);
        }
    }

    @Override
    public void deleteDirectory() {
        LocalDirectory.delete(directory);
    }

    @Override
    public void syncDirectory() {
        DirectorySync.of(directory);
    }

    @Override
    public DirectoryLock lock(String name, LockMode mode) {
        return LocalLock.take(directory, path("lock", name), mode);
    }

    /// The path of a name; the name is checked.
    Path path(String operation, String name) {
        IoFailures.requireLeafName(operation, name);
        try {
            return directory.resolve(name);
        } catch (InvalidPathException failure) {
            throw IoFailures.unusableName(operation, name, failure);
        }
    }

    /// The path of a name that leads to a regular file.
    private Path regular(String operation, String name, LinkOption... options) {
        Path path = path(operation, name);
        try {
            LocalFile.requireRegular(name, LocalFile.attributes(path, options));
            return path;
        } catch (IOException failure) {
            throw IoFailures.translated(IoSite.of(operation, name), failure);
        }
    }

    /// The path of a name that is no symbolic link.
    private Path unlinked(String operation, String name) {
        Path path = path(operation, name);
        refuseSymlink(operation, name);
        return path;
    }

    private static IoSite siteOf(String operation, String from, String to) {
        return IoSite.of(operation, from + " to " + to);
    }

    /// The monitor under which names change.
    Object names() {
        return openFiles;
    }

    void forget(LocalFile file) {
        synchronized (openFiles) {
            List<LocalFile> files = openFiles.get(file.name());
            if (files != null && files.remove(file) && files.isEmpty()) {
                openFiles.remove(file.name());
            }
        }
    }

    private interface Opening {
        LocalFile open() throws IOException;
    }

    private LocalFile registered(String name, Opening opening) {
        synchronized (openFiles) {
            try {
                LocalFile file = opening.open();
                openFiles.computeIfAbsent(name, _ -> new ArrayList<>()).add(file);
                return file;
            } catch (IOException failure) {
                throw IoFailures.translated(IoSite.of("open", name), failure);
            }
        }
    }

    private void keepAll(String operation, String name) {
        for (LocalFile file : openFiles.getOrDefault(name, List.of())) {
            try {
                file.keep();
            } catch (IOException failure) {
                throw IoFailures.translated(IoSite.of(operation, name), failure);
            }
        }
    }

    private void refuseSymlink(String operation, String name) {
        if (facts(name).map(FileFacts::symbolicLink).orElse(false)) {
            throw IoFailures.throughSymlink(operation, name);
        }
    }

    @Override
    public String toString() {
        return directory();
    }
}
