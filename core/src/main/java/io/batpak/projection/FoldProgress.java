package io.batpak.projection;

/// How far a read model has come on its way to the end of the journal. A value.
///
/// @param from sequence behind which it began, -1 for the first event
/// @param at everything up to this sequence is folded
/// @param to sequence of the last event that it goes to
public record FoldProgress(long from, long at, long to) {
    /// The share that is done, 0 to 1.
    public double done() {
        return to <= from ? 1 : (double) (at - from) / (to - from);
    }
}
