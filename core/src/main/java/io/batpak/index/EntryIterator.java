package io.batpak.index;

import io.batpak.model.Entry;
import java.util.Iterator;
import java.util.NoSuchElementException;

/// The entries of a cursor. Threads: one reader.
final class EntryIterator implements Iterator<Entry> {
    private final EntryCursor cursor;
    private boolean found;

    EntryIterator(EntryCursor cursor) {
        this.cursor = cursor;
        found = cursor.advance();
    }

    @Override
    public boolean hasNext() {
        return found;
    }

    @Override
    public Entry next() {
        if (!found) {
            throw new NoSuchElementException("no more entries");
        }
        Entry entry = cursor.entry();
        found = cursor.advance();
        return entry;
    }
}
