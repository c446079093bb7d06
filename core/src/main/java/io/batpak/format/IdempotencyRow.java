package io.batpak.format;

import io.batpak.model.Coordinate;
import io.batpak.model.EventId;
import io.batpak.model.EventKind;
import io.batpak.model.Extensions;
import io.batpak.model.FramePosition;
import io.batpak.model.Hash;
import io.batpak.model.IdempotencyKey;

/// What `index.idemp` remembers of one keyed event: all that its receipt needs, also when the event is gone.
/// Immutable.
///
/// Sequences are unsigned. The position is where the frame was written first and stays so when a compaction
/// moves or drops the frame; the bits of its length are unsigned.
///
/// @param key the key, which is the event's id
/// @param eventId the same bits in every file that 0.9.0 or we wrote
/// @param sequence the event's place in commit order
/// @param position where its frame was written
/// @param contentHash BLAKE3 of the stored payload
/// @param previousHash hash of the event before it on (entity, lane), zero at a genesis
/// @param at its coordinate
/// @param kind its kind
/// @param recordedSequence what the window counts from; equal to `sequence`
/// @param evicted whether a compaction has dropped or emptied the event
/// @param extensions its receipt extensions; empty may mean that the writer did not know them
public record IdempotencyRow(
        IdempotencyKey key,
        EventId eventId,
        long sequence,
        FramePosition position,
        Hash contentHash,
        Hash previousHash,
        Coordinate at,
        EventKind kind,
        long recordedSequence,
        boolean evicted,
        Extensions extensions) {

    /// The same row, saying that its event is gone.
    public IdempotencyRow asEvicted() {
        return evicted
                ? this
                : new IdempotencyRow(
                        key,
                        eventId,
                        sequence,
                        position,
                        contentHash,
                        previousHash,
                        at,
                        kind,
                        recordedSequence,
                        true,
                        extensions);
    }
}
