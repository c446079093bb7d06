package io.batpak.index;

/// Rows by event id. An id inserted twice keeps both rows; the later one that the reader sees wins.
final class IdTable extends KeylessTable {
    private final Rows rows;

    IdTable(Rows rows) {
        this.rows = rows;
    }

    private static long hash(long high, long low) {
        return mix(high * 0x9E37_79B9_7F4A_7C15L ^ low);
    }

    @Override
    long hashOf(int row) {
        return hash(rows.idHigh(row), rows.idLow(row));
    }

    void add(int row) {
        add(hashOf(row), row);
    }

    /// The highest row below `bound` that has this id, or [Columns#NONE].
    int findBelow(long high, long low, int bound) {
        long hash = hash(high, low);
        Bucket bucket = bucket(hash);
        byte tag = tag(hash);
        int mask = bucket.slots.length - 1;
        int best = Columns.NONE;
        for (int at = (int) hash & mask; ; at = (at + 1) & mask) {
            int slot = bucket.slots[at];
            if (slot == 0) {
                return best;
            }
            int row = slot - 1;
            if (bucket.tags[at] == tag
                    && row < bound
                    && row > best
                    && rows.idLow(row) == low
                    && rows.idHigh(row) == high) {
                best = row;
            }
        }
    }
}
