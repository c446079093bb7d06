package io.batpak.hash;

import java.util.Objects;

/// The hash of [Hash256#blake3()], taken piece by piece, for bytes that need not all be in memory: up to 4 TiB of
/// them.
///
/// One thread. Pure computation: no I/O. Keeps about two kilobytes, whatever the number of bytes.
public final class RunningBlake3 {
    private static final int CHUNK = ScalarBlake3.CHUNK_BYTES;
    /// One slot for each size of a complete subtree, two for what is being added.
    private static final int SLOTS = Integer.SIZE + 2;
    private static final long CHUNKS_MAX = 1L << Integer.SIZE;

    private final byte[] stack = new byte[SLOTS * Hash256.BYTES];
    private final byte[] last = new byte[CHUNK];
    private int lastLength;
    private int depth;
    private long chunks;

    /// Of no bytes yet.
    public RunningBlake3() {}

    /// Adds `length` bytes from `offset` on.
    ///
    /// @throws IndexOutOfBoundsException if the range leaves the array
    /// @throws IllegalStateException above 4 TiB in all
    public void update(byte[] bytes, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        int at = offset;
        int left = length;
        while (left > 0) {
            if (lastLength == CHUNK) { // a chunk that is followed by another byte is not the last
                push(last, 0);
                lastLength = 0;
            }
            while (lastLength == 0 && left > CHUNK) {
                push(bytes, at);
                at += CHUNK;
                left -= CHUNK;
            }
            int taken = Math.min(left, CHUNK - lastLength);
            System.arraycopy(bytes, at, last, lastLength, taken);
            lastLength += taken;
            at += taken;
            left -= taken;
        }
    }

    private void push(byte[] bytes, int at) {
        if (chunks >= CHUNKS_MAX - 1) {
            throw new IllegalStateException("more than 4 TiB to hash");
        }
        ScalarBlake3.chunk(bytes, at, ScalarBlake3.tweak((int) chunks, CHUNK, 0), stack, depth * Hash256.BYTES);
        chunks++;
        depth++;
        for (long complete = chunks; (complete & 1) == 0; complete >>>= 1) {
            ScalarBlake3.mergeTop(stack, depth);
            depth--;
        }
    }

    /// The hash of all bytes so far, as a new array; more may follow.
    public byte[] value() {
        byte[] output = new byte[Hash256.BYTES];
        if (chunks == 0) {
            Hash256.blake3().digest(last, 0, lastLength, output, 0);
            return output;
        }
        byte[] tree = stack.clone();
        int top = depth;
        ScalarBlake3.chunk(last, 0, ScalarBlake3.tweak((int) chunks, lastLength, 0), tree, top * Hash256.BYTES);
        for (top++; top > 2; top--) {
            ScalarBlake3.mergeTop(tree, top);
        }
        ScalarBlake3.start(output, 0);
        ScalarBlake3.compress(
                tree,
                0,
                ScalarBlake3.tweak(0, ScalarBlake3.BLOCK_BYTES, ScalarBlake3.PARENT | ScalarBlake3.ROOT),
                output,
                0);
        return output;
    }
}
