package io.batpak.payload;

import io.batpak.error.StoreErrorKind;
import io.batpak.error.StoreException;
import io.batpak.model.EventHeader;
import io.batpak.model.EventKind;

/// An event was to be decoded as a type of another kind. Facts: `type`, `event_id`, `kind`, `expected`.
public final class KindMismatchException extends StoreException.Rejected {
    private static final long serialVersionUID = 1L;

    private final int expected;
    private final int actual;

    KindMismatchException(PayloadCodec<?> codec, EventHeader header) {
        super(
                StoreErrorKind.PAYLOAD_KIND_MISMATCH,
                Facts.event(header) + " is not a " + codec.name() + ", which is of kind " + codec.kind(),
                Facts.of(codec.name(), header)
                        .and("expected", codec.kind().hex())
                        .map());
        expected = codec.kind().raw();
        actual = header.kind().raw();
    }

    /// The kind of the type.
    public EventKind expected() {
        return EventKind.ofRaw(expected);
    }

    /// The kind of the event.
    public EventKind actual() {
        return EventKind.ofRaw(actual);
    }
}
