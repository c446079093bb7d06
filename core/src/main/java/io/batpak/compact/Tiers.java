package io.batpak.compact;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Chooses what is worth rewriting so that a byte is rewritten a logarithmic number of times.
///
/// A run of four or more segments becomes one that is at least twice as long as the longest of them, so a byte can
/// pass through that only until its segment is full. Neighbours of which half is dead become one as well, and pay for
/// their rewriting with what they free. For the sake of either as much may be moved besides as is rewritten anyway or
/// as goes for good, whichever is more: a segment that is dead from end to end has nothing to rewrite, and is still
/// worth as much as it frees.
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

    /// Mostly dead neighbours together, as many as fit, each with the neighbours it can take along.
    private void chooseDead() {
        for (int from = 0; from < segments.size(); from++) {
            if (isFreeAndMostlyDead(from)) {
                int to = from + 1;
                long bytes = bytes(from);
                while (to < segments.size() && isFreeAndMostlyDead(to) && bytes + bytes(to) <= outputBytesMax) {
                    bytes += bytes(to++);
                }
                choose(widened(new Window(from, to, bytes)));
            }
        }
    }

    private boolean isFreeAndMostlyDead(int at) {
        return !taken[at] && segments.get(at).isMostlyDead();
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
            groups.add(Group.of(sources, worth(sources)));
            at = window.to();
        }
        stay(groups, at, segments.size());
        return groups;
    }

    /// How many bytes of other segments may be moved so that these become one: each byte that goes for good pays for
    /// this once, as no byte dies twice.
    private static long worth(List<SegmentFacts> sources) {
        long written = sources.stream().mapToLong(SegmentFacts::remainingBytes).sum();
        long freed = sources.stream().mapToLong(SegmentFacts::fileBytes).sum() - written;
        return Math.max(1, Math.max(written, freed));
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
