package io.batpak.segment;

import io.batpak.fs.StoreFile;

/// A moving window over one file, so that a scan reads large pieces and parses them in place.
///
/// One thread. The array is reused: what it holds is valid until the next call of {@link #require}.
final class SegmentWindow {
    private static final int WINDOW_BYTES = 512 << 10;

    private final StoreFile file;
    private final long fileLength;
    private byte[] bytes;
    private long start;
    private int filled;

    SegmentWindow(StoreFile file, long fileLength) {
        this.file = file;
        this.fileLength = fileLength;
        this.bytes = new byte[(int) Math.min(WINDOW_BYTES, Math.max(fileLength, 64))];
    }

    long fileLength() {
        return fileLength;
    }

    byte[] array() {
        return bytes;
    }

    /// Makes `length` bytes at file offset `at` available and returns where they begin in {@link #array()}.
    /// The caller has checked that the range lies inside the file.
    int require(long at, int length) {
        if (at < start || at + length > start + filled) {
            load(at, length);
        }
        return (int) (at - start);
    }

    /// How many bytes lie in the window from `at` on, at least one when `at` is inside the file.
    int available(long at) {
        require(at, 1);
        return (int) (start + filled - at);
    }

    private void load(long at, int length) {
        if (length > bytes.length) {
            bytes = new byte[length]; // a frame larger than the window; its length is bounded by the file's
        }
        int wanted = (int) Math.min(bytes.length, fileLength - at);
        filled = 0;
        start = at;
        file.readFully(bytes, 0, wanted, at);
        filled = wanted;
    }
}
