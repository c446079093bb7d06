package io.batpak.payload;

import io.batpak.error.StoreErrorKind;
import io.batpak.error.StoreException;

/// A codec written by hand declares version 0, which means untyped, or one above 65535. Nothing was stored. Facts:
/// `type`, `kind`, `version`.
public final class InvalidPayloadVersionException extends StoreException.Rejected {
    private static final long serialVersionUID = 1L;

    InvalidPayloadVersionException(PayloadCodec<?> codec) {
        super(
                StoreErrorKind.INVALID_PAYLOAD_VERSION,
                codec.name() + " declares version " + codec.version() + ", must be 1..65535",
                Facts.of(codec.name())
                        .and("kind", codec.kind().hex())
                        .and("version", codec.version())
                        .map());
    }
}
