package io.batpak.compact;

import io.batpak.fs.StoreFile;
import io.batpak.fs.StoreFs;
import io.batpak.fs.SyncMode;
import io.batpak.hash.RunningBlake3;
import io.batpak.model.Hash;
import io.batpak.time.Spawner;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/// A file that is written from its beginning to its end, hashed on the way and synced now and then, so that no
/// large flush holds up the journal beside it.
///
/// Bytes are collected in blocks. A full block is written by the caller while one helper hashes it; another helper
/// syncs. At most [#BLOCKS] blocks exist, and at most two [#SYNC_BYTES] wait for a sync. Threads: one, besides its
/// own.
final class StagedFile {
    static final int BLOCK_BYTES = 1 << 20;
    static final int BLOCKS = 6;
    static final int SYNC_BYTES = 8 << 20;

    private final StoreFile file;
    private final Pacing pacing;
    private final Helper hasher;
    private final Helper syncer;
    private final RunningBlake3 hash = new RunningBlake3();
    private final BlockingQueue<byte[]> free = new ArrayBlockingQueue<>(BLOCKS);
    private byte[] block = new byte[BLOCK_BYTES];
    private int blocks = 1;
    private int filled;
    private long written;
    private long syncedUpTo;

    private StagedFile(StoreFile file, Pacing pacing, @Nullable Spawner spawner) {
        this.file = file;
        this.pacing = pacing;
        this.hasher = Helper.start(spawner, "batpak-compact-hash");
        this.syncer = Helper.start(spawner, "batpak-compact-sync");
    }

    /// @param spawner where the two helpers come from; null to do their work as it comes up
    static StagedFile create(StoreFs fs, String name, Pacing pacing, @Nullable Spawner spawner) {
        return new StagedFile(fs.createNew(name), pacing, spawner);
    }

    /// The block that is being filled, from [#filled()] on.
    byte[] block() {
        return block;
    }

    int filled() {
        return filled;
    }

    /// Bytes that fit into the current block.
    int room() {
        return BLOCK_BYTES - filled;
    }

    /// Bytes in front of what is added next.
    long end() {
        return written + filled;
    }

    /// `length` bytes have been put into the block.
    void added(int length) {
        filled += length;
    }

    /// Adds these bytes.
    void append(byte[] bytes, int from, int length) {
        for (int done = 0; done < length; ) {
            if (room() == 0) {
                flush();
            }
            int piece = Math.min(room(), length - done);
            System.arraycopy(bytes, from + done, block, filled, piece);
            filled += piece;
            done += piece;
        }
    }

    /// Writes the block out and begins the next one.
    void flush() {
        if (filled == 0) {
            return;
        }
        byte[] full = block;
        int length = filled;
        hasher.submit(() -> {
            hash.update(full, 0, length);
            free.add(full);
        });
        file.write(full, 0, length, written);
        written += length;
        filled = 0;
        if (written - syncedUpTo >= SYNC_BYTES) {
            syncer.awaitUnfinished(0);
            syncedUpTo = written;
            syncer.submit(() -> file.sync(SyncMode.DATA));
        }
        pacing.wrote(length);
        block = nextBlock();
    }

    private byte[] nextBlock() {
        byte[] next = free.poll();
        if (next == null && blocks < BLOCKS) {
            blocks++;
            return new byte[BLOCK_BYTES];
        }
        while (next == null) {
            hasher.awaitUnfinished(blocks - 1);
            next = free.poll();
        }
        return next;
    }

    /// Writes the rest, makes the file durable and gives the hash of all of it.
    Hash finish() {
        flush();
        syncer.awaitUnfinished(0);
        file.sync(SyncMode.ALL);
        hasher.awaitUnfinished(0);
        return Hash.of(hash.value());
    }

    /// Ends the helpers, then closes the file.
    void close() {
        try (file;
                hasher;
                syncer) {
            free.clear();
        }
    }
}
