package io.batpak.projection;

import io.batpak.model.Entry;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The entries that are wanted, and the newest of all. One thread.
final class Selection implements Iterator<Entry> {
    private final Iterator<Entry> all;
    private final Predicate<Entry> wanted;
    private @Nullable Entry next;
    private long newest = -1;

    Selection(Iterator<Entry> all, Predicate<Entry> wanted) {
        this.all = all;
        this.wanted = wanted;
    }

    @Override
    public boolean hasNext() {
        while (next == null && all.hasNext()) {
            Entry entry = all.next();
            newest = entry.sequence();
            next = wanted.test(entry) ? entry : null;
        }
        return next != null;
    }

    @Override
    public Entry next() {
        Entry given = hasNext() ? next : null;
        if (given == null) {
            throw new NoSuchElementException();
        }
        next = null;
        return given;
    }

    /// The sequence of the newest entry that was looked at, -1 if there was none.
    long newest() {
        return newest;
    }
}
