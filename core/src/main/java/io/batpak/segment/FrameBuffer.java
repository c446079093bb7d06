package io.batpak.segment;

/// Room for one frame, kept from read to read.
///
/// One thread at a time. What it holds is valid until the next read into it.
public final class FrameBuffer {
    /// A longer frame gets an array of its own, so that one giant does not stay in memory.
    private static final int KEPT_BYTES_MAX = 1 << 20;

    private static final int FIRST_BYTES = 4 << 10;

    private byte[] kept = new byte[FIRST_BYTES];
    private byte[] current = kept;

    /// Room for a frame of usual length; it grows when it must.
    public FrameBuffer() {}

    /// The bytes read last, from the first byte of the frame on. Do not modify.
    public byte[] array() {
        return current;
    }

    /// An array of at least `length` bytes.
    byte[] room(int length) {
        if (length > kept.length && length <= KEPT_BYTES_MAX) {
            kept = new byte[Math.min(KEPT_BYTES_MAX, Math.max(length, 2 * kept.length))];
        }
        current = length <= kept.length ? kept : new byte[length];
        return current;
    }
}
