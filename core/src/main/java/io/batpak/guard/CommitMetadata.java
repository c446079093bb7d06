package io.batpak.guard;

import io.batpak.error.InvalidCommitMetadataException;
import io.batpak.model.EventId;
import io.batpak.model.Hash;
import io.batpak.model.Receipt;

/// Where a commit went. Immutable.
///
/// @param eventId the event
/// @param sequence its place in commit order, unsigned
/// @param hash the hash of its payload
/// @param genesis whether it is the first event of its journal, by the caller's word; sequence 0 alone does not
///     say so
public record CommitMetadata(EventId eventId, long sequence, Hash hash, boolean genesis) {
    /// @throws InvalidCommitMetadataException if it is the first event and its sequence is not 0
    public CommitMetadata {
        if (genesis && sequence != 0) {
            throw new InvalidCommitMetadataException(sequence);
        }
    }

    /// An event that is not said to be the first.
    public static CommitMetadata of(EventId eventId, long sequence, Hash hash) {
        return new CommitMetadata(eventId, sequence, hash, false);
    }

    /// The first event of a journal.
    public static CommitMetadata genesis(EventId eventId, Hash hash) {
        return new CommitMetadata(eventId, 0, hash, true);
    }

    /// The event of a receipt.
    public static CommitMetadata of(Receipt receipt) {
        return of(receipt.eventId(), receipt.sequence(), receipt.contentHash());
    }
}
