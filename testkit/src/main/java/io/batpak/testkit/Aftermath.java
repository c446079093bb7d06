package io.batpak.testkit;

import java.util.List;

/// What a check of [CrashPoints] may know of the run that was cut off.
///
/// @param point where and how it was cut off, in words
/// @param acknowledged everything that the application had reported as done, in its order
/// @param promised those of them that must still be there: all after the death of the process, and after a power cut
///     those that a sync had covered, by the `durable` mark of the journal
public record Aftermath<A>(String point, List<A> acknowledged, List<A> promised) {
    /// Keeps its own copies of the lists.
    public Aftermath {
        acknowledged = List.copyOf(acknowledged);
        promised = List.copyOf(promised);
    }

    @Override
    public String toString() {
        return point + "; acknowledged " + acknowledged + ", promised " + promised;
    }
}
