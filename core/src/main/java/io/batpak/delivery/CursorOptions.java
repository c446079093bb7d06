package io.batpak.delivery;

import io.batpak.model.InvalidArgumentException;
import java.util.OptionalLong;

/// Where a cursor begins and what it notes. Immutable; each method returns changed options.
///
/// @param after the sequence behind which it begins; empty for the beginning of the journal
/// @param gapsKept how many gaps it keeps, the oldest are forgotten first; 0 for none
public record CursorOptions(OptionalLong after, int gapsKept) {
    private static final CursorOptions FROM_THE_BEGINNING = new CursorOptions(OptionalLong.empty(), 0);

    /// @throws InvalidArgumentException if a number is negative
    public CursorOptions {
        if (after.isPresent() && after.getAsLong() < 0) {
            throw new InvalidArgumentException("after", after.getAsLong(), "0 or more");
        }
        if (gapsKept < 0) {
            throw new InvalidArgumentException("gapsKept", gapsKept, "0 or more");
        }
    }

    /// From the first event on, no gaps kept.
    public static CursorOptions fromTheBeginning() {
        return FROM_THE_BEGINNING;
    }

    /// From the first event behind this sequence on.
    public CursorOptions startingAfter(long sequence) {
        return new CursorOptions(OptionalLong.of(sequence), gapsKept);
    }

    /// Keeps so many gaps.
    public CursorOptions keepingGaps(int count) {
        return new CursorOptions(after, count);
    }
}
