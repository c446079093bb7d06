package io.batpak.model;

import java.util.OptionalInt;

/// The place of an event in its entity's graph: lane and depth, the clock inside the lane, and the time of
/// the commit.
///
/// @param wallMillis wall clock in milliseconds since 1970, unsigned; never goes back inside (entity, lane)
/// @param counter tie-breaker of the hybrid clock, 0..65535; always written as 0
/// @param depth number of branch points above the lane, 0..4294967295
/// @param lane the lane, 0..4294967295; 0 is the main one
/// @param clock index of the event in (entity, lane), 0..4294967295
public record DagPosition(long wallMillis, int counter, long depth, long lane, long clock) {
    private static final DagPosition ROOT = new DagPosition(0, 0, 0, 0, 0);

    /// @throws InvalidArgumentException if counter, depth, lane or clock is out of its range
    public DagPosition {
        Ranges.u16("counter", counter);
        Ranges.u32("depth", depth);
        Ranges.u32("lane", lane);
        Ranges.u32("clock", clock);
    }

    /// The first event of the main lane, time unknown.
    public static DagPosition root() {
        return ROOT;
    }

    /// A place without a time.
    public static DagPosition of(long depth, long lane, long clock) {
        return new DagPosition(0, 0, depth, lane, clock);
    }

    /// A place in the main lane without a time.
    public static DagPosition child(long clock) {
        return new DagPosition(0, 0, 0, 0, clock);
    }

    /// A place in the main lane with a time.
    public static DagPosition child(long clock, long wallMillis, int counter) {
        return new DagPosition(wallMillis, counter, 0, 0, clock);
    }

    /// The first place of a lane that branches off a parent of this depth; the depth stays at its limit.
    public static DagPosition fork(long parentDepth, long newLane) {
        return new DagPosition(0, 0, depthBelow(parentDepth), newLane, 0);
    }

    /// One more than the depth of the parent, at most 4294967295.
    static long depthBelow(long parentDepth) {
        return Math.min(Ranges.u32("parentDepth", parentDepth) + 1, Ranges.U32_MAX);
    }

    /// Whether lane, depth and clock are all 0; the time does not matter.
    public boolean isRoot() {
        return (depth | lane | clock) == 0;
    }

    /// Whether the other place comes later in the same lane at the same depth.
    public boolean isAncestorOf(DagPosition other) {
        return lane == other.lane && depth == other.depth && clock < other.clock;
    }

    /// Negative, 0 or positive as this place is before, at or behind the other; empty if they are not
    /// comparable: on different lanes or depths, or with equal clocks and different times.
    public OptionalInt partialCompareTo(DagPosition other) {
        if (lane != other.lane || depth != other.depth) {
            return OptionalInt.empty();
        }
        if (clock != other.clock) {
            return OptionalInt.of(Long.compare(clock, other.clock));
        }
        boolean sameTime = wallMillis == other.wallMillis && counter == other.counter;
        return sameTime ? OptionalInt.of(0) : OptionalInt.empty();
    }

    /// `depth:lane:clock@wallMillis.counter`.
    @Override
    public String toString() {
        return depth + ":" + lane + ":" + clock + "@" + Long.toUnsignedString(wallMillis) + "." + counter;
    }
}
