package io.batpak.compact;

import io.batpak.format.Preamble;
import io.batpak.index.Index;
import io.batpak.model.FramePosition;
import io.batpak.model.Hash;
import java.util.BitSet;
import java.util.List;

/// What a compaction has decided: the steps, and what becomes of each event. Immutable.
///
/// @param index what the rows belong to
/// @param survey the segments before
/// @param verdicts what becomes of each row
/// @param emptied rows that leave an empty tombstone instead of going
/// @param steps which segments become one
/// @param form what outputs and their empty tombstones are like
record Terms(Index index, Survey survey, Verdicts verdicts, BitSet emptied, List<Step> steps, Form form) {
    /// What outputs are like, and tombstones without content.
    ///
    /// @param createdNanos for the preambles, nanoseconds since 1970
    /// @param emptiedHash hash of the payload of an empty tombstone
    /// @param emptiedLength tells how long the frame becomes of the one that lies at a position
    record Form(long createdNanos, Hash emptiedHash, EmptiedLength emptiedLength) {
        /// Where the first frame of an output begins, bytes.
        long framesStart(long output) {
            return Preamble.encode(output, createdNanos).length;
        }
    }

    /// How long a frame is without its payload and extensions.
    interface EmptiedLength {
        /// Length of the emptied frame of the one that lies here, bytes.
        int of(FramePosition position);
    }

    /// Whether a row goes without a trace.
    boolean goes(int row) {
        return verdicts.isDropped(row) && !emptied.get(row);
    }

    /// A finished segment.
    ///
    /// @throws IllegalArgumentException if there is no such segment
    Survey.Found segment(long id) {
        return survey.segment(id);
    }
}
