package io.batpak.write;

import io.batpak.format.Kinds;
import io.batpak.index.IndexWriter;
import java.util.Arrays;
import java.util.BitSet;

/// Says of which rows it is certain whether their events were keyed.
///
/// That is so for this session. An earlier session is told by the file if it wrote it, as its end does, and if
/// nothing was left out since. The event that a close leaves is keyed and its key is the newest: so a session wrote
/// the file, and no later one lost it, if it has such an event whose key the file tells. A session without that
/// event was ended by a crash, or without a close. As only the newest keys are written, besides those of events
/// with extensions, no key is missing behind the oldest one that the file tells of an event without.
///
/// Immutable; one thread.
final class KeyKnowledge {
    private final BitSet keyed;
    private final int[] opens;
    private final int[] closes;
    private final int sessionStart;
    private final int toldFrom;

    /// @param keyed rows of keyed events
    /// @param extended those of them that have extensions
    /// @param sessionStart the first row of this session
    KeyKnowledge(IndexWriter index, BitSet keyed, BitSet extended, int sessionStart) {
        this.keyed = keyed;
        this.sessionStart = sessionStart;
        opens = index.rowsOfKind(Kinds.OPEN_COMPLETED);
        closes = index.rowsOfKind(Kinds.CLOSE_COMPLETED);
        BitSet plain = (BitSet) keyed.clone();
        plain.andNot(extended);
        toldFrom = plain.isEmpty() ? Integer.MAX_VALUE : plain.nextSetBit(0);
    }

    /// Whether the event in this row was keyed only if its bit is set.
    boolean tells(int row) {
        if (row >= sessionStart) {
            return true;
        }
        int close = firstFrom(closes, row);
        return row >= toldFrom && keyed.get(close) && close < firstFrom(opens, row + 1);
    }

    private static int firstFrom(int[] rows, int row) {
        int found = Arrays.binarySearch(rows, row);
        int at = found < 0 ? -found - 1 : found;
        return at == rows.length ? Integer.MAX_VALUE : rows[at];
    }

    /// The close of the session that the open in row `open` began, or -1.
    int closeBehind(int open) {
        int close = firstFrom(closes, open);
        return close < firstFrom(opens, open + 1) ? close : -1;
    }
}
