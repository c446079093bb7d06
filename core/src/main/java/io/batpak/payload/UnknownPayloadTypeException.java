package io.batpak.payload;

import io.batpak.error.StoreErrorKind;
import io.batpak.error.StoreException;

/// No codec is known for a class. Facts: `type`.
public final class UnknownPayloadTypeException extends StoreException.Rejected {
    private static final long serialVersionUID = 1L;

    UnknownPayloadTypeException(Class<?> type) {
        super(
                StoreErrorKind.UNKNOWN_PAYLOAD_TYPE,
                type.getName() + " has no codec: annotate the record with @EventPayload and compile it with"
                        + " batpak-processor, or hand StoreConfig a PayloadRegistry with its codec; a named module"
                        + " needs `provides io.batpak.payload.PayloadProvider` as well",
                Facts.of(type.getName()).map());
    }
}
