package io.batpak.fs;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/// Positional reads that survive interrupts.
///
/// An interrupt closes a `FileChannel` for all its readers. So a pending interrupt is put aside before each
/// call and restored after it, and a channel that was closed all the same is opened again, under the current
/// name and only if that still leads to the same file. A file whose name is about to go away gets a second,
/// uninterruptible handle.
final class LocalReader {
    private final LocalFile file;
    private final Object identity;
    private volatile @Nullable FileChannel channel;
    private volatile @Nullable RandomAccessFile kept;

    LocalReader(LocalFile file, Object identity) {
        this.file = file;
        this.identity = identity;
    }

    Object identity() {
        return identity;
    }

    int read(byte[] target, int offset, int length, long at) {
        if (length == 0) {
            run("read", FileChannel::size, RandomAccessFile::length); // a closed file is refused all the same
            return 0;
        }
        long count = run("read", open -> open.read(ByteBuffer.wrap(target, offset, length), at), last -> {
            last.seek(at);
            return last.read(target, offset, length);
        });
        return count < 0 ? 0 : (int) count;
    }

    long length() {
        return run("stat", FileChannel::size, RandomAccessFile::length);
    }

    @SuppressWarnings("MustBeClosedChecker") // the mapping owns the arena
    Mapping map() {
        Arena arena = Arena.ofShared();
        try {
            return new LocalMapping(file.name(), mapped(arena), arena::close);
        } catch (RuntimeException | Error failure) {
            arena.close();
            throw failure;
        }
    }

    Mapping mapUntilUnreachable() {
        return new LocalMapping(file.name(), mapped(Arena.ofAuto()), () -> {});
    }

    private MemorySegment mapped(Arena arena) {
        MemorySegment[] bytes = new MemorySegment[1];
        run(
                "map",
                open -> {
                    bytes[0] = open.map(FileChannel.MapMode.READ_ONLY, 0, open.size(), arena);
                    return 0;
                },
                last -> {
                    throw IoFailures.replaced("map", file.name());
                });
        return bytes[0];
    }

    private interface Call<T> {
        long on(T handle) throws IOException;
    }

    private long run(String operation, Call<FileChannel> call, Call<RandomAccessFile> fallback) {
        boolean interrupted = Thread.interrupted();
        try {
            while (true) {
                if (file.isClosed()) {
                    throw IoFailures.closed(operation, file.name());
                }
                FileChannel open = open();
                if (open == null) {
                    return runOnKept(operation, fallback);
                }
                try {
                    return call.on(open);
                } catch (ClosedByInterruptException ours) {
                    interrupted = true;
                    forget(open);
                } catch (ClosedChannelException another) {
                    forget(open); // another reader was interrupted, or the file was closed: the next turn tells
                }
                interrupted |= Thread.interrupted();
            }
        } catch (IOException failure) {
            throw IoFailures.translated(IoSite.of(operation, file.name()), failure);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private synchronized long runOnKept(String operation, Call<RandomAccessFile> fallback) throws IOException {
        RandomAccessFile last = kept;
        if (file.isClosed()) {
            throw IoFailures.closed(operation, file.name());
        }
        if (last == null) {
            throw IoFailures.replaced(operation, file.name());
        }
        return fallback.on(last);
    }

    /// An open channel; null if the name no longer leads to the file.
    @Nullable
    FileChannel open() throws IOException {
        FileChannel current = channel;
        if (current != null) {
            return current;
        }
        synchronized (file.names()) { // else a rename under way could hide the file
            return openAgain();
        }
    }

    private synchronized @Nullable FileChannel openAgain() throws IOException {
        FileChannel current = channel;
        if (current != null || kept != null) {
            return current;
        }
        if (file.isClosed()) {
            throw IoFailures.closed("open", file.name());
        }
        FileChannel opened = FileChannel.open(file.path(), StandardOpenOption.READ);
        if (!LocalFile.identity(LocalFile.attributes(file.path())).equals(identity)) {
            opened.close();
            throw IoFailures.replaced("open", file.name());
        }
        channel = opened;
        return opened;
    }

    @SuppressWarnings("ReferenceEquality") // only the very channel that died is forgotten
    private synchronized void forget(FileChannel dead) {
        if (channel == dead) {
            channel = null;
        }
    }

    synchronized void keep() throws IOException {
        if (kept == null && !file.isClosed()) {
            openAgain();
            kept = new RandomAccessFile(file.path().toFile(), "r");
        }
    }

    synchronized void close() throws IOException {
        FileChannel open = channel;
        RandomAccessFile last = kept;
        channel = null;
        kept = null;
        try (open;
                last) {
            return;
        }
    }
}
