package io.batpak.evidence;

import io.batpak.model.EventId;
import io.batpak.model.Hash;
import io.batpak.model.Receipt;
import java.util.Optional;

/// Where a walk along a chain begins and ends. Immutable.
///
/// @param start the event it begins with
/// @param startHash the hash that event should have; empty if whoever asks does not know
/// @param end the event it should end with; empty for the first of the chain
/// @param limit at most so many events, unsigned
public record ChainWalkRequest(EventId start, Optional<Hash> startHash, Optional<EventId> end, long limit) {
    private static final long NO_LIMIT = -1;

    /// From this event to the first of its chain.
    public static ChainWalkRequest from(EventId start) {
        return new ChainWalkRequest(start, Optional.empty(), Optional.empty(), NO_LIMIT);
    }

    /// From the event of a receipt, which must have the hash in the receipt, to the first of its chain.
    public static ChainWalkRequest from(Receipt receipt) {
        return new ChainWalkRequest(receipt.eventId(), Optional.of(receipt.contentHash()), Optional.empty(), NO_LIMIT);
    }

    /// The same, but to this event.
    public ChainWalkRequest to(EventId last) {
        return new ChainWalkRequest(start, startHash, Optional.of(last), limit);
    }

    /// The same with at most so many events, unsigned.
    public ChainWalkRequest atMost(long events) {
        return new ChainWalkRequest(start, startHash, end, events);
    }
}
