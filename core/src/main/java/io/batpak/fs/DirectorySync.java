package io.batpak.fs;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Makes the names of a directory durable.
///
/// A directory can only be forced through a `FileChannel`, and an interrupt during the force would hide its
/// failure: the kernel reports a lost write once, to the channel that the interrupt closes. So the force is
/// [Uninterrupted].
final class DirectorySync {
    private DirectorySync() {}

    static void of(Path directory) {
        IoSite site = IoSite.of("sync directory", directory.toString());
        Uninterrupted.call("batpak-directory-sync", site, () -> force(directory));
    }

    private static boolean force(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
            return true;
        }
    }
}
