package io.batpak.compact;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Chooses what is worth rewriting so that a byte is rewritten a logarithmic number of times.
///
/// A run of four or more segments becomes one that is at least twice as long as the longest of them, so a byte can
/// pass through that only until its segment is full. A segment of which half is dead pays for its rewriting with
/// what it frees. For the sake of either as much may be moved besides as is rewritten anyway, and not more.
final class Tiers {
    private static final int RUN_MIN = 4;

    private final List<SegmentFacts> segments;
    private final long outputBytesMax;
    private final boolean[] taken;
    private final List<Window> chosen = new ArrayList<>();

    private Tiers(List<SegmentFacts> segments, long outputBytesMax) {
        this.segments = segments;
        this.outputBytesMax = outputBytesMax;
        this.taken = new boolean[segments.size()];
    }

    /// Segments `from` up to below `to`.
    private record Window(int from, int to, long bytes) {}

    /// All segments as groups, in their order.
    ///
    /// @param runsMax how many runs are chosen, the shortest ones
    static List<Group> of(List<SegmentFacts> segments, long outputBytesMax, int runsMax) {
        Tiers tiers = new Tiers(segments, outputBytesMax);
        tiers.chooseRuns(runsMax);
        tiers.chooseDead();
        return tiers.groups();
    }

    /// The shortest runs first, each with the neighbours it can take along.
    private void chooseRuns(int runsMax) {
        List<Window> candidates = new ArrayList<>();
        for (int from = 0; from + RUN_MIN <= segments.size(); from++) {
            Window window = shortest(from);
            if (window != null) {
                candidates.add(window);
            }
        }
        candidates.sort(Comparator.comparingLong(Window::bytes).thenComparingInt(Window::from));
        for (Window candidate : candidates) {
            if (chosen.size() < runsMax && isFree(candidate)) {
                choose(widened(candidate));
            }
        }
    }

    /// The fewest segments from here on that are worth a merge.
    private @Nullable Window shortest(int from) {
        long bytes = 0;
        long longest = 0;
        for (int i = from; i < segments.size(); i++) {
            bytes += bytes(i);
            longest = Math.max(longest, bytes(i));
            if (bytes > outputBytesMax) {
                return null;
            }
            if (i - from + 1 >= RUN_MIN && bytes >= 2 * longest) {
                return new Window(from, i + 1, bytes);
            }
        }
        return null;
    }

    /// Takes neighbours along as long as each is no longer than what is there already: for it, too, the output is
    /// at least twice as long.
    private Window widened(Window window) {
        int from = window.from();
        int to = window.to();
        long bytes = window.bytes();
        boolean grew = true;
        while (grew) {
            grew = false;
            if (to < segments.size() && fits(to, bytes)) {
                bytes += bytes(to++);
                grew = true;
            }
            if (from > 0 && fits(from - 1, bytes)) {
                bytes += bytes(--from);
                grew = true;
            }
        }
        return new Window(from, to, bytes);
    }

    private boolean fits(int at, long bytes) {
        return !taken[at] && bytes(at) <= bytes && bytes + bytes(at) <= outputBytesMax;
    }

    private boolean isFree(Window window) {
        for (int i = window.from(); i < window.to(); i++) {
            if (taken[i]) {
                return false;
            }
        }
        return true;
    }

    private void chooseDead() {
        for (int i = 0; i < segments.size(); i++) {
            if (!taken[i] && segments.get(i).isMostlyDead()) {
                choose(new Window(i, i + 1, bytes(i)));
            }
        }
    }

    private void choose(Window window) {
        chosen.add(window);
        for (int i = window.from(); i < window.to(); i++) {
            taken[i] = true;
        }
    }

    private List<Group> groups() {
        chosen.sort(Comparator.comparingInt(Window::from));
        List<Group> groups = new ArrayList<>();
        int at = 0;
        for (Window window : chosen) {
            stay(groups, at, window.from());
            List<SegmentFacts> sources = segments.subList(window.from(), window.to());
            long written =
                    sources.stream().mapToLong(SegmentFacts::remainingBytes).sum();
            groups.add(Group.of(sources, Math.max(1, written)));
            at = window.to();
        }
        stay(groups, at, segments.size());
        return groups;
    }

    /// What is not worth rewriting stays, changed or not.
    private void stay(List<Group> groups, int from, int to) {
        for (int i = from; i < to; i++) {
            groups.add(Group.of(segments.subList(i, i + 1), 0));
        }
    }

    private long bytes(int at) {
        return segments.get(at).liveBytes();
    }
}
