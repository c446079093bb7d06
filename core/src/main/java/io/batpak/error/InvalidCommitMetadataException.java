package io.batpak.error;

import java.util.Map;

/// What a caller says of its commit contradicts itself: it is the first event of a journal, at another place than
/// 0. Raised after the caller's own commit, which this does not undo.
public final class InvalidCommitMetadataException extends StoreException.Rejected {
    private static final long serialVersionUID = 1L;

    /// Describes the refusal.
    ///
    /// @param sequence the place that was named, unsigned
    public InvalidCommitMetadataException(long sequence) {
        super(
                StoreErrorKind.INVALID_COMMIT_METADATA,
                "the first event of a journal has sequence 0, not " + Long.toUnsignedString(sequence),
                Map.of("sequence", sequence));
    }
}
