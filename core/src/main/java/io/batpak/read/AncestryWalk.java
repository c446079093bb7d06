package io.batpak.read;

import io.batpak.error.ConfigurationException;
import io.batpak.error.StoreException;
import io.batpak.index.IndexView;
import io.batpak.model.Ancestry;
import io.batpak.model.Ancestry.Boundary;
import io.batpak.model.Entry;
import io.batpak.model.EventId;
import io.batpak.model.StoredEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Walks from an event to its predecessors on the same (entity, lane), newest first.
///
/// The predecessor is the event one clock earlier, and its hash must be the one that the link names. Every
/// event on the way is read, so that an unreadable one ends the walk instead of being vouched for.
public final class AncestryWalk {
    private AncestryWalk() {}

    /// Walks from `anchor` back to its genesis, or until something stops it.
    ///
    /// @param limit how many events the answer may hold, 0 or more
    public static Ancestry walk(IndexView view, EventReader reader, EventId anchor, int limit) {
        if (limit < 0) {
            throw new ConfigurationException("limit", limit, "0 or more");
        }
        Optional<Entry> found = view.find(anchor);
        if (found.isEmpty()) {
            return new Ancestry(List.of(), new Boundary.NoAnchor());
        }
        List<StoredEvent> events = new ArrayList<>();
        Entry current = found.get();
        while (events.size() < limit) {
            Optional<StoredEvent> event = read(reader, current);
            if (event.isEmpty()) {
                return new Ancestry(events, new Boundary.ReadFailure(current.eventId()));
            }
            events.add(event.get());
            if (current.previousHash().isZero()) {
                return new Ancestry(events, new Boundary.ReachedGenesis());
            }
            Entry child = current;
            Optional<Entry> parent = view.predecessor(child)
                    .filter(candidate -> candidate.eventHash().equals(child.previousHash()));
            if (parent.isEmpty()) {
                return new Ancestry(events, new Boundary.MissingParent(child.eventId()));
            }
            current = parent.get();
        }
        return new Ancestry(events, new Boundary.LimitReached());
    }

    /// A damaged or vanished frame is an answer here, not a failure of the walk.
    private static Optional<StoredEvent> read(EventReader reader, Entry entry) {
        try {
            return Optional.of(reader.read(entry));
        } catch (StoreException.Fault | StoreException.Busy e) {
            System.getLogger("io.batpak")
                    .log(System.Logger.Level.WARNING, "an ancestry walk ends at the unreadable " + entry.eventId(), e);
            return Optional.empty();
        }
    }
}
