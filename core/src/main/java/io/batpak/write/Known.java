package io.batpak.write;

import io.batpak.format.IdempotencyRow;
import io.batpak.model.Coordinate;
import io.batpak.model.Entry;
import io.batpak.model.EventId;
import io.batpak.model.EventKind;
import io.batpak.model.Extensions;
import io.batpak.model.FramePosition;
import io.batpak.model.Hash;
import io.batpak.model.Receipt;
import io.batpak.sign.KeyRing;
import java.util.Optional;
import java.util.OptionalLong;

/// What is known of the event that was committed under a key: enough for its receipt and for a signature over
/// it.
///
/// @param sequence its place in commit order
/// @param clock its index in (entity, lane); empty when a compaction has dropped the event
/// @param position where its frame is, or was when a compaction dropped or emptied it
record Known(
        EventId eventId,
        long sequence,
        OptionalLong clock,
        Hash contentHash,
        Extensions extensions,
        FramePosition position,
        Coordinate at,
        EventKind kind,
        Hash previousHash)
        implements Committed {

    /// An event in the index. Reads its frame if nobody knows its extensions yet.
    static Known of(Entry entry) {
        return new Known(
                entry.eventId(),
                entry.sequence(),
                OptionalLong.of(entry.clock()),
                entry.eventHash(),
                entry.extensions(),
                entry.position(),
                entry.coordinate(),
                entry.kind(),
                entry.previousHash());
    }

    /// An event that is no longer in the log.
    static Known of(IdempotencyRow row) {
        return of(row, OptionalLong.empty());
    }

    /// An event of which only the place is left in the log.
    static Known of(IdempotencyRow row, long clock) {
        return of(row, OptionalLong.of(clock));
    }

    private static Known of(IdempotencyRow row, OptionalLong clock) {
        return new Known(
                row.eventId(),
                row.sequence(),
                clock,
                row.contentHash(),
                row.extensions(),
                row.position(),
                row.at(),
                row.kind(),
                row.previousHash());
    }

    /// The original receipt, sealed with today's key. The clock of an event that is no longer there is not known
    /// and shown as 0.
    @Override
    public Receipt receipt(KeyRing keys) {
        Receipt unsigned = new Receipt(
                eventId, sequence, clock.orElse(0), contentHash, Hash.ZERO, Optional.empty(), extensions, position);
        return keys.signs() ? keys.sign(unsigned, at, kind, previousHash) : unsigned;
    }
}
