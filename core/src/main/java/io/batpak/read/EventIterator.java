package io.batpak.read;

import io.batpak.model.StoredEvent;
import java.util.Iterator;
import java.util.NoSuchElementException;

/// Makes every event that a cursor comes to. One thread.
final class EventIterator implements Iterator<StoredEvent> {
    private final EventCursor cursor;

    EventIterator(EventCursor cursor) {
        this.cursor = cursor;
    }

    @Override
    public boolean hasNext() {
        return cursor.hasNext();
    }

    @Override
    public StoredEvent next() {
        if (!cursor.next()) {
            throw new NoSuchElementException();
        }
        return cursor.event();
    }
}
