package io.batpak.index;

import java.util.Arrays;

/// The visible events that are linked to an id, in commit order. Threads: one reader.
abstract class LinkCursor extends EntryCursor.Concatenated {
    final long idHigh;
    final long idLow;

    private LinkCursor(IndexView view, long idHigh, long idLow) {
        super(view);
        this.idHigh = idHigh;
        this.idLow = idLow;
    }

    @Override
    final boolean shows(Part of, int at) {
        return !view.hidden.hides(of.columns.sequence(at));
    }

    /// Those that name it as their cause.
    static final class Effects extends LinkCursor {
        Effects(IndexView view, long idHigh, long idLow) {
            super(view, idHigh, idLow);
        }

        @Override
        RowCursor rowsOf(Part of, int end) {
            return of.effectsOf(idHigh, idLow, end);
        }
    }

    /// Those of the conversation that it started, and itself.
    static final class Conversation extends LinkCursor {
        Conversation(IndexView view, long idHigh, long idLow) {
            super(view, idHigh, idLow);
        }

        @Override
        RowCursor rowsOf(Part of, int end) {
            RowCursor named = of.correlatedWith(idHigh, idLow, end);
            int[] starters = starters(of, end);
            return starters.length == 0 ? named : new LinkPostings.Both(new RowCursor.Fixed(starters), named);
        }

        /// All rows with this id that start their conversation, ascending.
        private int[] starters(Part of, int end) {
            int[] found = {};
            for (int row = of.findBelow(idHigh, idLow, end); row != Columns.NONE; ) {
                if (of.columns.ownsCorrelation(row)) {
                    found = Arrays.copyOf(found, found.length + 1);
                    found[found.length - 1] = row;
                }
                row = of.findBelow(idHigh, idLow, row);
            }
            Arrays.sort(found);
            return found;
        }
    }
}
