package io.batpak.index;

import java.util.concurrent.ConcurrentHashMap;

/// Rows by the id they are linked to: as their cause, or as the start of their conversation.
///
/// Threads: one inserting thread, any number of readers.
final class LinkPostings {
    private static final Postings NO_ROWS = new Postings();

    private record Key(long high, long low) {}

    private final ConcurrentHashMap<Key, Postings> byId = new ConcurrentHashMap<>();

    void add(long high, long low, int row) {
        byId.computeIfAbsent(new Key(high, low), _ -> new Postings()).add(row);
    }

    RowList find(long high, long low) {
        Postings found = byId.get(new Key(high, low));
        return found == null ? NO_ROWS : found;
    }
}
