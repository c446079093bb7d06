package io.batpak.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// What an open found in the directory and what it mended there.
///
/// @param openPath the main source of the index: `Runs` for our own run files, `Mmap` for `index.fbati`,
///     `Checkpoint` for `index.ckpt`, `Rebuild` for the segments themselves
/// @param restoredEntries committed events taken from that source, hidden ones included
/// @param tailEntries committed events taken from the segments behind it; 0 for `Rebuild`
/// @param elapsedMicros how long reading and mending took, microseconds
/// @param phases where that time went
/// @param mmapIndex what became of `index.fbati`
/// @param checkpoint what became of `index.ckpt`
/// @param kinds reserved kinds that the index shows as others
/// @param segments what each segment showed, in log order
/// @param repairs what a writable open changed before it went on; a read-only open changes nothing and lists
///     what a writable one would change
/// @param notices other findings worth knowing, in plain words
public record OpenReport(
        String openPath,
        long restoredEntries,
        long tailEntries,
        long elapsedMicros,
        Phases phases,
        Artifact mmapIndex,
        Artifact checkpoint,
        ReservedKinds kinds,
        List<SegmentFinding> segments,
        List<Repair> repairs,
        List<String> notices) {
    /// Keeps its own copies of the lists.
    public OpenReport {
        segments = List.copyOf(segments);
        repairs = List.copyOf(repairs);
        notices = List.copyOf(notices);
    }

    /// The same with one notice more.
    public OpenReport withNotice(String notice) {
        List<String> more = new ArrayList<>(notices);
        more.add(notice);
        return new OpenReport(
                openPath,
                restoredEntries,
                tailEntries,
                elapsedMicros,
                phases,
                mmapIndex,
                checkpoint,
                kinds,
                segments,
                repairs,
                more);
    }

    /// Parts of the elapsed time, microseconds. They do not overlap; what is in none of them is checking and
    /// mending.
    ///
    /// @param planMicros finding out what there is and which source to use
    /// @param internerMicros restoring the names of entities and scopes; 0 where rows and names come together
    /// @param restoreMicros restoring the rows
    /// @param hiddenRangesMicros loading what cancelled fences hide
    public record Phases(long planMicros, long internerMicros, long restoreMicros, long hiddenRangesMicros) {}

    /// What became of one index artifact of 0.9.0.
    ///
    /// @param status whether it was used
    /// @param invalidReason why it was not, when it was there and was tried
    public record Artifact(LoadStatus status, Optional<String> invalidReason) {
        /// Nobody looked at it.
        public static final Artifact NOT_TRIED = new Artifact(LoadStatus.NOT_TRIED, Optional.empty());
    }

    /// How often the index shows another kind than a footer or an artifact names, because the named one is
    /// reserved and of no known meaning. The frame keeps its kind. Immutable.
    ///
    /// @param count replacements, unsigned
    /// @param histogram replacements by raw kind, ascending
    public record Fallbacks(long count, SortedMap<Integer, Long> histogram) {
        /// No replacement.
        public static final Fallbacks NONE = new Fallbacks(0, Collections.emptySortedMap());

        /// Keeps its own copy of the histogram.
        public Fallbacks {
            histogram = Collections.unmodifiableSortedMap(new TreeMap<>(histogram));
        }
    }

    /// Reserved kinds of no known meaning, which the index shows as DATA or EFFECT_ERROR.
    ///
    /// @param system system kinds replaced during this open
    /// @param effect effect kinds replaced during this open
    /// @param allSystem the same over all opens that an artifact remembers, this one included
    /// @param allEffect the same over all opens that an artifact remembers, this one included
    public record ReservedKinds(Fallbacks system, Fallbacks effect, Fallbacks allSystem, Fallbacks allEffect) {
        /// Every kind is known.
        public static final ReservedKinds NONE =
                new ReservedKinds(Fallbacks.NONE, Fallbacks.NONE, Fallbacks.NONE, Fallbacks.NONE);
    }

    /// One segment as the open saw it.
    ///
    /// @param segment its id
    /// @param fileLength length of the file, bytes
    /// @param wholeLength bytes up to the end of the last whole frame; 0 when its preamble was never finished
    /// @param tail how its frames end: `CLEAN`, or what a crash left, see docs/guarantees.md
    /// @param footer whether a footer ends it; its checksum was proven unless a run or an artifact spoke for
    ///     it
    public record SegmentFinding(long segment, long fileLength, long wholeLength, String tail, boolean footer) {}

    /// One change to a file.
    ///
    /// @param file its name
    /// @param what what was done, in plain words
    /// @param fromLength length before, bytes
    /// @param toLength length after, bytes
    /// @param done false on a read-only open, which only reports
    public record Repair(String file, String what, long fromLength, long toLength, boolean done) {}
}
