package io.batpak.index;

import java.util.Map;

/// Hidden sequences of an index: those no read shows, and more that lane-scoped reads do not show either.
/// Immutable.
record Hidden(HiddenRanges everywhere, Map<Integer, HiddenRanges> lanes) {
    static final Hidden NOTHING = new Hidden(HiddenRanges.none(), Map.of());

    boolean hides(long sequence) {
        return everywhere.contains(sequence);
    }

    boolean hidesOnLane(long sequence, int lane) {
        if (everywhere.contains(sequence)) {
            return true;
        }
        if (lanes.isEmpty()) {
            return false;
        }
        HiddenRanges own = lanes.get(lane);
        return own != null && own.contains(sequence);
    }
}
