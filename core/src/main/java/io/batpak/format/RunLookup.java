package io.batpak.format;

/// What finds rows in an index run. Ids of entities and scopes are those of [RunFile#entities] and
/// [RunFile#scopes].
///
/// Threads: shared freely. Reading may throw [io.batpak.error.IndexRunDamageException].
public final class RunLookup {
    /// How many rows share a note of their clocks.
    public static final int ZONE_ROWS = 1 << RunLayout.ZONE_BITS;

    private static final int SHORT_BUCKET = 16;

    private final RunDirectory directory;
    private final RunBytes bytes;
    private final RunSide correlations;
    private final RunSide causations;
    private final RunTable ids;
    private final long idsAt;
    private final int stride;
    private final long leastHigh;
    private final long leastLow;
    private final long greatestHigh;
    private final long greatestLow;
    private final long clockZonesAt;
    private final long entityFlagsAt;
    private final long headsAt;
    private final long laneHeadsAt;
    private final int laneHeads;
    private final int kinds;
    private final long kindsAt;
    private final int lanes;
    private final long lanesAt;

    RunLookup(RunDirectory directory, RunSide correlations, RunSide causations) {
        this.directory = directory;
        this.bytes = directory.bytes;
        this.correlations = correlations;
        this.causations = causations;
        ids = directory.table(RunSection.ID_BUCKETS);
        idsAt = directory.at(RunSection.ROWS);
        stride = directory.rowLayout().stride;
        leastHigh = directory.word(RunLayout.LEAST_ID_AT);
        leastLow = directory.word(RunLayout.LEAST_ID_AT + Long.BYTES);
        greatestHigh = directory.word(RunLayout.GREATEST_ID_AT);
        greatestLow = directory.word(RunLayout.GREATEST_ID_AT + Long.BYTES);
        clockZonesAt = directory.at(RunSection.CLOCK_ZONES);
        entityFlagsAt = directory.at(RunSection.ENTITY_FLAGS);
        headsAt = directory.at(RunSection.ENTITY_HEADS);
        laneHeadsAt = directory.at(RunSection.LANE_HEADS);
        laneHeads = directory.count(RunSection.LANE_HEADS);
        kinds = directory.count(RunSection.KINDS);
        kindsAt = directory.at(RunSection.KINDS);
        lanes = directory.count(RunSection.LANES);
        lanesAt = directory.at(RunSection.LANES);
    }

    /// The highest row below `bound` that has this event id, or [RunFile#NONE]. Asked again with the answer as
    /// bound, it gives the next one.
    public int findBelow(long high, long low, int bound) {
        if (outside(high, low)) {
            return RunFile.NONE;
        }
        long hash = RunHash.ofId(high, low);
        byte tag = RunHash.tag(hash);
        int start = ids.start(hash);
        int end = ids.end(hash);
        if (end - start > SHORT_BUCKET) {
            end = ids.below(bound, start, end); // many rows of one id must not be walked for each of them
        }
        for (int slot = end - 1; slot >= start; slot--) {
            if (ids.tag(slot) == tag) {
                int row = ids.number(slot);
                if (row < bound && has(row, high, low)) {
                    return row;
                }
            }
        }
        return RunFile.NONE;
    }

    private boolean outside(long high, long low) {
        return compare(high, low, leastHigh, leastLow) < 0 || compare(high, low, greatestHigh, greatestLow) > 0;
    }

    private static int compare(long high, long low, long otherHigh, long otherLow) {
        int order = Long.compareUnsigned(high, otherHigh);
        return order != 0 ? order : Long.compareUnsigned(low, otherLow);
    }

    private boolean has(int row, long high, long low) {
        long at = idsAt + (long) stride * row;
        return bytes.u64(at + Long.BYTES) == low && bytes.u64(at) == high;
    }

    /// The rows of an entity.
    public RunList entityRows(int entity) {
        return directory.list(RunSection.ENTITY_LISTS, entity);
    }

    /// Whether the rows of an entity are not in the order of their clock keys.
    public boolean entityKeysUnordered(int entity) {
        return (bytes.u8(entityFlagsAt + entity) & RunLayout.KEYS_UNORDERED) != 0;
    }

    /// Whether some lane of an entity is not in the order of its clocks.
    public boolean entityLaneUnordered(int entity) {
        return (bytes.u8(entityFlagsAt + entity) & RunLayout.LANE_UNORDERED) != 0;
    }

    /// The rows of a scope.
    public RunList scopeRows(int scope) {
        return directory.list(RunSection.SCOPE_LISTS, scope);
    }

    /// Number of different kinds.
    public int kindCount() {
        return kinds;
    }

    /// The `index`-th kind, ascending.
    public int kindAt(int index) {
        return bytes.u16(kindsAt + Short.BYTES * (long) index);
    }

    /// The rows of the `index`-th kind.
    public RunList kindRowsAt(int index) {
        return directory.list(RunSection.KIND_LISTS, index);
    }

    /// The rows of a kind; none if the run has none.
    public RunList kindRows(int kind) {
        int low = 0;
        int high = kinds - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int found = kindAt(middle);
            if (found == kind) {
                return kindRowsAt(middle);
            } else if (found < kind) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return RunList.none(bytes);
    }

    /// Number of different lanes.
    public int laneCount() {
        return lanes;
    }

    /// The `index`-th lane, ascending.
    public int laneAt(int index) {
        return bytes.i32(laneField(index, RunLayout.LANE_ID_AT));
    }

    /// The place of a lane among the lanes, or [RunFile#NONE].
    public int laneIndex(int lane) {
        int low = 0;
        int high = lanes - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = Integer.compareUnsigned(laneAt(middle), lane);
            if (order == 0) {
                return middle;
            } else if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return RunFile.NONE;
    }

    private long laneField(int index, int field) {
        return lanesAt + (long) index * RunSection.LANES.elementBytes + field;
    }

    /// Number of rows on the `index`-th lane.
    public int laneRowCount(int index) {
        return bytes.i32(laneField(index, RunLayout.LANE_COUNT_AT));
    }

    /// The first row on the `index`-th lane, in commit order.
    public int laneFirstRow(int index) {
        return row(bytes.i32(laneField(index, RunLayout.LANE_FIRST_AT)));
    }

    /// The last row on the `index`-th lane, in commit order.
    public int laneLastRow(int index) {
        return row(bytes.i32(laneField(index, RunLayout.LANE_LAST_AT)));
    }

    private int row(int row) {
        if (row < 0 || row >= directory.rows) {
            throw bytes.damaged("row " + row + " of " + directory.rows);
        }
        return row;
    }

    /// The greatest wall clock on the `index`-th lane, milliseconds, unsigned.
    public long laneMaxWallMillis(int index) {
        return bytes.u64(laneField(index, RunLayout.LANE_MAX_WALL_AT));
    }

    /// The rows of the `index`-th lane, which is not lane 0: nearly every row is on that, so it has no list.
    ///
    /// @throws IllegalArgumentException for lane 0
    public RunList laneRows(int index) {
        if (laneAt(index) == 0) {
            throw new IllegalArgumentException("lane 0 has no list");
        }
        int start = index == 0 ? 0 : bytes.i32(laneField(index - 1, RunLayout.LANE_LIST_END_AT));
        return directory.list(RunSection.LANE_ROWS, start, bytes.i32(laneField(index, RunLayout.LANE_LIST_END_AT)));
    }

    /// The head of (entity, lane) among the rows of this run: the row with the greatest clock key; or
    /// [RunFile#NONE].
    public int head(int entity, int lane) {
        if (lane == 0) {
            int head = bytes.i32(headsAt + Integer.BYTES * (long) entity);
            return head == RunFile.NONE ? head : row(head);
        }
        int low = 0;
        int high = laneHeads - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            long at = laneHeadsAt + (long) middle * RunSection.LANE_HEADS.elementBytes;
            int order = Integer.compare(bytes.i32(at), entity);
            if (order == 0) {
                order = Integer.compareUnsigned(bytes.i32(at + Integer.BYTES), lane);
            }
            if (order == 0) {
                return row(bytes.i32(at + 2 * Integer.BYTES));
            } else if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return RunFile.NONE;
    }

    /// The first row from `row` on that may have a clock in a range, given what is noted for each 1 024 rows; `end`
    /// if no row before has.
    public int withClockFrom(int row, int first, int last, int end) {
        int zone = row >>> RunLayout.ZONE_BITS;
        for (int start = row; start < end; start = ++zone << RunLayout.ZONE_BITS) {
            long at = clockZonesAt + (long) RunSection.CLOCK_ZONES.elementBytes * zone;
            if (Integer.compareUnsigned(bytes.i32(at), last) <= 0
                    && Integer.compareUnsigned(bytes.i32(at + Integer.BYTES), first) >= 0) {
                return start;
            }
        }
        return end;
    }

    /// The rows whose causation is this id.
    public RunList causedBy(long high, long low) {
        return causations.rowsOf(high, low);
    }

    /// The rows whose stored correlation is this id; those correlated with themselves are not among them.
    public RunList correlatedWith(long high, long low) {
        return correlations.rowsOf(high, low);
    }
}
