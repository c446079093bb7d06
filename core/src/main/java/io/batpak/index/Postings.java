package io.batpak.index;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/// An ascending list of rows that one thread extends while others read.
///
/// Threads: `size` is released after its element and acquired before any element, the arrays are replaced
/// behind volatile references; so every element below an acquired size is complete. Readers cut the list at
/// the first row their view does not show.
class Postings implements RowList {
    private static final int CHUNK_BITS = 12;
    private static final int CHUNK = 1 << CHUNK_BITS;
    private static final int CHUNK_MASK = CHUNK - 1;
    private static final int FIRST_ROWS = 2;
    private static final int[] NO_ROWS = {};
    private static final int[][] NO_CHUNKS = {};
    private static final VarHandle SIZE = sizeHandle();

    private int size;
    /// The first 4096 rows; most lists never need more.
    private volatile int[] first = NO_ROWS;

    private volatile int[][] rest = NO_CHUNKS;

    private static VarHandle sizeHandle() {
        try {
            return MethodHandles.lookup().findVarHandle(Postings.class, "size", int.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    /// Adds a row above all others.
    final void add(int row) {
        int at = size;
        if (at < CHUNK) {
            int[] rows = first;
            if (at == rows.length) {
                rows = Arrays.copyOf(rows, Math.max(FIRST_ROWS, at * 2));
                first = rows;
            }
            rows[at] = row;
        } else {
            int chunk = (at >> CHUNK_BITS) - 1;
            int[][] chunks = rest;
            if (chunk == chunks.length) {
                chunks = Arrays.copyOf(chunks, chunk + 1);
                chunks[chunk] = new int[CHUNK];
                rest = chunks;
            }
            chunks[chunk][at & CHUNK_MASK] = row;
        }
        SIZE.setRelease(this, at + 1);
    }

    @Override
    public final int size() {
        return (int) SIZE.getAcquire(this);
    }

    @Override
    public final int get(int at) {
        return at < CHUNK ? first[at] : rest[(at >> CHUNK_BITS) - 1][at & CHUNK_MASK];
    }
}
