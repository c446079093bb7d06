package io.batpak.payload;

import io.batpak.error.StoreErrorKind;
import io.batpak.error.StoreException;
import io.batpak.model.EventHeader;

/// An event was written by a later version of its type than this program has. Facts: `type`, `event_id`, `kind`,
/// `stored`, `current`.
public final class PayloadFutureVersionException extends StoreException.Fault {
    private static final long serialVersionUID = 1L;

    private final int stored;
    private final int current;

    PayloadFutureVersionException(PayloadCodec<?> codec, EventHeader header) {
        super(
                StoreErrorKind.PAYLOAD_FUTURE_VERSION,
                Facts.event(header) + " has version " + header.payloadVersion() + " of " + codec.name()
                        + ", this program has version " + codec.version(),
                Facts.of(codec.name(), header)
                        .and("stored", header.payloadVersion())
                        .and("current", codec.version())
                        .map());
        stored = header.payloadVersion();
        current = codec.version();
    }

    /// The version of the event.
    public int stored() {
        return stored;
    }

    /// The version of the type.
    public int current() {
        return current;
    }
}
