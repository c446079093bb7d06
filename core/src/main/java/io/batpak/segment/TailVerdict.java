package io.batpak.segment;

/// What recovery does about a tail. The table is exhaustive, printed in docs/guarantees.md and walked by a
/// test.
///
/// A crash can only leave the end of a segment incomplete. Anything else is damage, and cutting damage off
/// would lose acknowledged events, so it is refused.
public enum TailVerdict {
    /// Everything in the segment is whole.
    ACCEPT,
    /// The last frame or the footer was never finished: everything before it counts, the rest is cut off.
    CUT,
    /// Bytes are wrong that a crash cannot explain. The open fails and changes nothing.
    REFUSE;

    /// The verdict on one tail.
    ///
    /// @param tail how the frames end
    /// @param newest whether this is the segment with the highest id
    public static TailVerdict of(Tail tail, boolean newest) {
        return switch (tail) {
            case CLEAN -> ACCEPT;
            // 0.9.0 may create the next segment before it syncs this one, so an older tail can be torn, too.
            case STUB, INCOMPLETE -> CUT;
            // Nothing is written behind a name before the preamble is durable; zeros are blocks never filled.
            case NO_PREAMBLE, ZEROS -> newest ? CUT : REFUSE;
            // What follows a sector that was never written was written after the last sync as well.
            case LOST_SECTOR -> newest ? CUT : REFUSE;
            // A footer cut short by a crash can look like a damaged one, but only where nothing was written after it.
            case UNPROVABLE -> newest ? CUT : REFUSE;
            case CHECKSUM, LENGTH_WORD, EMPTY_FRAME, HOLE, FRAMES_MISSING -> REFUSE;
        };
    }
}
