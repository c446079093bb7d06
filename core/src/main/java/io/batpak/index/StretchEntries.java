package io.batpak.index;

import io.batpak.model.Entry;
import java.util.Iterator;
import java.util.NoSuchElementException;

/// The events of some neighbouring parts in commit order, hidden ones included. Threads: one.
final class StretchEntries implements Iterator<Entry> {
    private final Index index;
    private final Part[] parts;
    private int place;
    private int row;

    StretchEntries(Index index, Part[] parts) {
        this.index = index;
        this.parts = parts;
    }

    @Override
    public boolean hasNext() {
        while (place < parts.length && row == parts[place].count()) {
            place++;
            row = 0;
        }
        return place < parts.length;
    }

    @Override
    public Entry next() {
        if (!hasNext()) {
            throw new NoSuchElementException("no more entries");
        }
        Entry entry = new IndexEntry(index, parts[place], row);
        row++;
        return entry;
    }
}
