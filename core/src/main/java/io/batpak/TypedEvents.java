package io.batpak;

import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// Events of one payload type, read and decoded as they are iterated. Needs no closing; every iteration starts anew
/// over the same events. An event that cannot be read or decoded ends the iteration with its error.
///
/// @param <T> the payload type
public interface TypedEvents<T> extends Iterable<TypedEvent<T>> {
    /// The events as a sequential stream.
    default Stream<TypedEvent<T>> stream() {
        return StreamSupport.stream(spliterator(), false);
    }

    /// All events at once.
    default List<TypedEvent<T>> toList() {
        return stream().toList();
    }
}
