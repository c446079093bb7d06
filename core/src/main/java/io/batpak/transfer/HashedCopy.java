package io.batpak.transfer;

import io.batpak.format.ByteSource;
import io.batpak.fs.StoreFile;
import io.batpak.fs.SyncMode;
import io.batpak.hash.RunningBlake3;
import io.batpak.model.Hash;

/// Hashes bytes, and copies them on the way.
///
/// Every few megabytes are made durable before the next are written: one big flush at the end would stall the
/// journal that is appended to on the same device.
final class HashedCopy {
    private static final int PIECE_BYTES = 1 << 20;
    private static final int SYNC_BYTES = 8 << 20;

    private HashedCopy() {}

    /// The bytes of an open file.
    static ByteSource bytesOf(StoreFile file) {
        return (at, target, offset, length) -> file.readFully(target, offset, length, at);
    }

    /// The hash of the first `length` bytes.
    static Hash hash(ByteSource from, long length) {
        return run(from, length, (_, _, _) -> {});
    }

    /// Copies the first `length` bytes to the empty file `to`, durably; answers the hash of what was written.
    static Hash copy(ByteSource from, long length, StoreFile to) {
        Hash digest = run(from, length, (piece, count, at) -> {
            to.write(piece, 0, count, at);
            long end = at + count;
            if (end / SYNC_BYTES != at / SYNC_BYTES && end < length) {
                to.sync(SyncMode.DATA);
            }
        });
        to.sync(SyncMode.ALL);
        return digest;
    }

    private interface Sink {
        void take(byte[] piece, int count, long at);
    }

    private static Hash run(ByteSource from, long length, Sink sink) {
        RunningBlake3 hash = new RunningBlake3();
        byte[] piece = new byte[(int) Math.min(PIECE_BYTES, length)];
        for (long at = 0; at < length; ) {
            int count = (int) Math.min(piece.length, length - at);
            from.read(at, piece, 0, count);
            hash.update(piece, 0, count);
            sink.take(piece, count, at);
            at += count;
        }
        return Hash.of(hash.value());
    }
}
