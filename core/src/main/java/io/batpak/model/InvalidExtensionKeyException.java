package io.batpak.model;

import io.batpak.error.StoreErrorKind;
import io.batpak.error.StoreException;
import java.util.Map;

/// A text cannot be the key of a receipt extension. Facts: `reason`.
public final class InvalidExtensionKeyException extends StoreException.Rejected {
    private static final long serialVersionUID = 1L;

    /// The rule that was broken, in the order in which the rules are checked.
    public enum Reason {
        /// The key is empty.
        EMPTY("Empty"),
        /// The key has a character above U+007F.
        NON_ASCII("NonAscii"),
        /// The key has more than [Extensions#KEY_BYTES_MAX] bytes.
        TOO_LONG("TooLong"),
        /// The key is not two non-empty halves around exactly one dot.
        INVALID_NAMESPACE_FORMAT("InvalidNamespaceFormat"),
        /// The half before the dot is `batpak`, which belongs to the store.
        RESERVED_NAMESPACE("ReservedNamespace");

        private final String wireName;

        Reason(String wireName) {
            this.wireName = wireName;
        }

        /// The variant name in the reference.
        public String wireName() {
            return wireName;
        }
    }

    private final Reason reason;

    InvalidExtensionKeyException(Reason reason) {
        super(
                StoreErrorKind.INVALID_EXTENSION_KEY,
                "invalid extension key: " + reason.wireName(),
                Map.of("reason", reason.wireName()));
        this.reason = reason;
    }

    /// The rule that was broken.
    public Reason reason() {
        return reason;
    }
}
