package io.batpak.delivery;

import java.util.List;

/// Between two events that a cursor delivered lie events of cancelled fences. Other sequences that are left out,
/// because they lie outside of the region or were dropped, are no gap.
///
/// @param expected the sequence behind the one that was delivered before; 0 if none was
/// @param delivered the sequence that was delivered instead
/// @param cancelled what cancelled fences hide between the two, in order
public record GapObservation(long expected, long delivered, List<SequenceRange> cancelled) {
    /// Keeps its own copy of the list.
    public GapObservation {
        cancelled = List.copyOf(cancelled);
    }
}
