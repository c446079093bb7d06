package io.batpak.format;

import io.batpak.msgpack.MessageReader;

/// The payload of the frame decoded last, when it is short: decoding it on the way costs hardly more than passing
/// over it, and most readers want it. Threads: one at a time.
final class ShortPayload {
    private static final int BYTES_MAX = 2048;

    private final byte[] bytes = new byte[BYTES_MAX];
    private int length = -1;

    ShortPayload() {}

    void forget() {
        length = -1;
    }

    /// Moves the reader over an array of ints, the payload.
    void read(MessageReader reader) {
        int count = reader.peekIntArrayLength();
        if (count <= BYTES_MAX) {
            length = reader.intArray(bytes, 0, count);
        } else {
            reader.skipIntArray();
        }
    }

    /// Bytes of the payload; negative if it is not known.
    int length() {
        return length;
    }

    /// Copies the payload, which is known.
    void copyTo(byte[] target, int offset) {
        System.arraycopy(bytes, 0, target, offset, length);
    }
}
