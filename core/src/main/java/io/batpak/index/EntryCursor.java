package io.batpak.index;

import io.batpak.model.Entry;
import io.batpak.model.Region;
import java.util.Arrays;

/// Events one after the other, each given as a part and a local row. Threads: one reader.
abstract class EntryCursor {
    final IndexView view;

    /// The part of the current event.
    Part part;

    /// The row of the current event in [#part].
    int row = Columns.NONE;

    EntryCursor(IndexView view) {
        this.view = view;
        part = view.parts.last();
    }

    /// Goes to the next event; false at the end and from then on.
    abstract boolean advance();

    /// The current event.
    final Entry entry() {
        return new IndexEntry(view.index, part, row);
    }

    /// The events of a region in commit order, part after part.
    static final class OfRegion extends EntryCursor {
        private final Region region;
        private final int from;
        private final long wanted;
        private int place;
        private RowCursor candidates;
        private RowFilter filter;

        /// @param from the first global row
        /// @param wanted how many events the caller will take, at most
        OfRegion(IndexView view, Region region, int from, long wanted) {
            super(view);
            this.region = region;
            this.from = from;
            this.wanted = wanted;
            place = view.parts.placeOf(from);
            part = view.parts.all[place];
            candidates = candidates();
            filter = new RowFilter(part, view.hidden, region);
        }

        private RowCursor candidates() {
            return RegionPlan.candidates(part, region, part.localBound(from), view.endIn(part, place), wanted);
        }

        @Override
        boolean advance() {
            while (true) {
                for (int next = candidates.next(); next != Columns.NONE; next = candidates.next()) {
                    if (filter.test(next)) {
                        row = next;
                        return true;
                    }
                }
                if (place + 1 == view.parts.all.length || view.parts.all[place + 1].base >= view.bound) {
                    return false;
                }
                part = view.parts.all[++place];
                candidates = candidates();
                filter = new RowFilter(part, view.hidden, region);
            }
        }
    }

    /// The events of another cursor but for those hidden on their own lane.
    static final class ShownOnOwnLane extends EntryCursor {
        private final EntryCursor all;

        ShownOnOwnLane(EntryCursor all) {
            super(all.view);
            this.all = all;
        }

        @Override
        boolean advance() {
            while (all.advance()) {
                Columns columns = all.part.columns;
                if (!view.hidden.hidesOnLane(columns.sequence(all.row), columns.lane(all.row))) {
                    part = all.part;
                    row = all.row;
                    return true;
                }
            }
            return false;
        }
    }

    /// The rows of one list per part, part after part, that are not hidden.
    abstract static class Concatenated extends EntryCursor {
        private int place;
        private RowCursor rows = RowCursor.NOTHING;

        Concatenated(IndexView view) {
            this(view, 0);
        }

        /// @param from the first global row
        Concatenated(IndexView view, int from) {
            super(view);
            place = view.parts.placeOf(from);
        }

        /// The rows of a part below `end`, in the wanted order.
        abstract RowCursor rowsOf(Part of, int end);

        abstract boolean shows(Part of, int at);

        @Override
        boolean advance() {
            while (true) {
                for (int next = rows.next(); next != Columns.NONE; next = rows.next()) {
                    if (shows(part, next)) {
                        row = next;
                        return true;
                    }
                }
                Part[] all = view.parts.all;
                if (place >= all.length || all[place].base >= view.bound) {
                    rows = RowCursor.NOTHING;
                    return false;
                }
                part = all[place];
                rows = rowsOf(part, view.endIn(part, place));
                place++;
            }
        }
    }

    /// Global rows of an array, in its order.
    static final class Fixed extends EntryCursor {
        private final int[] rows;
        private int next;

        Fixed(IndexView view, int[] rows) {
            super(view);
            this.rows = rows;
        }

        /// What `cursor` has left, by clock key.
        static Fixed inKeyOrder(IndexView view, EntryCursor cursor) {
            int[] found = new int[16];
            int count = 0;
            while (cursor.advance()) {
                if (count == found.length) {
                    found = Arrays.copyOf(found, count * 2);
                }
                found[count++] = cursor.part.base + cursor.row;
            }
            return new Fixed(view, KeyOrder.sort(view.parts, Arrays.copyOf(found, count)));
        }

        @Override
        boolean advance() {
            if (next == rows.length) {
                return false;
            }
            part = view.parts.partOf(rows[next]);
            row = rows[next++] - part.base;
            return true;
        }
    }
}
