package io.batpak.index;

import io.batpak.model.Entry;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.IntPredicate;

/// The entries of a cursor that pass a test. Threads: one reader.
final class EntryIterator implements Iterator<Entry> {
    private final Index index;
    private final RowCursor rows;
    private final IntPredicate test;
    private int next;

    EntryIterator(Index index, RowCursor rows, IntPredicate test) {
        this.index = index;
        this.rows = rows;
        this.test = test;
        next = advance();
    }

    private int advance() {
        int row = rows.next();
        while (row != Rows.NONE && !test.test(row)) {
            row = rows.next();
        }
        return row;
    }

    @Override
    public boolean hasNext() {
        return next != Rows.NONE;
    }

    @Override
    public Entry next() {
        if (next == Rows.NONE) {
            throw new NoSuchElementException("no more entries");
        }
        Entry entry = new IndexEntry(index, next);
        next = advance();
        return entry;
    }
}
