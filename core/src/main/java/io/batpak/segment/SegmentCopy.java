package io.batpak.segment;

import io.batpak.fs.StoreFile;
import io.batpak.fs.StoreFs;

/// Copies the beginning or the end of a file, in pieces.
public final class SegmentCopy {
    private static final int COPY_BYTES = 1 << 20;

    private SegmentCopy() {}

    /// Copies the first `length` bytes of the file `from` to the beginning of `target`. Syncs nothing.
    ///
    /// @throws io.batpak.fs.StoreIoException what the disk said; `UNEXPECTED_EOF` if the file is shorter
    public static void copy(StoreFs fs, String from, long length, StoreFile target) {
        copy(fs, from, 0, length, target);
    }

    /// Copies the bytes of the file `from` between `start` and `end` to the beginning of `target`. Syncs nothing.
    ///
    /// @throws io.batpak.fs.StoreIoException what the disk said; `UNEXPECTED_EOF` if the file is shorter
    public static void copy(StoreFs fs, String from, long start, long end, StoreFile target) {
        byte[] buffer = new byte[(int) Math.min(COPY_BYTES, end - start)];
        try (StoreFile source = fs.openReadOnly(from)) {
            for (long at = start; at < end; ) {
                int count = (int) Math.min(buffer.length, end - at);
                source.readFully(buffer, 0, count, at);
                target.write(buffer, 0, count, at - start);
                at += count;
            }
        }
    }
}
