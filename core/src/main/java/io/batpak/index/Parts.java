package io.batpak.index;

import io.batpak.model.Hash;
import java.util.Arrays;

/// The parts of an index in commit order, at one moment. Immutable; only the last one grows, and only the last
/// one may be empty.
///
/// Rows here are global. Between two parts, and before the first, there may be rows without an event: those that a
/// compaction has dropped. Nobody asks for them; a *rank* counts events only.
final class Parts {
    final Part[] all;
    private final int[] bases;
    /// How many events lie before each part.
    private final int[] ranks;

    private final boolean anyLaneUnorderedBefore;

    private Parts(Part[] all) {
        this.all = all;
        bases = new int[all.length];
        ranks = new int[all.length];
        boolean unordered = false;
        for (int at = 0; at < all.length; at++) {
            bases[at] = all[at].base;
            ranks[at] = at == 0 ? 0 : ranks[at - 1] + all[at - 1].count();
            unordered |= at < all.length - 1 && all[at].anyLaneUnordered();
        }
        anyLaneUnorderedBefore = unordered;
    }

    static Parts of(Part only) {
        return new Parts(new Part[] {only});
    }

    /// These and one more behind them.
    Parts with(Part added) {
        Part[] more = Arrays.copyOf(all, all.length + 1);
        more[all.length] = added;
        return new Parts(more);
    }

    /// The same with `replacement` in the place of the parts `first` to `first + count - 1`.
    Parts replacing(int first, int count, Part replacement) {
        Part[] fewer = new Part[all.length - count + 1];
        System.arraycopy(all, 0, fewer, 0, first);
        fewer[first] = replacement;
        System.arraycopy(all, first + count, fewer, first + 1, all.length - first - count);
        return new Parts(fewer);
    }

    /// The same without the parts `first` to `first + count - 1`; the last part stays.
    Parts without(int first, int count) {
        Part[] fewer = new Part[all.length - count];
        System.arraycopy(all, 0, fewer, 0, first);
        System.arraycopy(all, first + count, fewer, first, fewer.length - first);
        return new Parts(fewer);
    }

    Part last() {
        return all[all.length - 1];
    }

    /// Place of the part that holds a global row: of the last one for rows above all, of the part before for rows
    /// without an event, of the first for those before all.
    int placeOf(int row) {
        int last = bases.length - 1;
        if (row >= bases[last]) {
            return last;
        }
        int found = Arrays.binarySearch(bases, row);
        return found < 0 ? Math.max(0, -found - 2) : found;
    }

    /// How many events have a row below `bound`.
    int rankOf(int bound) {
        int place = placeOf(bound);
        Part part = all[place];
        int local = part.localBound(bound);
        return ranks[place] + (place == all.length - 1 ? local : Math.min(local, part.count()));
    }

    /// The row of the event with `rank` events before it; there must be one.
    int rowAt(int rank) {
        int found = Arrays.binarySearch(ranks, rank);
        int place = found < 0 ? -found - 2 : found;
        return all[place].base + rank - ranks[place];
    }

    /// The last row with an event below `bound`, or [Columns#NONE].
    int rowBefore(int bound) {
        if (bound <= bases[0]) {
            return Columns.NONE;
        }
        int place = placeOf(bound - 1);
        Part part = all[place];
        return place == all.length - 1 ? bound - 1 : Math.min(bound, part.base + part.count()) - 1;
    }

    Part partOf(int row) {
        return all[placeOf(row)];
    }

    /// Whether some lane of some entity does not ascend; then orders must be looked up instead of concluded.
    boolean anyLaneUnordered() {
        return anyLaneUnorderedBefore || last().anyLaneUnordered();
    }

    long sequence(int row) {
        Part part = partOf(row);
        return part.columns.sequence(row - part.base);
    }

    long wallMillis(int row) {
        Part part = partOf(row);
        return part.columns.wallMillis(row - part.base);
    }

    int clock(int row) {
        Part part = partOf(row);
        return part.columns.clock(row - part.base);
    }

    Hash eventHash(int row) {
        Part part = partOf(row);
        return part.columns.eventHash(row - part.base);
    }

    int compareKeys(int a, int b) {
        Part left = partOf(a);
        Part right = partOf(b);
        return left.columns.compareKeys(a - left.base, right.columns, b - right.base);
    }

    /// The first row below `bound` whose sequence is not below `sequence`, or `bound`.
    int rowFrom(long sequence, int bound) {
        int low = 0;
        int high = all.length;
        while (low < high) { // the first part whose first row is not below
            int middle = (low + high) >>> 1;
            if (bases[middle] < bound && all[middle].columns.sequence(0) < sequence) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        int behind = low < all.length ? Math.min(bound, bases[low]) : bound;
        if (low == 0) {
            return behind;
        }
        Part part = all[low - 1];
        int end = low < all.length ? Math.min(bound - part.base, part.count()) : bound - part.base;
        int found = part.columns.countBelow(sequence, end);
        return found == end ? behind : part.base + found;
    }

    /// The highest row below `bound` with this event id that is not hidden, or [Columns#NONE].
    int find(long idHigh, long idLow, int bound, Hidden hidden) {
        for (int place = placeOf(bound); place >= 0; place--) {
            Part part = all[place];
            int row = part.findBelow(idHigh, idLow, part.localBound(bound));
            while (row != Columns.NONE && hidden.hides(part.columns.sequence(row))) {
                row = part.findBelow(idHigh, idLow, row);
            }
            if (row != Columns.NONE) {
                return part.base + row;
            }
        }
        return Columns.NONE;
    }

    /// The row of (entity, lane) with the greatest clock key in the parts before `place`, or [Columns#NONE].
    ///
    /// The first part found from behind decides, unless it says that it does not ascend against earlier ones.
    int headBefore(int place, String entity, int lane) {
        int best = Columns.NONE;
        for (int at = place - 1; at >= 0; at--) {
            Part part = all[at];
            int number = part.entityNumber(entity);
            int row = number == Columns.NONE ? Columns.NONE : part.head(number, lane, Integer.MAX_VALUE);
            if (row != Columns.NONE) {
                int global = part.base + row;
                if (best == Columns.NONE || compareKeys(global, best) > 0) {
                    best = global;
                }
                if (!part.laneUnordered(number)) {
                    return best;
                }
            }
        }
        return best;
    }

    /// The head of a row's entity and lane when it was inserted, or [Columns#NONE].
    int headBefore(int row) {
        int place = placeOf(row);
        Part part = all[place];
        int local = row - part.base;
        int before = part.columns.headBefore(local);
        if (before >= 0) {
            return part.base + before;
        }
        return before == Columns.NONE
                ? Columns.NONE
                : headBefore(place, part.entityName(part.columns.entity(local)), part.columns.lane(local));
    }
}
