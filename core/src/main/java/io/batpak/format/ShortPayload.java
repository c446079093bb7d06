package io.batpak.format;

import io.batpak.msgpack.UsualForms;

/// The payload of the frame decoded last, when it is short: decoding it on the way costs hardly more than passing
/// over it, and most readers want it. Threads: one at a time.
final class ShortPayload {
    private static final int BYTES_MAX = 2048;

    private final byte[] bytes = new byte[BYTES_MAX + UsualForms.SLACK_BYTES];
    private int length = -1;

    ShortPayload() {}

    void forget() {
        length = -1;
    }

    /// The position behind the `count` elements of the payload that begin there; [UsualForms#NONE] if they are not as
    /// usual.
    int behind(byte[] b, int at, int count) {
        boolean isShort = count <= BYTES_MAX;
        int end = UsualForms.behindBytes(b, at, isShort ? bytes : null, count);
        length = isShort && end != UsualForms.NONE ? count : -1;
        return end;
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
