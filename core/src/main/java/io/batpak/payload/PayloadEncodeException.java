package io.batpak.payload;

import io.batpak.error.StoreErrorKind;
import io.batpak.error.StoreException;

/// An object has no stored form: a null where none may be, text that UTF-8 cannot express, a negative duration.
/// Nothing was stored. Facts: `type`, `field`.
public final class PayloadEncodeException extends StoreException.Rejected {
    private static final long serialVersionUID = 1L;

    private final String field;

    PayloadEncodeException(PayloadCodec<?> codec, String field, RuntimeException cause) {
        super(
                StoreErrorKind.SERIALIZATION,
                codec.name() + " has no stored form: " + (field.isEmpty() ? "" : "field `" + field + "`: ")
                        + cause.getMessage(),
                Facts.of(codec.name()).and("field", field).map(),
                cause);
        this.field = field;
    }

    /// The field that is wrong; empty if it is the object itself.
    public String field() {
        return field;
    }
}
