package io.batpak.format;

import java.util.Arrays;

/// What a run says about each lane: rows, first and last row, greatest wall clock, and the rows themselves,
/// except on lane 0, which nearly every row is on.
final class RunLanes {
    private final RunSource source;
    private final int[] lanes;
    private final int[] rows;
    private final int[] first;
    private final int[] last;
    private final long[] maxWall;

    RunLanes(RunSource source) {
        this.source = source;
        lanes = distinct(source);
        rows = new int[lanes.length];
        first = new int[lanes.length];
        last = new int[lanes.length];
        maxWall = new long[lanes.length];
        for (int row = 0; row < source.count(); row++) {
            int place = place(source.lane(row));
            if (rows[place]++ == 0) {
                first[place] = row;
            }
            last[place] = row;
            if (Long.compareUnsigned(source.wallMillis(row), maxWall[place]) > 0) {
                maxWall[place] = source.wallMillis(row);
            }
        }
    }

    /// Sorted as unsigned numbers with the top bit turned, as in [#lanes].
    private static int[] distinct(RunSource source) {
        int[] all = new int[16];
        int used = 0;
        for (int row = 0; row < source.count(); row++) {
            int turned = source.lane(row) ^ Integer.MIN_VALUE;
            if (used == 0 || all[used - 1] != turned) {
                if (used == all.length) {
                    used = dedup(all, used);
                    all = used > all.length / 2 ? Arrays.copyOf(all, all.length * 2) : all;
                }
                all[used++] = turned;
            }
        }
        return Arrays.copyOf(all, dedup(all, used));
    }

    private static int dedup(int[] all, int used) {
        Arrays.sort(all, 0, used);
        int kept = 0;
        for (int i = 0; i < used; i++) {
            if (kept == 0 || all[kept - 1] != all[i]) {
                all[kept++] = all[i];
            }
        }
        return kept;
    }

    private int place(int lane) {
        return Arrays.binarySearch(lanes, lane ^ Integer.MIN_VALUE);
    }

    /// Whether a row is on another lane than 0.
    boolean any() {
        return lanes.length > 1 || (lanes.length == 1 && lanes[0] != Integer.MIN_VALUE);
    }

    void write(RunOutput out) {
        RunLookups.Lists lists = RunLookups.group(
                any() ? source.count() : 0, lanes.length, row -> source.lane(row) == 0 ? -1 : place(source.lane(row)));
        out.begin(RunSection.LANES);
        for (int i = 0; i < lanes.length; i++) {
            out.u32(lanes[i] ^ Integer.MIN_VALUE);
            out.u32(rows[i]);
            out.u32(lists.ends[i]);
            out.u32(first[i]);
            out.u32(last[i]);
            out.u32(0);
            out.u64(maxWall[i]);
        }
        out.end();
        out.begin(RunSection.LANE_ROWS);
        out.u32s(lists.members);
        out.end();
    }
}
