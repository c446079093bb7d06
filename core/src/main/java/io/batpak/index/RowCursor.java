package io.batpak.index;

import io.batpak.model.ClockRange;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/// Rows one after the other, each at most once. Threads: one reader.
interface RowCursor {
    RowCursor NOTHING = () -> Columns.NONE;

    /// The next row, or [Columns#NONE] at the end and from then on.
    int next();

    /// The rows `from` to `bound - 1`.
    final class Range implements RowCursor {
        private final int bound;
        private int next;

        Range(int from, int bound) {
            next = from;
            this.bound = bound;
        }

        @Override
        public int next() {
            return next < bound ? next++ : Columns.NONE;
        }
    }

    /// The rows `from` to `bound - 1` but for zones whose clocks all lie outside of a range.
    final class InClockRange implements RowCursor {
        private final Part part;
        private final int first;
        private final int last;
        private final int bound;
        private int next;
        private int known;

        InClockRange(Part part, ClockRange clocks, int from, int bound) {
            this.part = part;
            first = (int) clocks.start();
            last = (int) clocks.end();
            next = from;
            known = from;
            this.bound = bound;
        }

        @Override
        public int next() {
            if (next >= known && next < bound) {
                next = part.withClockFrom(next, first, last, bound);
                known = Math.min((next | (part.zoneRows() - 1)) + 1, bound);
            }
            return next < bound ? next++ : Columns.NONE;
        }
    }

    /// The listed rows from `from` to `bound - 1` but for zones whose clocks all lie outside of a range.
    final class ListedInClockRange implements RowCursor {
        private final Part part;
        private final RowList rows;
        private final int first;
        private final int last;
        private final int bound;
        private final int end;
        private int next;
        private int known;

        ListedInClockRange(Part part, RowList rows, ClockRange clocks, int from, int bound) {
            this.part = part;
            this.rows = rows;
            first = (int) clocks.start();
            last = (int) clocks.end();
            this.bound = bound;
            next = rows.countBelow(from);
            end = rows.countBelow(bound);
        }

        @Override
        public int next() {
            while (next < end) {
                int row = rows.get(next);
                if (row < known) {
                    next++;
                    return row;
                }
                int possible = part.withClockFrom(row, first, last, bound);
                known = Math.min((possible | (part.zoneRows() - 1)) + 1, bound);
                next = possible == row ? next : rows.countBelow(possible);
            }
            return Columns.NONE;
        }
    }

    /// The listed rows from `from` to `bound - 1`.
    final class Listed implements RowCursor {
        private final RowList postings;
        private final int end;
        private int next;

        Listed(RowList postings, int from, int bound) {
            this.postings = postings;
            next = from == 0 ? 0 : postings.countBelow(from);
            end = postings.countBelow(bound);
        }

        boolean isEmpty() {
            return next >= end;
        }

        @Override
        public int next() {
            return next < end ? postings.get(next++) : Columns.NONE;
        }
    }

    /// The rows of an array, in its order.
    final class Fixed implements RowCursor {
        private final int[] rows;
        private int next;

        Fixed(int[] rows) {
            this.rows = rows;
        }

        @Override
        public int next() {
            return next < rows.length ? rows[next++] : Columns.NONE;
        }
    }

    /// Several lists without a common row, merged into commit order.
    final class Merged implements RowCursor {
        private static final class Source {
            final Listed rows;
            int row;

            Source(Listed rows) {
                this.rows = rows;
                row = rows.next();
            }
        }

        private final PriorityQueue<Source> sources;

        Merged(List<? extends RowList> lists, int from, int bound) {
            sources = new PriorityQueue<>(Comparator.comparingInt(source -> source.row));
            for (RowList list : lists) {
                Listed rows = new Listed(list, from, bound);
                if (!rows.isEmpty()) {
                    sources.add(new Source(rows));
                }
            }
        }

        @Override
        public int next() {
            Source source = sources.poll();
            if (source == null) {
                return Columns.NONE;
            }
            int row = source.row;
            source.row = source.rows.next();
            if (source.row != Columns.NONE) {
                sources.add(source);
            }
            return row;
        }
    }
}
