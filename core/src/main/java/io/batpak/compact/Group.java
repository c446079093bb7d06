package io.batpak.compact;

import java.util.List;

/// Neighbouring segments that are to become one, or a single one that may stay.
///
/// @param sources ids, ascending, at least one
/// @param bytes about how much would be written for it
/// @param worth how many bytes of other segments may be moved for its sake; 0 if it may as well stay
record Group(List<Long> sources, long bytes, long worth) {
    /// These segments as one; a single unchanged one may stay.
    static Group of(List<SegmentFacts> segments, long worth) {
        boolean stays = segments.size() == 1 && !segments.getFirst().changed();
        return new Group(
                segments.stream().map(SegmentFacts::id).toList(),
                segments.stream().mapToLong(SegmentFacts::remainingBytes).sum(),
                stays ? 0 : worth);
    }

    long first() {
        return sources.getFirst();
    }

    long last() {
        return sources.getLast();
    }

    boolean mayStay() {
        return worth == 0;
    }

    /// An unused id between its sources, 0 if there is none.
    long inside() {
        for (int i = 1; i < sources.size(); i++) {
            if (sources.get(i) - sources.get(i - 1) > 1) {
                return sources.get(i - 1) + 1;
            }
        }
        return 0;
    }
}
