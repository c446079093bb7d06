package io.batpak.model;

import io.batpak.error.StoreErrorKind;
import io.batpak.error.StoreException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Stored payload bytes cannot be shown as a [Value], or as what the kind of their event stands for. The bytes
/// themselves can still be read. Facts: `reason`.
public final class PayloadFormatException extends StoreException.Fault {
    private static final long serialVersionUID = 1L;

    /// Why there is no value.
    public enum Reason {
        /// The bytes end inside a value or are no MessagePack.
        MALFORMED("Malformed"),
        /// A `bin` or extension value, which JSON has no form for.
        NOT_REPRESENTABLE("NotRepresentable"),
        /// A map key is not text.
        KEY_NOT_TEXT("KeyNotText"),
        /// More than [Value#NESTING_MAX] containers inside each other.
        NESTED_TOO_DEEP("NestedTooDeep"),
        /// The payload is ciphertext.
        ENCRYPTED("Encrypted"),
        /// Readable, but not the payload that was asked for.
        OTHER_SHAPE("OtherShape");

        private final String wireName;

        Reason(String wireName) {
            this.wireName = wireName;
        }

        /// The name in facts.
        public String wireName() {
            return wireName;
        }
    }

    private final Reason reason;

    /// @param reason why there is no value
    /// @param message what was found, and where
    /// @param cause what the decoder said; null if there is nothing more
    public PayloadFormatException(Reason reason, String message, @Nullable Throwable cause) {
        super(StoreErrorKind.SERIALIZATION, message, Map.of("reason", reason.wireName()), cause);
        this.reason = reason;
    }

    /// Why there is no value.
    public Reason reason() {
        return reason;
    }
}
