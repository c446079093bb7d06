package io.batpak.hash;

import java.util.Arrays;
import java.util.Objects;

/// The BLAKE3 of {@link Hash256#blake3()}, taken piece by piece, for bytes that need not all be in memory.
///
/// One thread. Pure computation: no I/O. At most 2^41 bytes.
public final class RunningBlake3 {
    private final byte[] pending = new byte[ScalarBlake3.CHUNK_BYTES];
    private final byte[] stack = new byte[ScalarBlake3.STACK_BYTES];
    private int pendingBytes;
    private int depth;
    private int chunks;

    /// Adds `length` bytes from `offset` on.
    ///
    /// @throws IndexOutOfBoundsException if the range leaves the array
    public void update(byte[] bytes, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        int at = offset;
        int end = offset + length;
        while (at < end) {
            if (pendingBytes == pending.length) { // more follows, so the chunk is not the last one
                enter(pending, 0);
                pendingBytes = 0;
            }
            if (pendingBytes == 0) {
                for (; end - at > ScalarBlake3.CHUNK_BYTES; at += ScalarBlake3.CHUNK_BYTES) {
                    enter(bytes, at);
                }
            }
            int count = Math.min(end - at, pending.length - pendingBytes);
            System.arraycopy(bytes, at, pending, pendingBytes, count);
            pendingBytes += count;
            at += count;
        }
    }

    private void enter(byte[] bytes, int at) {
        depth = ScalarBlake3.enter(bytes, at, chunks, stack, depth);
        chunks++;
    }

    /// The hash of all bytes so far, as a new array; more may be added afterwards.
    public byte[] digest() {
        byte[] output = new byte[Hash256.BYTES];
        if (chunks == 0) {
            Hash256.blake3().digest(pending, 0, pendingBytes, output, 0);
        } else {
            byte[] whole = Arrays.copyOf(stack, stack.length);
            ScalarBlake3.chunk(pending, 0, ScalarBlake3.tweak(chunks, pendingBytes, 0), whole, depth * Hash256.BYTES);
            ScalarBlake3.finish(whole, depth + 1, output, 0);
        }
        return output;
    }
}
