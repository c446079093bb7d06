package io.batpak.compact;

import io.batpak.model.Compaction;
import io.batpak.model.CompactionScope;
import java.util.ArrayList;
import java.util.List;

/// Decides which segments become one, under which ids and in which order. Pure.
///
/// An output needs an id that nobody has and that lies where its sources lie. Each step frees the ids of its
/// sources, so steps work outwards from the ids that are unused at the beginning: sources right of one from left to
/// right (3, 4 → 2, then 5, 6 → 4), sources left of it from right to left (4, 5 → 6, then 2, 3 → 4). What stands
/// between an unused id and the segments that are to be rewritten has to move as well, if it is worth it
/// ([Routes]).
public final class CompactionPlanner {
    private CompactionPlanner() {}

    /// The limits of a plan.
    ///
    /// @param scope which segments are looked at
    /// @param minSegments with fewer finished segments nothing is done
    /// @param outputBytesMax how many bytes of frames an output may hold, unless a single source has more
    /// @param runsMax how many runs of segments are put together where segments are chosen by their size
    public record Limits(CompactionScope scope, int minSegments, long outputBytesMax, int runsMax) {
        /// As many runs as there are.
        Limits(CompactionScope scope, int minSegments, long outputBytesMax) {
            this(scope, minSegments, outputBytesMax, Integer.MAX_VALUE);
        }

        /// What was asked for.
        ///
        /// @param segmentBytesMax how long segments of the journal become, bytes
        static Limits of(Compaction how, long segmentBytesMax) {
            long outputMax = how.outputBytesMax() == 0 ? segmentBytesMax : how.outputBytesMax();
            return new Limits(how.scope(), how.minSegments(), outputMax);
        }

        /// The same with one run at most.
        Limits single() {
            return new Limits(scope, minSegments, outputBytesMax, 1);
        }
    }

    /// Plans for these segments: all there are, ascending by id, the growing one last.
    ///
    /// @throws IllegalArgumentException if they are not
    public static Plan plan(List<SegmentFacts> segments, Limits limits) {
        requireOrder(segments);
        List<SegmentFacts> finished =
                segments.stream().filter(segment -> !segment.isActive()).toList();
        if (finished.isEmpty() || finished.size() < limits.minSegments()) {
            return Plan.NOTHING;
        }
        List<Group> groups = switch (limits.scope()) {
            case WHOLE -> packed(finished, limits.outputBytesMax(), moveable(segments));
            case TIERED -> Tiers.of(finished, limits.outputBytesMax(), limits.runsMax());
        };
        if (finished.size() == segments.size()) {
            return Routes.through(groups, Long.MAX_VALUE);
        }
        Plan plan = Routes.through(groups, segments.getLast().id());
        return new Plan(plan.steps(), Routes.gainsFromRoom(groups, segments.getLast(), limits.outputBytesMax()));
    }

    private static void requireOrder(List<SegmentFacts> segments) {
        for (int i = 0; i < segments.size(); i++) {
            boolean ascends =
                    segments.get(i).id() > (i == 0 ? -1 : segments.get(i - 1).id());
            if (!ascends || (segments.get(i).isActive() && i < segments.size() - 1)) {
                throw new IllegalArgumentException("segments out of order: " + segments);
            }
        }
    }

    /// More than it costs to move everything: whatever stands in the way moves.
    private static long moveable(List<SegmentFacts> segments) {
        return 1
                + segments.size()
                + segments.stream().mapToLong(SegmentFacts::remainingBytes).sum();
    }

    /// Puts neighbours together, from the first to the last, as many as fit. What was put together so is put
    /// together in the same way the next time, so that a second compaction finds nothing to do.
    private static List<Group> packed(List<SegmentFacts> segments, long outputBytesMax, long worth) {
        List<Group> groups = new ArrayList<>();
        int first = 0;
        long bytes = 0;
        for (int i = 0; i < segments.size(); i++) {
            long more = segments.get(i).liveBytes();
            if (i > first && bytes + more > outputBytesMax) {
                groups.add(Group.of(segments.subList(first, i), worth));
                first = i;
                bytes = 0;
            }
            bytes += more;
        }
        groups.add(Group.of(segments.subList(first, segments.size()), worth));
        return groups;
    }
}
