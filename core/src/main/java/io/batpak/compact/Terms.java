package io.batpak.compact;

import io.batpak.index.Index;
import io.batpak.model.FramePosition;
import io.batpak.model.Hash;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What a compaction has decided: the steps, and what becomes of each event. Immutable.
///
/// @param index what the rows belong to
/// @param survey the segments before
/// @param verdicts what becomes of each row
/// @param emptied rows that leave an empty tombstone instead of going
/// @param steps which segments become one
/// @param emptying what an empty tombstone is like
record Terms(Index index, Survey survey, Verdicts verdicts, BitSet emptied, List<Step> steps, Emptying emptying) {
    /// What a tombstone without content is like.
    ///
    /// @param framesStart where the first frame of an output begins, bytes
    /// @param hash of its payload
    /// @param length tells how long the frame becomes of the one that lies at a position
    record Emptying(long framesStart, Hash hash, EmptiedLength length) {}

    /// How long a frame is without its payload and extensions.
    interface EmptiedLength {
        /// Length of the emptied frame of the one that lies here, bytes.
        int of(FramePosition position);
    }

    /// Whether a row goes without a trace.
    boolean goes(int row) {
        return verdicts.isDropped(row) && !emptied.get(row);
    }

    /// The segments by id.
    Map<Long, Survey.Found> segments() {
        Map<Long, Survey.Found> found = new HashMap<>();
        survey.segments().forEach(segment -> found.put(segment.id(), segment));
        return found;
    }
}
