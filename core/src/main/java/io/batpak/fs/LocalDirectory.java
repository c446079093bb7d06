package io.batpak.fs;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;

/// What is done with a local directory as a whole.
final class LocalDirectory {
    private LocalDirectory() {}

    /// The names of the entries that `wanted` accepts, in no order.
    static List<String> names(Path directory, Predicate<Path> wanted) throws IOException {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                if (wanted.test(entry)) {
                    names.add(Objects.requireNonNull(entry.getFileName()).toString());
                }
            }
        } catch (DirectoryIteratorException failure) {
            throw Objects.requireNonNull(failure.getCause());
        }
        return names;
    }

    static boolean exists(Path directory) {
        return attributes("stat", directory)
                .map(BasicFileAttributes::isDirectory)
                .orElse(false);
    }

    static boolean same(Path one, Path other) {
        Optional<Object> identity = attributes("stat", one).map(LocalFile::identity);
        return identity.isPresent() && identity.equals(attributes("stat", other).map(LocalFile::identity));
    }

    /// Renames `from` to the place of `to`, which holds nothing or an empty directory. The parents have yet to be
    /// synced.
    static void rename(Path from, Path to) {
        IoSite site = IoSite.of("move directory", from + " to " + to);
        if (to.startsWith(from)) {
            throw new StoreIoException(site, IoKind.INVALID_INPUT, "a directory cannot be moved into itself");
        }
        requireDirectory("move directory", from);
        attributes("move directory", to, LinkOption.NOFOLLOW_LINKS).ifPresent(there -> {
            if (there.isSymbolicLink()) {
                throw IoFailures.throughSymlink("move directory", to.toString());
            }
            if (!there.isDirectory()) {
                throw new StoreIoException(site, IoKind.ALREADY_EXISTS, "there is a file");
            }
        });
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException failure) {
            throw IoFailures.translated(site, failure);
        }
    }

    static void delete(Path directory) {
        requireDirectory("delete directory", directory);
        try {
            Files.delete(directory);
        } catch (IOException failure) {
            throw IoFailures.translated(IoSite.of("delete directory", directory.toString()), failure);
        }
    }

    static long usableBytes(Path directory) {
        try {
            return Files.getFileStore(directory).getUsableSpace();
        } catch (IOException failure) {
            throw IoFailures.translated(IoSite.of("stat", directory.toString()), failure);
        }
    }

    private static void requireDirectory(String operation, Path directory) {
        BasicFileAttributes found = attributes(operation, directory, LinkOption.NOFOLLOW_LINKS)
                .orElseThrow(() -> new StoreIoException(
                        IoSite.of(operation, directory.toString()), IoKind.NOT_FOUND, "no such directory"));
        if (found.isSymbolicLink()) {
            throw IoFailures.throughSymlink(operation, directory.toString());
        }
        if (!found.isDirectory()) {
            throw new StoreIoException(
                    IoSite.of(operation, directory.toString()), IoKind.INVALID_INPUT, "not a directory");
        }
    }

    private static Optional<BasicFileAttributes> attributes(String operation, Path path, LinkOption... options) {
        try {
            return Optional.of(LocalFile.attributes(path, options));
        } catch (NoSuchFileException missing) {
            return Optional.empty();
        } catch (FileSystemException failure) {
            if ("Not a directory".equals(failure.getReason())) {
                return Optional.empty(); // there is a file where a parent would be
            }
            throw IoFailures.translated(IoSite.of(operation, path.toString()), failure);
        } catch (IOException failure) {
            throw IoFailures.translated(IoSite.of(operation, path.toString()), failure);
        }
    }
}
