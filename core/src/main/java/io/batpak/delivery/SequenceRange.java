package io.batpak.delivery;

import io.batpak.model.InvalidArgumentException;

/// Some sequences in a row.
///
/// @param start the first
/// @param end behind the last; above `start`
public record SequenceRange(long start, long end) {
    /// @throws InvalidArgumentException if it is empty or begins below 0
    public SequenceRange {
        if (start < 0) {
            throw new InvalidArgumentException("start", start, "0 or more");
        }
        if (end <= start) {
            throw new InvalidArgumentException("end", end, "above " + start);
        }
    }
}
