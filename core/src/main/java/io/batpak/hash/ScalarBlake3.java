package io.batpak.hash;

import static java.lang.Integer.rotateRight;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Objects;

/// BLAKE3-256 for one message on one thread, written from the public specification.
///
/// ```
/// input = chunks of 1024 bytes = blocks of 64 bytes; leaves of a binary tree, left subtrees complete
/// chunk: cv = IV; per block: cv = compress(cv, block)      parent: compress(IV, left cv | right cv)
/// ```
/// The chaining value (cv) travels in the output array itself, as 8 little-endian words, and the 16 message
/// and 16 state words live in locals that a loop over the rounds permutes. So inputs up to one chunk allocate
/// nothing, and the compiled loop stays small enough to keep its words in registers; longer inputs allocate
/// one small tree stack.
final class ScalarBlake3 implements Hash256 {
    static final int BLOCK_BYTES = 64;
    static final int CHUNK_BYTES = 1024;
    private static final int ROUNDS = 7;

    private static final int CHUNK_START = 1;
    private static final int CHUNK_END = 1 << 1;
    static final int PARENT = 1 << 2;
    static final int ROOT = 1 << 3;

    private static final int IV0 = 0x6A09E667;
    private static final int IV1 = 0xBB67AE85;
    private static final int IV2 = 0x3C6EF372;
    private static final int IV3 = 0xA54FF53A;
    private static final int IV4 = 0x510E527F;
    private static final int IV5 = 0x9B05688C;
    private static final int IV6 = 0x1F83D9AB;
    private static final int IV7 = 0x5BE0CD19;

    private static final VarHandle LE32 = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    @Override
    @SuppressWarnings("ReferenceEquality") // one array in both roles is what matters, not equal bytes
    public void digest(byte[] input, int offset, int length, byte[] output, int outputOffset) {
        Objects.checkFromIndexSize(offset, length, input.length);
        Objects.checkFromIndexSize(outputOffset, BYTES, output.length);
        if (input == output) {
            byte[] apart = new byte[BYTES];
            digest(input, offset, length, apart, 0);
            System.arraycopy(apart, 0, output, outputOffset, BYTES);
        } else if (length <= CHUNK_BYTES) {
            chunk(input, offset, tweak(0, length, ROOT), output, outputOffset);
        } else {
            tree(input, offset, length, output, outputOffset);
        }
    }

    /// What differs between two compressions: the chunk's number, the bytes used, the flags.
    static long tweak(int counter, int length, int flags) {
        return ((long) counter << 32) | ((long) length << 8) | flags;
    }

    private static int lengthOf(long tweak) {
        return (int) tweak >>> 8;
    }

    /// Slot `n` of the stack holds the cv of a complete subtree, larger ones below; the slot above the top is
    /// scratch.
    private static void tree(byte[] input, int offset, int length, byte[] output, int outputOffset) {
        int chunks = (length - 1) / CHUNK_BYTES + 1;
        byte[] stack = new byte[(Integer.SIZE - Integer.numberOfLeadingZeros(chunks) + 2) * BYTES];
        int depth = 0;
        for (int counter = 0; counter < chunks - 1; counter++) {
            int at = offset + counter * CHUNK_BYTES;
            chunk(input, at, tweak(counter, CHUNK_BYTES, 0), stack, depth * BYTES);
            depth++;
            for (int complete = counter + 1; (complete & 1) == 0; complete >>>= 1) {
                mergeTop(stack, depth);
                depth--;
            }
        }
        int before = (chunks - 1) * CHUNK_BYTES;
        chunk(input, offset + before, tweak(chunks - 1, length - before, 0), stack, depth * BYTES);
        depth++;
        while (depth > 2) {
            mergeTop(stack, depth);
            depth--;
        }
        start(output, outputOffset);
        compress(stack, 0, tweak(0, BLOCK_BYTES, PARENT | ROOT), output, outputOffset);
    }

    /// Replaces the two topmost of `depth` chaining values by their parent's.
    static void mergeTop(byte[] stack, int depth) {
        int left = (depth - 2) * BYTES;
        int scratch = depth * BYTES;
        start(stack, scratch);
        compress(stack, left, tweak(0, BLOCK_BYTES, PARENT), stack, scratch);
        System.arraycopy(stack, scratch, stack, left, BYTES);
    }

    /// Hashes one chunk of at most 1024 bytes; `tweak` has its number, length and [#ROOT] if it is the only
    /// one.
    static void chunk(byte[] input, int offset, long tweak, byte[] cv, int cvAt) {
        int end = offset + lengthOf(tweak);
        int counter = (int) (tweak >>> 32);
        int last = CHUNK_END | ((int) tweak & ROOT);
        int flags = CHUNK_START;
        start(cv, cvAt);
        int at = offset;
        for (; end - at > BLOCK_BYTES; at += BLOCK_BYTES) {
            compress(input, at, tweak(counter, BLOCK_BYTES, flags), cv, cvAt);
            flags = 0;
        }
        compress(input, at, tweak(counter, end - at, flags | last), cv, cvAt);
    }

    static void start(byte[] cv, int at) {
        LE32.set(cv, at, IV0);
        LE32.set(cv, at + 4, IV1);
        LE32.set(cv, at + 8, IV2);
        LE32.set(cv, at + 12, IV3);
        LE32.set(cv, at + 16, IV4);
        LE32.set(cv, at + 20, IV5);
        LE32.set(cv, at + 24, IV6);
        LE32.set(cv, at + 28, IV7);
    }

    /// The compression function: replaces the chaining value by that of one more block, zero-padded to 64
    /// bytes.
    ///
    /// Each line of the loop is half of a quarter round G on (a, b, c, d); it assigns
    /// in the specification's order: a, d, c, b.
    @SuppressWarnings("AssignmentExpression") // the eight quarter rounds stay readable as a table
    static void compress(byte[] block, int at, long tweak, byte[] cv, int cvAt) {
        int end = at + lengthOf(tweak);
        int m0 = word(block, at, end), m1 = word(block, at + 4, end), m2 = word(block, at + 8, end);
        int m3 = word(block, at + 12, end), m4 = word(block, at + 16, end), m5 = word(block, at + 20, end);
        int m6 = word(block, at + 24, end), m7 = word(block, at + 28, end), m8 = word(block, at + 32, end);
        int m9 = word(block, at + 36, end), m10 = word(block, at + 40, end), m11 = word(block, at + 44, end);
        int m12 = word(block, at + 48, end), m13 = word(block, at + 52, end), m14 = word(block, at + 56, end);
        int m15 = word(block, at + 60, end);
        int v0 = word(cv, cvAt), v1 = word(cv, cvAt + 4), v2 = word(cv, cvAt + 8), v3 = word(cv, cvAt + 12);
        int v4 = word(cv, cvAt + 16), v5 = word(cv, cvAt + 20), v6 = word(cv, cvAt + 24), v7 = word(cv, cvAt + 28);
        int v8 = IV0, v9 = IV1, v10 = IV2, v11 = IV3;
        int v12 = (int) (tweak >>> 32), v13 = 0, v14 = lengthOf(tweak), v15 = (int) tweak & 0xFF;
        for (int round = 0; round < ROUNDS; round++) {
            v4 = rotateRight(v4 ^ (v8 += v12 = rotateRight(v12 ^ (v0 += v4 + m0), 16)), 12);
            v4 = rotateRight(v4 ^ (v8 += v12 = rotateRight(v12 ^ (v0 += v4 + m1), 8)), 7);
            v5 = rotateRight(v5 ^ (v9 += v13 = rotateRight(v13 ^ (v1 += v5 + m2), 16)), 12);
            v5 = rotateRight(v5 ^ (v9 += v13 = rotateRight(v13 ^ (v1 += v5 + m3), 8)), 7);
            v6 = rotateRight(v6 ^ (v10 += v14 = rotateRight(v14 ^ (v2 += v6 + m4), 16)), 12);
            v6 = rotateRight(v6 ^ (v10 += v14 = rotateRight(v14 ^ (v2 += v6 + m5), 8)), 7);
            v7 = rotateRight(v7 ^ (v11 += v15 = rotateRight(v15 ^ (v3 += v7 + m6), 16)), 12);
            v7 = rotateRight(v7 ^ (v11 += v15 = rotateRight(v15 ^ (v3 += v7 + m7), 8)), 7);
            v5 = rotateRight(v5 ^ (v10 += v15 = rotateRight(v15 ^ (v0 += v5 + m8), 16)), 12);
            v5 = rotateRight(v5 ^ (v10 += v15 = rotateRight(v15 ^ (v0 += v5 + m9), 8)), 7);
            v6 = rotateRight(v6 ^ (v11 += v12 = rotateRight(v12 ^ (v1 += v6 + m10), 16)), 12);
            v6 = rotateRight(v6 ^ (v11 += v12 = rotateRight(v12 ^ (v1 += v6 + m11), 8)), 7);
            v7 = rotateRight(v7 ^ (v8 += v13 = rotateRight(v13 ^ (v2 += v7 + m12), 16)), 12);
            v7 = rotateRight(v7 ^ (v8 += v13 = rotateRight(v13 ^ (v2 += v7 + m13), 8)), 7);
            v4 = rotateRight(v4 ^ (v9 += v14 = rotateRight(v14 ^ (v3 += v4 + m14), 16)), 12);
            v4 = rotateRight(v4 ^ (v9 += v14 = rotateRight(v14 ^ (v3 += v4 + m15), 8)), 7);
            // The message permutation, as its two cycles of eight.
            int carry0 = m0;
            m0 = m2;
            m2 = m3;
            m3 = m10;
            m10 = m12;
            m12 = m9;
            m9 = m11;
            m11 = m5;
            m5 = carry0;
            int carry1 = m1;
            m1 = m6;
            m6 = m4;
            m4 = m7;
            m7 = m13;
            m13 = m14;
            m14 = m15;
            m15 = m8;
            m8 = carry1;
        }
        LE32.set(cv, cvAt, v0 ^ v8);
        LE32.set(cv, cvAt + 4, v1 ^ v9);
        LE32.set(cv, cvAt + 8, v2 ^ v10);
        LE32.set(cv, cvAt + 12, v3 ^ v11);
        LE32.set(cv, cvAt + 16, v4 ^ v12);
        LE32.set(cv, cvAt + 20, v5 ^ v13);
        LE32.set(cv, cvAt + 24, v6 ^ v14);
        LE32.set(cv, cvAt + 28, v7 ^ v15);
    }

    private static int word(byte[] bytes, int at) {
        return (int) LE32.get(bytes, at);
    }

    private static int word(byte[] block, int at, int end) {
        return end - at >= Integer.BYTES ? word(block, at) : lastWord(block, at, end);
    }

    private static int lastWord(byte[] block, int at, int end) {
        int word = 0;
        for (int i = 0; i < end - at; i++) {
            word |= (block[at + i] & 0xFF) << (i * Byte.SIZE);
        }
        return word;
    }
}
