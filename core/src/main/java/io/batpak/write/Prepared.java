package io.batpak.write;

import io.batpak.model.AppendOptions;
import io.batpak.model.Coordinate;
import io.batpak.model.EventId;
import io.batpak.model.EventKind;
import io.batpak.model.Hash;
import io.batpak.model.Payload;

/// One event as far as its caller can make it without the turn: checked, hashed, named, but not yet placed.
///
/// @param timestampMicros when it was submitted, microseconds since 1970
record Prepared(
        Coordinate at,
        EventKind kind,
        Payload payload,
        Hash contentHash,
        EventId eventId,
        long timestampMicros,
        AppendOptions options) {
    /// Whether it is an event of the store's own about its opening or closing.
    boolean isLifecycle() {
        return kind.equals(EventKind.SYSTEM_OPEN_COMPLETED) || kind.equals(EventKind.SYSTEM_CLOSE_COMPLETED);
    }
}
