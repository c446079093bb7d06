package io.batpak.fs;

import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Copies the beginning of a file into a new file.
///
/// Every chunk is made durable before the next is written: one big flush at the end would stall the journal
/// that is appended to on the same device. A copy that fails is deleted again.
final class FileCopy {
    static final int CHUNK_BYTES = 8 << 20;

    private FileCopy() {}

    /// Between any two directories, through their files.
    static void through(StoreFs source, String name, long length, StoreFs target, String targetName) {
        IoFailures.requireOffset("copy", name, length);
        try (StoreFile from = source.openReadOnly(name);
                StoreFile to = target.createNew(targetName)) {
            try {
                transfer(from, to, length);
            } catch (RuntimeException | Error failure) {
                deleteAfter(failure, target, targetName);
                throw failure;
            }
        }
    }

    private static void transfer(StoreFile from, StoreFile to, long length) {
        byte[] chunk = new byte[(int) Math.min(length, CHUNK_BYTES)];
        long done = 0;
        while (done < length) {
            int count = (int) Math.min(length - done, chunk.length);
            from.readFully(chunk, 0, count, done);
            to.write(chunk, 0, count, done);
            done += count;
            if (done < length) {
                to.sync(SyncMode.DATA);
            }
        }
        to.sync(SyncMode.ALL);
    }

    private static void deleteAfter(Throwable failure, StoreFs target, String name) {
        try {
            target.delete(name);
        } catch (StoreIoException second) {
            failure.addSuppressed(second);
        }
    }

    /// Between two local directories, inside the kernel.
    static void local(IoSite site, Path source, Path target, long length) {
        Uninterrupted.call("batpak-copy", site, () -> copied(source, target, length));
    }

    private static boolean copied(Path source, Path target, long length) throws IOException {
        try (FileChannel from = FileChannel.open(source, StandardOpenOption.READ);
                FileChannel to = FileChannel.open(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            try {
                transfer(from, to, length);
                return true;
            } catch (IOException | RuntimeException | Error failure) {
                LocalFile.deleteAfter(failure, target);
                throw failure;
            }
        }
    }

    private static void transfer(FileChannel from, FileChannel to, long length) throws IOException {
        long done = 0;
        while (done < length) {
            long count = from.transferTo(done, Math.min(length - done, CHUNK_BYTES), to);
            if (count == 0) {
                throw new EOFException("wanted " + length + " bytes, the file has " + done);
            }
            done += count;
            if (done < length) {
                to.force(false);
            }
        }
        to.force(true);
    }
}
