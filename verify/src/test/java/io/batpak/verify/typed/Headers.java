package io.batpak.verify.typed;

import io.batpak.model.CorrelationId;
import io.batpak.model.DagPosition;
import io.batpak.model.EventHeader;
import io.batpak.model.EventId;
import io.batpak.model.EventKind;
import io.batpak.model.Hash;
import io.batpak.payload.PayloadRegistry;
import java.util.Optional;

/// Headers of events that were never stored, and the types of this package.
final class Headers {
    /// The event they all are.
    static final EventId ID = new EventId(7, 9);
    /// What the processor found here.
    static final PayloadRegistry TYPES = PayloadRegistry.discovered();

    private Headers() {}

    static EventHeader of(EventKind kind, int version) {
        return new EventHeader(
                ID,
                CorrelationId.of(ID),
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

    /// Of the kind and version of a type.
    static EventHeader of(Class<?> type) {
        return of(TYPES.codec(type).kind(), TYPES.codec(type).version());
    }

    static byte[] bytes(Object payload) {
        return TYPES.encode(payload).payload().bytes();
    }

    /// The same bytes read as the type of a sample.
    static Object decoded(Object sample, byte[] bytes) {
        return TYPES.decode(of(sample.getClass()), bytes, sample.getClass());
    }
}
