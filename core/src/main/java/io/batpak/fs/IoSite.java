package io.batpak.fs;

import java.util.OptionalLong;

/// Where a file operation failed.
///
/// @param operation a verb such as `write`, `sync`, `rename`
/// @param file name of the file inside the directory, or the directory itself
/// @param offset byte offset, if the operation had one
public record IoSite(String operation, String file, OptionalLong offset) {
    /// A site without an offset.
    public static IoSite of(String operation, String file) {
        return new IoSite(operation, file, OptionalLong.empty());
    }

    /// A site at byte `offset`.
    public static IoSite at(String operation, String file, long offset) {
        return new IoSite(operation, file, OptionalLong.of(offset));
    }

    @Override
    public String toString() {
        return offset.isPresent()
                ? operation + " " + file + " at offset " + offset.getAsLong()
                : operation + " " + file;
    }
}
