package io.batpak.processor;

import io.batpak.model.CorrelationId;
import io.batpak.model.DagPosition;
import io.batpak.model.EventHeader;
import io.batpak.model.EventId;
import io.batpak.model.EventKind;
import io.batpak.model.Hash;
import java.util.Optional;

/// Headers of events that were never stored.
final class Headers {
    private Headers() {}

    static EventHeader of(EventKind kind, int version) {
        EventId id = new EventId(1, 2);
        return new EventHeader(
                id,
                CorrelationId.of(id),
                Optional.empty(),
                0,
                DagPosition.root(),
                0,
                kind,
                0,
                Hash.ZERO,
                version,
                Optional.empty());
    }
}
