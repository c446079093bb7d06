package io.batpak.index;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Reads by one exact entity within a frozen bound: streams, the latest row, the predecessor.
///
/// Commit order serves as clock-key order as long as no inserted row contradicts it; otherwise the rows are
/// sorted per call. Threads: share freely.
final class EntityRows {
    private static final RowCursor NOTHING = () -> Rows.NONE;

    private final Index index;
    private final Rows rows;
    private final int bound;
    private final Hidden hidden;

    EntityRows(Index index, int bound, Hidden hidden) {
        this.index = index;
        this.rows = index.rows;
        this.bound = bound;
        this.hidden = hidden;
    }

    int count(String entity) {
        NameCell cell = index.entities.find(entity);
        return cell == null ? 0 : cell.countBelow(bound);
    }

    /// The rows of the entity, hidden ones included.
    RowCursor inKeyOrder(String entity) {
        NameCell cell = index.entities.find(entity);
        if (cell == null) {
            return NOTHING;
        }
        RowCursor committed = new RowCursor.Listed(cell, 0, bound);
        return cell.keysUnordered ? sorted(committed, cell) : committed;
    }

    /// The rows of the entity on one lane, hidden ones included.
    RowCursor inKeyOrder(String entity, int lane) {
        NameCell cell = index.entities.find(entity);
        if (cell == null) {
            return NOTHING;
        }
        RowCursor committed = onLane(cell, lane);
        return cell.laneUnordered ? sorted(committed, cell) : committed;
    }

    private RowCursor onLane(NameCell cell, int lane) {
        Postings shorter = shorterList(cell, lane);
        if (shorter == null) {
            return NOTHING;
        }
        RowCursor candidates = new RowCursor.Listed(shorter, 0, bound);
        return () -> {
            int row = candidates.next();
            while (row != Rows.NONE && !isOn(row, cell.id, lane)) {
                row = candidates.next();
            }
            return row;
        };
    }

    /// The list of the entity or of the lane, whichever is shorter; `null` if the lane has no row at all.
    private @Nullable Postings shorterList(NameCell cell, int lane) {
        if (lane == 0) {
            return cell;
        }
        Postings ofLane = index.lanes.get(lane);
        return ofLane == null || ofLane.size() < cell.size() ? ofLane : cell;
    }

    private boolean isOn(int row, int entity, int lane) {
        return rows.lane(row) == lane && rows.entity(row) == entity;
    }

    private RowCursor sorted(RowCursor committed, NameCell cell) {
        int[] found = new int[cell.countBelow(bound)];
        int count = 0;
        for (int row = committed.next(); row != Rows.NONE; row = committed.next()) {
            found[count++] = row;
        }
        return new RowCursor.Fixed(KeyOrder.sort(rows, Arrays.copyOf(found, count)));
    }

    /// The row of (entity, lane) with the greatest clock key that is not hidden, or [Rows#NONE].
    int latest(String entity, int lane) {
        NameCell cell = index.entities.find(entity);
        if (cell == null) {
            return Rows.NONE;
        }
        if (cell.laneUnordered) {
            return greatest(onLane(cell, lane), lane);
        }
        int row = index.heads.find(cell, lane, bound);
        if (row == HeadTable.BEYOND_BOUND) {
            row = lastOnLane(cell, lane);
        }
        while (row != Rows.NONE && hidden.hidesOnLane(rows.sequence(row), lane)) {
            row = rows.headBefore(row);
        }
        return row;
    }

    private int greatest(RowCursor candidates, int lane) {
        int best = Rows.NONE;
        for (int row = candidates.next(); row != Rows.NONE; row = candidates.next()) {
            if (!hidden.hidesOnLane(rows.sequence(row), lane)
                    && (best == Rows.NONE || rows.compareKeys(best, row) <= 0)) {
                best = row;
            }
        }
        return best;
    }

    private int lastOnLane(NameCell cell, int lane) {
        Postings shorter = shorterList(cell, lane);
        if (shorter == null) {
            return Rows.NONE;
        }
        for (int at = shorter.countBelow(bound) - 1; at >= 0; at--) {
            int row = shorter.get(at);
            if (isOn(row, cell.id, lane)) {
                return row;
            }
        }
        return Rows.NONE;
    }

    /// The row on the same entity and lane whose clock is one less, if it is below the bound and not hidden.
    int predecessor(int row) {
        int clock = rows.clock(row);
        if (clock == 0) {
            return Rows.NONE;
        }
        NameCell cell = index.entities.get(rows.entity(row));
        int before = cell.laneUnordered ? withClock(cell, rows.lane(row), clock - 1) : rows.headBefore(row);
        if (before == Rows.NONE || rows.clock(before) != clock - 1) {
            return Rows.NONE;
        }
        return before >= bound || hidden.hides(rows.sequence(before)) ? Rows.NONE : before;
    }

    private int withClock(NameCell cell, int lane, int clock) {
        int found = Rows.NONE;
        RowCursor candidates = onLane(cell, lane);
        for (int row = candidates.next(); row != Rows.NONE; row = candidates.next()) {
            if (rows.clock(row) == clock) {
                found = row;
            }
        }
        return found;
    }
}
