package io.batpak.model;

import java.util.List;

/// The way from an event back along its hash chain.
///
/// @param events the events found, newest first, the starting event included
/// @param boundary why the walk ended
public record Ancestry(List<StoredEvent> events, Boundary boundary) {
    /// Copies the list.
    public Ancestry {
        events = List.copyOf(events);
    }

    /// Why a walk ended.
    public sealed interface Boundary {
        /// The name in journal scripts, as in the reference.
        default String wireName() {
            return getClass().getSimpleName();
        }

        /// The last event found has no predecessor.
        record ReachedGenesis() implements Boundary {}

        /// As many events were found as were asked for.
        record LimitReached() implements Boundary {}

        /// The starting event is unknown or not visible; nothing was found.
        record NoAnchor() implements Boundary {}

        /// The predecessor of `child` is not in the store, for example because compaction dropped it.
        ///
        /// @param child the last event found
        record MissingParent(EventId child) implements Boundary {}

        /// An event could not be read.
        ///
        /// @param at that event; it is not among the events found
        record ReadFailure(EventId at) implements Boundary {}

        /// The walk came back to an event it had found before: the store is damaged.
        ///
        /// @param at that event
        record Cycle(EventId at) implements Boundary {}
    }
}
