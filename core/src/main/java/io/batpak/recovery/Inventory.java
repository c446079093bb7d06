package io.batpak.recovery;

import io.batpak.error.DirectoryMalformedException;
import io.batpak.fs.FileFacts;
import io.batpak.fs.StoreFs;
import io.batpak.segment.SegmentName;
import io.batpak.segment.StoreFileKind;
import io.batpak.sidecar.RunName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// What lies in the directory, by name.
///
/// @param segments the segments in log order
/// @param asides sources that a compaction of 0.9.0 gave another name
/// @param unfinished regular files that some interrupted step had prepared under a name nobody reads
/// @param runs names that end like those of our run files
/// @param malformed names that end like a segment's but hold no id; skipped
/// @param hasVisibilityRanges whether cancelled fences hide sequences
/// @param hasMarker whether a compaction was interrupted
public record Inventory(
        List<SegmentName> segments,
        List<String> asides,
        List<String> unfinished,
        List<String> runs,
        List<String> malformed,
        boolean hasVisibilityRanges,
        boolean hasMarker) {
    /// Lists and classifies the directory.
    ///
    /// @throws DirectoryMalformedException when it holds what this version cannot open without risking events
    public static Inventory of(StoreFs fs) {
        List<SegmentName> segments = new ArrayList<>();
        List<String> asides = new ArrayList<>();
        List<String> unfinished = new ArrayList<>();
        List<String> runs = new ArrayList<>();
        List<String> malformed = new ArrayList<>();
        boolean ranges = false;
        boolean marker = false;
        for (String name : fs.list()) {
            switch (StoreFileKind.of(name)) {
                case SEGMENT -> segments.add(usable(SegmentName.parse(name).orElseThrow()));
                case MALFORMED_SEGMENT -> malformed.add(name);
                case VISIBILITY_RANGES -> ranges = true;
                case COMPACTION_MARKER -> marker = true;
                case COMPACT_SOURCE -> asides.add(name);
                case OTHER -> {
                    if (StoreFileKind.isUnfinished(name) && isRegular(fs, name)) {
                        unfinished.add(name);
                    } else if (name.endsWith(RunName.EXTENSION)) {
                        runs.add(name);
                    }
                }
                case CHECKPOINT, MMAP_INDEX, IDEMPOTENCY, CURSORS, KEYSET -> {
                    // looked for by their exact names, or not needed to read events
                }
            }
        }
        segments.sort(Comparator.comparingLong(SegmentName::id));
        return new Inventory(
                List.copyOf(segments),
                List.copyOf(asides),
                List.copyOf(unfinished),
                List.copyOf(runs),
                List.copyOf(malformed),
                ranges,
                marker);
    }

    /// The same with other segments.
    Inventory with(List<SegmentName> counting) {
        return new Inventory(
                List.copyOf(counting), asides, unfinished, runs, malformed, hasVisibilityRanges, hasMarker);
    }

    /// The file that holds a segment which is there.
    SegmentName file(long segment) {
        int low = 0;
        int high = segments.size() - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (segments.get(middle).id() < segment) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return segments.get(low);
    }

    private static boolean isRegular(StoreFs fs, String name) {
        return fs.facts(name).map(FileFacts::regular).orElse(false);
    }

    private static SegmentName usable(SegmentName name) {
        if (name.id() < 0 || name.id() > Long.MAX_VALUE - 2) {
            throw new DirectoryMalformedException(name.fileName(), "segment ids above 2^63 - 3 are not supported");
        }
        if (!name.isCanonical()) {
            throw new DirectoryMalformedException(
                    name.fileName(),
                    "a segment of this id is read as "
                            + SegmentName.of(name.id()).fileName());
        }
        return name;
    }

    /// The highest segment id, 0 when there is no segment.
    public long highestSegment() {
        return segments.isEmpty() ? 0 : segments.getLast().id();
    }
}
