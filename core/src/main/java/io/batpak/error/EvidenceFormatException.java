package io.batpak.error;

import java.util.Map;

/// Bytes that should be a report, a manifest or another evidence value cannot be read as one. Nothing was
/// changed.
public final class EvidenceFormatException extends StoreException.Fault {
    private static final long serialVersionUID = 1L;

    /// Describes the refusal.
    ///
    /// @param value what the bytes should be
    /// @param detail what was found, and where
    public EvidenceFormatException(String value, String detail) {
        super(StoreErrorKind.SERIALIZATION, "the bytes are no " + value + ": " + detail, Map.of());
    }
}
