package io.batpak.recovery;

import io.batpak.format.CompactionMarker;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;

/// What an open knows of a compaction that did not get to its end.
///
/// @param marker what it was about to do
/// @param segments ids of the segment files that are there, ascending
/// @param finalLength length of the file with the merged segment's name, bytes; empty if it is not there
/// @param aside whether the first source is there under another name (`NNNNNN.fbat.compact-src`)
/// @param origin what the file with the merged segment's name is, where that matters
public record CompactionFacts(
        CompactionMarker marker, List<Long> segments, OptionalLong finalLength, boolean aside, Origin origin) {
    /// Keeps its own copy of the list.
    public CompactionFacts {
        segments = List.copyOf(segments);
    }

    /// What a file is whose name 0.9.0 uses for the first source and for the merged segment.
    public enum Origin {
        /// Nobody has looked.
        UNREAD,
        /// The first source: nothing was replaced yet.
        SOURCE,
        /// The merged segment.
        MERGED,
        /// It could be either.
        UNCLEAR;

        /// The answer for what was found in the file. 0.9.0 gives the merged segment no footer, creates it after
        /// all sources, and copies the events in the order of the sources.
        ///
        /// @param footer whether a footer ends it
        /// @param newest whether it was created after every other source
        /// @param endsInAnother whether its last event is one of another source's as well
        static Origin of(boolean footer, boolean newest, boolean endsInAnother) {
            if (footer) {
                return SOURCE;
            }
            if (newest != endsInAnother) {
                return UNCLEAR; // a clock was set back, or every later event was dropped
            }
            return newest ? MERGED : SOURCE;
        }
    }

    /// The same with the origin known.
    CompactionFacts with(Origin known) {
        return new CompactionFacts(marker, segments, finalLength, aside, known);
    }

    /// The sources that are there under their own name, but the one whose name the merged segment has.
    List<Long> othersThere() {
        return marker.others().stream()
                .filter(new HashSet<>(segments)::contains)
                .toList();
    }

    /// Whether every source that has a name of its own is there.
    boolean allOthersThere() {
        return new HashSet<>(segments).containsAll(marker.others());
    }
}
