package io.batpak.index;

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
