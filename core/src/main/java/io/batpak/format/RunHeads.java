package io.batpak.format;

import java.util.Arrays;

/// Finds the head of each (entity, lane) of a run: the row with the greatest clock key (wall clock, clock,
/// event id), the first of equal ones.
final class RunHeads {
    private final RunSource source;
    private final RunLookups.Lists entities;

    RunHeads(RunSource source, RunLookups.Lists entities) {
        this.source = source;
        this.entities = entities;
    }

    void write(RunOutput out, boolean lanes) {
        out.begin(RunSection.ENTITY_HEADS);
        for (int entity = 0; entity < entities.ends.length; entity++) {
            int head = RunSource.NONE;
            for (int at = entities.start(entity); at < entities.ends[entity]; at++) {
                int row = entities.members[at];
                if (source.lane(row) == 0) {
                    head = greater(head, row);
                }
            }
            out.u32(head);
        }
        out.end();
        out.begin(RunSection.LANE_HEADS);
        for (int entity = 0; entity < entities.ends.length && lanes; entity++) {
            laneHeads(out, entity);
        }
        out.end();
    }

    private void laneHeads(RunOutput out, int entity) {
        long[] byLane = new long[entities.ends[entity] - entities.start(entity)];
        int used = 0;
        for (int at = entities.start(entity); at < entities.ends[entity]; at++) {
            int row = entities.members[at];
            int lane = source.lane(row);
            if (lane != 0) {
                byLane[used++] = ((long) (lane ^ Integer.MIN_VALUE) << Integer.SIZE) | row;
            }
        }
        Arrays.sort(byLane, 0, used);
        for (int at = 0; at < used; ) {
            int lane = (int) (byLane[at] >> Integer.SIZE);
            int head = RunSource.NONE;
            for (; at < used && (int) (byLane[at] >> Integer.SIZE) == lane; at++) {
                head = greater(head, (int) byLane[at]);
            }
            out.u32(entity);
            out.u32(lane ^ Integer.MIN_VALUE);
            out.u32(head);
        }
    }

    private int greater(int head, int row) {
        return head == RunSource.NONE || compareKeys(head, row) < 0 ? row : head;
    }

    private int compareKeys(int a, int b) {
        int order = Long.compareUnsigned(source.wallMillis(a), source.wallMillis(b));
        if (order == 0) {
            order = Integer.compareUnsigned(source.clock(a), source.clock(b));
        }
        if (order == 0) {
            order = Long.compareUnsigned(source.idHigh(a), source.idHigh(b));
        }
        return order != 0 ? order : Long.compareUnsigned(source.idLow(a), source.idLow(b));
    }
}
