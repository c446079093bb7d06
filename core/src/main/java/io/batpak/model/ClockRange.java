package io.batpak.model;

/// A range of clocks, that is, of places inside (entity, lane); not of sequences.
///
/// @param start first clock in the range, 0..4294967295
/// @param end last clock in the range, 0..4294967295
public record ClockRange(long start, long end) {
    /// @throws InvalidArgumentException if either end is out of range
    /// @throws InvalidRegionException if the start is behind the end
    public ClockRange {
        Ranges.u32("start", start);
        Ranges.u32("end", end);
        if (start > end) {
            throw InvalidRegionException.invertedClockRange(start, end);
        }
    }

    /// Whether the clock lies in the range, both ends included.
    public boolean contains(long clock) {
        return start <= clock && clock <= end;
    }
}
