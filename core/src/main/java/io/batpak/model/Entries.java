package io.batpak.model;

import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// The answer to a query: index entries over a frozen view of the journal.
///
/// Lazy, repeatable, needs no closing; any thread may iterate. Events committed after the query are not in it.
public interface Entries extends Iterable<Entry> {
    /// The entries as a sequential stream.
    default Stream<Entry> stream() {
        return StreamSupport.stream(spliterator(), false);
    }

    /// All entries at once.
    default List<Entry> toList() {
        return stream().toList();
    }
}
