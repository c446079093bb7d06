package io.batpak.recovery;

import io.batpak.error.DirectoryMalformedException;
import io.batpak.fs.StoreFs;
import io.batpak.segment.SegmentName;
import io.batpak.segment.StoreFileKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// What lies in the directory, by name.
///
/// @param segments the segments in log order
/// @param staged files that some interrupted step had prepared under a name nobody reads
/// @param malformed names that end like a segment's but hold no id; skipped
/// @param hasVisibilityRanges whether cancelled fences hide sequences
/// @param hasArtifact whether 0.9.0 left an index artifact, which may know sequences that nothing else tells
public record Inventory(
        List<SegmentName> segments,
        List<String> staged,
        List<String> malformed,
        boolean hasVisibilityRanges,
        boolean hasArtifact) {
    /// Lists and classifies the directory.
    ///
    /// @throws DirectoryMalformedException when it holds what this version cannot open without risking events
    public static Inventory of(StoreFs fs) {
        List<SegmentName> segments = new ArrayList<>();
        List<String> staged = new ArrayList<>();
        List<String> malformed = new ArrayList<>();
        boolean ranges = false;
        boolean artifact = false;
        for (String name : fs.list()) {
            switch (StoreFileKind.of(name)) {
                case SEGMENT -> segments.add(usable(SegmentName.parse(name).orElseThrow()));
                case MALFORMED_SEGMENT -> malformed.add(name);
                case VISIBILITY_RANGES -> ranges = true;
                case COMPACTION_MARKER ->
                    throw new DirectoryMalformedException(
                            name,
                            "a compaction was interrupted here, and this version cannot finish it; "
                                    + "nothing was changed");
                case OTHER -> {
                    if (name.endsWith(StoreFileKind.STAGED_SUFFIX)) {
                        staged.add(name);
                    }
                }
                case CHECKPOINT, MMAP_INDEX -> artifact = true;
                case COMPACT_SOURCE, IDEMPOTENCY, CURSORS, KEYSET -> {
                    // not needed to read events
                }
            }
        }
        segments.sort(Comparator.comparingLong(SegmentName::id));
        return new Inventory(List.copyOf(segments), List.copyOf(staged), List.copyOf(malformed), ranges, artifact);
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

    /// Whether some id below the highest is unused. A later compaction needs one for its output.
    public boolean hasUnusedId() {
        long positive = segments.stream().filter(name -> name.id() > 0).count();
        return positive < highestSegment();
    }
}
