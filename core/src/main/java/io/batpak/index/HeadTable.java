package io.batpak.index;

/// The head of each (entity, lane): the row with the greatest clock key, hidden rows included.
///
/// The head of lane 0, which nearly every event is on, lies in the cell of its entity and costs no probe.
final class HeadTable extends KeylessTable {
    /// A head beyond the reader's bound stood in the way: the lane may have an older row, the table cannot
    /// tell.
    static final int BEYOND_BOUND = -2;

    private final Rows rows;

    HeadTable(Rows rows) {
        this.rows = rows;
    }

    private static long hash(int entity, int lane) {
        return mix((long) lane << Integer.SIZE | entity);
    }

    @Override
    long hashOf(int row) {
        return hash(rows.entity(row), rows.lane(row));
    }

    /// Makes `row` the head in place of `before`, its predecessor or [Columns#NONE].
    void put(NameCell entity, int row, int before) {
        if (rows.lane(row) == 0) {
            entity.head = row;
        } else if (before == Columns.NONE) {
            add(hashOf(row), row);
        } else {
            replace(hashOf(row), before, row);
        }
    }

    /// The head if it is below `bound`, [Columns#NONE] if the lane has no row below it, [#BEYOND_BOUND] if
    /// unknown.
    int find(NameCell entity, int lane, int bound) {
        if (lane == 0) {
            int head = entity.head;
            return head < bound ? head : BEYOND_BOUND;
        }
        return probe(entity.id, lane, bound);
    }

    private int probe(int entity, int lane, int bound) {
        long hash = hash(entity, lane);
        Bucket bucket = bucket(hash);
        byte tag = tag(hash);
        int mask = bucket.slots.length - 1;
        int absent = Columns.NONE;
        for (int at = (int) hash & mask; ; at = (at + 1) & mask) {
            int slot = bucket.slots[at];
            if (slot == 0) {
                return absent;
            }
            int row = slot - 1;
            if (row >= bound) {
                absent = BEYOND_BOUND;
            } else if (bucket.tags[at] == tag && rows.entity(row) == entity && rows.lane(row) == lane) {
                return row;
            }
        }
    }
}
