package io.batpak.index;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/// Rows by an id that they name: by the event that led to them, or by their conversation.
///
/// Built over the sparse column that holds these ids, and numbered like it: a *place* is the number of a row
/// among those that name an id. Rows that name none cost nothing. The table finds the first place of an id,
/// and one link of 4 bytes a place leads to the others, so that an id named once costs a slot and a link
/// (8 to 15 bytes and 4), and every further row of it a link.
///
/// ```
/// first --> last        the first place of an id links to the last one, so that adding takes no search
/// last  --> second      the last one links back, which is how a reader knows it
/// any   --> next        all others go up
/// ```
///
/// An id that is named once links to itself; of two places the second is the last and links to itself.
///
/// Threads: as [KeylessTable]. A link is released after everything it leads to and acquired before; whatever
/// a view does not show is known by its place alone.
final class LinkPostings extends KeylessTable {
    private static final int CHUNK_BITS = 12;
    private static final int CHUNK = 1 << CHUNK_BITS;
    private static final int CHUNK_MASK = CHUNK - 1;
    private static final int NONE = -1;
    private static final VarHandle LINK = MethodHandles.arrayElementVarHandle(int[].class);

    private final SideTable keys;
    private volatile int[][] links = {};
    private int count;

    LinkPostings(SideTable keys) {
        this.keys = keys;
    }

    private static long hash(long high, long low) {
        return mix(high * 0x9E37_79B9_7F4A_7C15L ^ low);
    }

    @Override
    long hashOf(int place) {
        return hash(keys.word(place, 0), keys.word(place, 1));
    }

    /// Takes in what was added to the column; for the inserting thread.
    void extend() {
        while (count < keys.size()) {
            add(count);
            count++;
        }
    }

    private void add(int place) {
        if (place >> CHUNK_BITS == links.length) {
            int[][] more = Arrays.copyOf(links, links.length + 1);
            more[links.length] = new int[CHUNK];
            links = more;
        }
        long high = keys.word(place, 0);
        long low = keys.word(place, 1);
        int first = first(high, low, place);
        if (first == NONE) {
            link(place, place);
            add(hash(high, low), place);
            return;
        }
        int last = link(first);
        link(place, last == first ? place : link(last));
        if (last != first) {
            link(last, place);
        }
        link(first, place);
    }

    /// The first place of an id if it is below `end`, or [#NONE].
    private int first(long high, long low, int end) {
        long hash = hash(high, low);
        Bucket bucket = bucket(hash);
        byte tag = tag(hash);
        int mask = bucket.slots.length - 1;
        for (int at = (int) hash & mask; ; at = (at + 1) & mask) {
            int slot = bucket.slots[at];
            if (slot == 0) {
                return NONE;
            }
            int place = slot - 1;
            if (bucket.tags[at] == tag && place < end && keys.word(place, 1) == low && keys.word(place, 0) == high) {
                return place;
            }
        }
    }

    private int link(int place) {
        return (int) LINK.getAcquire(links[place >> CHUNK_BITS], place & CHUNK_MASK);
    }

    private void link(int place, int to) {
        LINK.setRelease(links[place >> CHUNK_BITS], place & CHUNK_MASK, to);
    }

    /// The place behind `place`, or [#NONE] if there was none when it was asked for.
    private int next(int place, boolean first) {
        int next = link(place);
        if (next <= place) {
            return NONE;
        }
        if (!first) {
            return next;
        }
        int last = next;
        // What was added meanwhile stands behind what was the last then.
        for (next = link(last); next > last; next = link(last)) {
            last = next;
        }
        return next;
    }

    /// The rows below `bound` that name this id, ascending.
    RowCursor rows(long high, long low, int bound) {
        return new Linked(high, low, keys.placesBelow(bound));
    }

    /// The rows of one id. Threads: one reader.
    private final class Linked implements RowCursor {
        private final int end;
        private int place;
        private boolean first = true;

        Linked(long high, long low, int end) {
            this.end = end;
            place = first(high, low, end);
        }

        @Override
        public int next() {
            if (place == NONE) {
                return Columns.NONE;
            }
            int row = keys.row(place);
            int next = LinkPostings.this.next(place, first);
            first = false;
            place = next < end ? next : NONE;
            return row;
        }
    }

    /// Two cursors without a common row, both ascending, merged. Threads: one reader.
    static final class Both implements RowCursor {
        private final RowCursor left;
        private final RowCursor right;
        private int leftRow;
        private int rightRow;

        Both(RowCursor left, RowCursor right) {
            this.left = left;
            this.right = right;
            leftRow = left.next();
            rightRow = right.next();
        }

        @Override
        public int next() {
            boolean takeLeft = leftRow != Columns.NONE && (rightRow == Columns.NONE || leftRow < rightRow);
            int row = takeLeft ? leftRow : rightRow;
            if (takeLeft) {
                leftRow = left.next();
            } else {
                rightRow = right.next();
            }
            return row;
        }
    }
}
