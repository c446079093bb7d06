package io.batpak.testkit;

import java.util.Arrays;

/// A growing byte string with positional access. Guarded by its owner.
final class MemBytes {
    /// The largest file a [MemFs] holds.
    static final int LENGTH_MAX = Integer.MAX_VALUE - 16;

    private byte[] array = new byte[0];
    private int length;

    MemBytes copy() {
        MemBytes copy = new MemBytes();
        copy.array = toByteArray();
        copy.length = length;
        return copy;
    }

    int length() {
        return length;
    }

    byte[] toByteArray() {
        return Arrays.copyOf(array, length);
    }

    int read(byte[] target, int offset, int count, long at) {
        if (at >= length) {
            return 0;
        }
        int available = Math.min(count, length - (int) at);
        System.arraycopy(array, (int) at, target, offset, available);
        return available;
    }

    void write(byte[] source, int offset, int count, int at) {
        if (count == 0) {
            return;
        }
        int end = Math.addExact(at, count);
        if (end > array.length) {
            long doubled = Math.min(LENGTH_MAX, 2L * array.length);
            array = Arrays.copyOf(array, (int) Math.max(end, doubled));
        }
        System.arraycopy(source, offset, array, at, count);
        length = Math.max(length, end);
    }

    /// Cuts or extends with zeros.
    void resize(int newLength) {
        if (newLength > array.length) {
            array = Arrays.copyOf(array, newLength);
        } else if (newLength < length) {
            Arrays.fill(array, newLength, length, (byte) 0); // a later gap must read as zeros
        }
        length = newLength;
    }
}
