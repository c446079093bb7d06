package io.batpak.fs;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;
import java.util.Objects;

/// The one place where an `IOException` becomes a [StoreIoException], and where arguments are refused.
final class IoFailures {
    private IoFailures() {}

    static StoreIoException translated(IoSite site, IOException failure) {
        return new StoreIoException(site, kindOf(failure), words(failure), failure);
    }

    static StoreIoException closed(String operation, String file) {
        return new StoreIoException(IoSite.of(operation, file), IoKind.OTHER, "the file is closed");
    }

    static StoreIoException throughSymlink(String operation, String file) {
        return new StoreIoException(
                IoSite.of(operation, file), IoKind.INVALID_INPUT, "refusing to write " + file + " through symlink");
    }

    static StoreIoException replaced(String operation, String file) {
        return new StoreIoException(
                IoSite.of(operation, file), IoKind.NOT_FOUND, "the name no longer leads to the same file");
    }

    /// Refuses what is not one plain path component.
    static void requireLeafName(String operation, String name) {
        boolean plain = !name.isEmpty()
                && !name.equals(".")
                && !name.equals("..")
                && name.indexOf('/') < 0
                && name.indexOf('\\') < 0
                && name.indexOf('\0') < 0;
        if (!plain) {
            throw new StoreIoException(
                    IoSite.of(operation, name), IoKind.INVALID_INPUT, "not the plain name of a file");
        }
    }

    static void requireOffset(String operation, String file, long at) {
        if (at < 0) {
            throw new StoreIoException(IoSite.at(operation, file, 0), IoKind.INVALID_INPUT, "negative offset " + at);
        }
    }

    static StoreIoException unusableName(String operation, String name, InvalidPathException failure) {
        return new StoreIoException(
                IoSite.of(operation, name), IoKind.INVALID_INPUT, "this platform cannot name such a file", failure);
    }

    /// Whether a hard link failed because this file system, or these two, cannot have it.
    static boolean cannotLink(IOException failure) {
        String words = words(failure).toLowerCase(Locale.ROOT);
        return words.contains("cross-device link")
                || words.contains("operation not permitted")
                || words.contains("not supported")
                || words.contains("too many links");
    }

    private static IoKind kindOf(IOException failure) {
        return switch (failure) {
            case NoSuchFileException missing -> IoKind.NOT_FOUND;
            case FileAlreadyExistsException exists -> IoKind.ALREADY_EXISTS;
            case DirectoryNotEmptyException full -> IoKind.ALREADY_EXISTS;
            case AccessDeniedException denied -> IoKind.PERMISSION_DENIED;
            case FileSystemLoopException loop -> IoKind.INVALID_INPUT;
            case EOFException end -> IoKind.UNEXPECTED_EOF;
            default -> kindOf(words(failure));
        };
    }

    /// RandomAccessFile and some calls of the file system provider only pass on the words of `strerror(3)`.
    private static IoKind kindOf(String words) {
        if (words.contains("No space left on device") || words.contains("Disk quota exceeded")) {
            return IoKind.STORAGE_FULL;
        }
        if (words.contains("No such file or directory")) {
            return IoKind.NOT_FOUND;
        }
        if (words.contains("Directory not empty")) {
            return IoKind.ALREADY_EXISTS;
        }
        if (words.contains("Permission denied") || words.contains("Operation not permitted")) {
            return IoKind.PERMISSION_DENIED;
        }
        if (words.contains("Too many levels of symbolic links") || words.contains("Is a directory")) {
            return IoKind.INVALID_INPUT;
        }
        return IoKind.OTHER;
    }

    private static String words(IOException failure) {
        return failure.getClass().getSimpleName() + ": "
                + Objects.requireNonNullElse(failure.getMessage(), "no detail");
    }
}
