package io.batpak.write;

import io.batpak.format.IdempotencyRow;
import io.batpak.format.Kinds;
import io.batpak.format.TombstoneFrames;
import io.batpak.index.HiddenRanges;
import io.batpak.index.Index;
import io.batpak.index.IndexRow;
import io.batpak.model.Coordinate;
import io.batpak.model.EventId;
import io.batpak.model.EventKind;
import io.batpak.model.Extensions;
import io.batpak.model.FramePosition;
import io.batpak.model.Hash;
import io.batpak.model.IdempotencyKey;
import java.util.HashMap;
import java.util.Map;

/// An index of keyed events in memory, and rows of a file that fit it.
final class KeyRows {
    static final Coordinate AT = Coordinate.of("order:1", "shop");
    static final EventKind KIND = EventKind.of(0xF, 1);

    /// What the frames of rows without known extensions hold, by sequence; asking for any other is a bug.
    final Map<Long, Extensions> frames = new HashMap<>();

    final Index index = new Index(position -> {
        Extensions stored = frames.get(position.offset());
        if (stored == null) {
            throw new AssertionError("no frame is to be read: " + position);
        }
        return stored;
    });

    static EventId id(long key) {
        return new EventId(0, key);
    }

    static Extensions tagged(long value) {
        return Extensions.none().with("app.tag", new byte[] {(byte) value});
    }

    int insert(long key, long sequence, Extensions extensions) {
        return index.writer().insert(row(key, sequence).extensions(extensions));
    }

    /// As a footer gives it.
    int insertUnknown(long key, long sequence, Extensions inFrame) {
        frames.put(sequence, inFrame);
        return index.writer().insert(row(key, sequence).unknownExtensions());
    }

    int insertOfKind(long key, long sequence, int kind) {
        return index.writer().insert(row(key, sequence).kind(kind));
    }

    /// What a compaction leaves of an event that it empties.
    int insertEmptied(long key, long sequence) {
        return index.writer()
                .insert(row(key, sequence)
                        .kind(Kinds.TOMBSTONE)
                        .hashes(Hash.of(1, 0, 0, sequence), TombstoneFrames.emptiedHash()));
    }

    void hide(long start, long end) {
        index.hide(HiddenRanges.of(new long[] {start}, new long[] {end}), Map.of());
    }

    private static IndexRow row(long key, long sequence) {
        return new IndexRow()
                .sequence(sequence)
                .eventId(0, key)
                .coordinate(AT.entity(), AT.scope())
                .kind(KIND.raw())
                .at(0, 0, sequence, 1000)
                .hashes(Hash.of(1, 0, 0, sequence), hash(sequence))
                .position(1, sequence, 100);
    }

    static Hash hash(long sequence) {
        return Hash.of(2, 0, 0, sequence);
    }

    static IdempotencyRow stored(long key, long sequence, boolean evicted, Extensions extensions) {
        return told(key, sequence, hash(sequence), evicted, extensions);
    }

    /// What somebody writes who takes an emptied event for the one that was committed under the key.
    static IdempotencyRow tombstone(long key, long sequence) {
        return told(key, sequence, TombstoneFrames.emptiedHash(), false, Extensions.none());
    }

    private static IdempotencyRow told(
            long key, long sequence, Hash contentHash, boolean evicted, Extensions extensions) {
        return new IdempotencyRow(
                new IdempotencyKey(0, key),
                id(key),
                sequence,
                new FramePosition(1, sequence, 100),
                contentHash,
                Hash.of(1, 0, 0, sequence),
                AT,
                KIND,
                sequence,
                evicted,
                extensions);
    }
}
