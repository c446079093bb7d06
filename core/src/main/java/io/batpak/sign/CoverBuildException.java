package io.batpak.sign;

import io.batpak.error.StoreErrorKind;
import io.batpak.error.StoreException;
import java.util.Map;

/// The bytes that a signature covers cannot be made: a text in them has no UTF-8 form, or they are too many.
/// Nothing was signed. Texts that the journal itself checked never lead here.
public final class CoverBuildException extends StoreException.Fault {
    private static final long serialVersionUID = 1L;

    private final String encodingError;

    CoverBuildException(String encodingError, Throwable cause) {
        super(StoreErrorKind.SERIALIZATION, "no cover to sign: " + encodingError, Map.of(), cause);
        this.encodingError = encodingError;
    }

    /// What the encoder said; for people, and for [SigningDowngrade].
    public String encodingError() {
        return encodingError;
    }
}
