package io.batpak.compact;

import java.util.List;

/// What a compaction does, step by step.
///
/// Steps are to be done in this order. No step reads what another one writes, so everything can be staged before
/// the first step is committed; a later step may take the id of a source that an earlier one has replaced.
///
/// @param steps the steps; none if there is nothing to do, or no room
/// @param needsFreeId whether more, or the same with less copying, could be done if there were an unused id in
///     front of the segment that grows: the caller may start a new one
///     ([io.batpak.segment.SegmentIds#nextWithRoom]) and plan again
public record Plan(List<Step> steps, boolean needsFreeId) {
    /// Nothing to do.
    static final Plan NOTHING = new Plan(List.of(), false);

    /// Keeps its own copy of the list.
    public Plan {
        steps = List.copyOf(steps);
    }
}
