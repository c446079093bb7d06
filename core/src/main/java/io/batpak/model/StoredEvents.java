package io.batpak.model;

import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// Events over a frozen view of the journal, read from disk as they are iterated.
///
/// Lazy, repeatable, needs no closing; any thread may iterate, one per iterator. Events committed after the call
/// are not in it. An iterator keeps at most some hundred KiB in memory, more only for a single larger event. It
/// throws what a read of the event throws, and may go on behind an event that cannot be read; after the journal
/// was closed it throws `StoreClosedException`, at the latest when it has to read on.
public interface StoredEvents extends Iterable<StoredEvent> {
    /// The events as a sequential stream.
    default Stream<StoredEvent> stream() {
        return StreamSupport.stream(spliterator(), false);
    }

    /// All events at once, with their payloads in memory.
    default List<StoredEvent> toList() {
        return stream().toList();
    }
}
