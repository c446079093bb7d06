package io.batpak.segment;

import java.util.function.LongPredicate;

/// Which id a new segment takes.
///
/// Ids only grow, and now and then one is left out: a compaction needs an unused id beside the segments it
/// replaces, and the nearer it is, the fewer segments have to be moved on the way. 0.9.0 accepts gaps.
public final class SegmentIds {
    /// Among so many neighbouring ids at least one stays unused.
    static final int NEIGHBOURS = 16;

    private SegmentIds() {}

    /// The id behind `highest`: the next one, or the one after it where none of the last 16 ids is unused.
    ///
    /// @param highest the highest id of a segment, 0 when there is none
    /// @param exists whether there is a segment of this id; asked only for ids from 1 up to `highest`
    public static long next(long highest, LongPredicate exists) {
        long first = Math.max(1, highest - NEIGHBOURS + 1);
        boolean room = highest == 0;
        for (long id = highest; id >= first && !room; id--) {
            room = !exists.test(id);
        }
        return room ? highest + 1 : nextWithRoom(highest);
    }

    /// The id behind `highest` that leaves one unused between them, whatever lies below: for a segment that is
    /// started so that a compaction has room.
    ///
    /// @param highest the highest id of a segment, 1 or more
    public static long nextWithRoom(long highest) {
        return highest + 2;
    }
}
