package io.batpak.write;

import io.batpak.model.BatchItem;
import java.util.List;

/// A write on its way into the log: prepared by its caller, placed by the holder of the turn.
///
/// @param items the items of a batch as given; empty for a single event
/// @param events the prepared events, in order; one for a single event
/// @param isBatch whether all of them are committed as one
/// @param fence token of the fence it was handed to, 0 for none
/// @param reply what becomes of it
record Command(List<BatchItem> items, List<Prepared> events, boolean isBatch, long fence, Reply reply) {
    /// One event.
    static Command single(Prepared event, long fence, Reply reply) {
        return new Command(List.of(), List.of(event), false, fence, reply);
    }

    /// All items or none.
    static Command batch(List<BatchItem> items, List<Prepared> events, long fence, Reply reply) {
        return new Command(items, events, true, fence, reply);
    }
}
