package io.batpak.index;

/// Reads by one exact entity within a view: streams, the latest row, the predecessor.
///
/// Commit order serves as clock-key order as long as no row contradicts it; otherwise the rows are sorted per
/// call. Rows in signatures are global. Threads: share freely.
final class EntityRows {
    private final IndexView view;
    private final Parts parts;
    private final Hidden hidden;

    EntityRows(IndexView view) {
        this.view = view;
        parts = view.parts;
        hidden = view.hidden;
    }

    int count(String entity) {
        int count = 0;
        for (int place = 0; place < parts.all.length; place++) {
            Part part = parts.all[place];
            int number = part.entityNumber(entity);
            if (number != Columns.NONE) {
                count += part.ofEntity(number).countBelow(view.endIn(part, place));
            }
        }
        return count;
    }

    /// The visible events of the entity, by clock key.
    EntryCursor inKeyOrder(String entity) {
        EntryCursor committed = new EntryCursor.Concatenated(view) {
            @Override
            RowCursor rowsOf(Part of, int end) {
                int number = of.entityNumber(entity);
                return number == Columns.NONE ? RowCursor.NOTHING : new RowCursor.Listed(of.ofEntity(number), 0, end);
            }

            @Override
            boolean shows(Part of, int at) {
                return !hidden.hides(of.columns.sequence(at));
            }
        };
        return keysAscend(entity) ? committed : EntryCursor.Fixed.inKeyOrder(view, committed);
    }

    /// The events of the entity in commit order, but for those hidden from everybody or on their lane.
    ///
    /// @param from the first row
    EntryCursor inCommitOrder(String entity, int from) {
        return new EntryCursor.Concatenated(view, from) {
            @Override
            RowCursor rowsOf(Part of, int end) {
                int number = of.entityNumber(entity);
                return number == Columns.NONE
                        ? RowCursor.NOTHING
                        : new RowCursor.Listed(of.ofEntity(number), of.localBound(from), end);
            }

            @Override
            boolean shows(Part of, int at) {
                return isVisibleOn(of, at, of.columns.lane(at));
            }
        };
    }

    /// The last row of the entity in commit order that [#inCommitOrder] shows, or [Columns#NONE].
    int newest(String entity) {
        for (int place = parts.placeOf(view.bound); place >= 0; place--) {
            Part part = parts.all[place];
            int number = part.entityNumber(entity);
            RowList rows = number == Columns.NONE ? null : part.ofEntity(number);
            int at = rows == null ? 0 : rows.countBelow(view.endIn(part, place));
            while (rows != null && --at >= 0) {
                int row = rows.get(at);
                if (isVisibleOn(part, row, part.columns.lane(row))) {
                    return part.base + row;
                }
            }
        }
        return Columns.NONE;
    }

    private boolean keysAscend(String entity) {
        int lastBefore = Columns.NONE;
        for (int place = 0; place < parts.all.length; place++) {
            Part part = parts.all[place];
            int number = part.entityNumber(entity);
            int size = number == Columns.NONE ? 0 : part.ofEntity(number).countBelow(view.endIn(part, place));
            if (size > 0) {
                RowList rows = part.ofEntity(number);
                if (part.keysUnordered(number)
                        || (lastBefore != Columns.NONE && parts.compareKeys(lastBefore, part.base + rows.get(0)) > 0)) {
                    return false;
                }
                lastBefore = part.base + rows.get(size - 1);
            }
        }
        return true;
    }

    /// The visible events of the entity on one lane, by clock key.
    EntryCursor inKeyOrder(String entity, int lane) {
        EntryCursor committed = onLane(entity, lane);
        return parts.anyLaneUnordered() && isLaneUnordered(entity)
                ? EntryCursor.Fixed.inKeyOrder(view, committed)
                : committed;
    }

    private boolean isLaneUnordered(String entity) {
        for (Part part : parts.all) {
            int number = part.entityNumber(entity);
            if (number != Columns.NONE && part.laneUnordered(number)) {
                return true;
            }
        }
        return false;
    }

    private EntryCursor onLane(String entity, int lane) {
        return new EntryCursor.Concatenated(view) {
            @Override
            RowCursor rowsOf(Part of, int end) {
                int number = of.entityNumber(entity);
                return number == Columns.NONE ? RowCursor.NOTHING : listed(of, number, lane, end);
            }

            @Override
            boolean shows(Part of, int at) {
                return isVisibleOn(of, at, lane);
            }
        };
    }

    private boolean isVisibleOn(Part part, int row, int lane) {
        return !hidden.hidesOnLane(part.columns.sequence(row), lane);
    }

    /// The rows of an entity on a lane, from the shorter of the two lists.
    private static RowCursor listed(Part part, int entity, int lane, int end) {
        RowList shorter = part.ofEntity(entity);
        if (lane != 0) {
            RowList ofLane = part.ofLane(lane);
            if (ofLane == null) {
                return RowCursor.NOTHING;
            }
            shorter = ofLane.size() < shorter.size() ? ofLane : shorter;
        }
        RowCursor candidates = new RowCursor.Listed(shorter, 0, end);
        Columns columns = part.columns;
        return () -> {
            int row = candidates.next();
            while (row != Columns.NONE && (columns.lane(row) != lane || columns.entity(row) != entity)) {
                row = candidates.next();
            }
            return row;
        };
    }

    /// The row of (entity, lane) with the greatest clock key that is not hidden, or [Columns#NONE].
    int latest(String entity, int lane) {
        if (parts.anyLaneUnordered() && isLaneUnordered(entity)) {
            return greatest(entity, lane);
        }
        for (int place = parts.placeOf(view.bound); place >= 0; place--) {
            Part part = parts.all[place];
            int number = part.entityNumber(entity);
            int row = number == Columns.NONE ? Columns.NONE : latestIn(part, number, lane, view.endIn(part, place));
            if (row != Columns.NONE) {
                return part.base + row;
            }
        }
        return Columns.NONE;
    }

    private int latestIn(Part part, int entity, int lane, int end) {
        int row = part.head(entity, lane, end);
        if (row == HeadTable.BEYOND_BOUND) {
            row = lastListed(part, entity, lane, end);
        }
        while (row >= 0 && !isVisibleOn(part, row, lane)) {
            row = part.columns.headBefore(row);
        }
        return Math.max(row, Columns.NONE);
    }

    private static int lastListed(Part part, int entity, int lane, int end) {
        RowList rows = part.ofEntity(entity);
        for (int at = rows.countBelow(end) - 1; at >= 0; at--) {
            if (part.columns.lane(rows.get(at)) == lane) {
                return rows.get(at);
            }
        }
        return Columns.NONE;
    }

    private int greatest(String entity, int lane) {
        EntryCursor candidates = onLane(entity, lane);
        int best = Columns.NONE;
        while (candidates.advance()) {
            int row = candidates.part.base + candidates.row;
            if (best == Columns.NONE || parts.compareKeys(best, row) <= 0) {
                best = row;
            }
        }
        return best;
    }

    /// The row on the same entity and lane whose clock is one less, if the view shows it.
    int predecessor(IndexEntry entry) {
        int clock = (int) entry.clock();
        if (clock == 0) {
            return Columns.NONE;
        }
        String entity = entry.entity();
        int row = entry.rowIn(parts, view.bound);
        int before = row == Columns.NONE || (parts.anyLaneUnordered() && isLaneUnordered(entity))
                ? withClock(entity, (int) entry.lane(), clock - 1)
                : parts.headBefore(row);
        if (before == Columns.NONE || before >= view.bound || parts.clock(before) != clock - 1) {
            return Columns.NONE;
        }
        return hidden.hides(parts.sequence(before)) ? Columns.NONE : before;
    }

    private int withClock(String entity, int lane, int clock) {
        int found = Columns.NONE;
        for (int place = 0; place < parts.all.length; place++) {
            Part part = parts.all[place];
            int number = part.entityNumber(entity);
            if (number != Columns.NONE) {
                RowCursor rows = listed(part, number, lane, view.endIn(part, place));
                for (int row = rows.next(); row != Columns.NONE; row = rows.next()) {
                    found = part.columns.clock(row) == clock ? part.base + row : found;
                }
            }
        }
        return found;
    }
}
