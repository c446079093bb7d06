package io.batpak.read;

import io.batpak.error.SegmentDamageException;
import io.batpak.error.StoreException;
import io.batpak.format.Damage;
import io.batpak.format.Decoded;
import io.batpak.format.FrameHead;
import io.batpak.format.FrameView;
import io.batpak.model.Coordinate;
import io.batpak.model.Entry;
import io.batpak.model.FramePosition;
import io.batpak.model.HashChain;
import io.batpak.model.StoredEvent;

/// Makes events of frames, and proves that a frame holds the event that the index says.
///
/// One thread at a time.
final class EventDecoder {
    /// The frame that was decoded last.
    final FrameView view = new FrameView();
    private final KnownCoordinates known = new KnownCoordinates();

    /// The frame at `position`, whose body begins at `at`; valid until the next call.
    FrameView frame(byte[] bytes, int at, FramePosition position) {
        Damage damage = view.decode(bytes, at, position.length() - FrameHead.BYTES);
        if (damage != null) {
            throw damaged(position, damage.detail());
        }
        return view;
    }

    /// The event of `entry`, whose frame's body begins at `at`.
    ///
    /// @throws SegmentDamageException when the frame holds another event, or none
    StoredEvent event(byte[] bytes, int at, Entry entry, FramePosition position) {
        Coordinate coordinate = proven(bytes, at, entry, position);
        return event(view, coordinate, entry, position);
    }

    /// Decodes the frame of `entry`, whose body begins at `at`, and proves that it is its own.
    ///
    /// @return where the event belongs
    /// @throws SegmentDamageException when the frame holds another event, or none
    Coordinate proven(byte[] bytes, int at, Entry entry, FramePosition position) {
        FrameView frame = frame(bytes, at, position);
        if (frame.eventHigh() != entry.eventId().high()
                || frame.eventLow() != entry.eventId().low()
                || frame.lane() != entry.lane()
                || frame.clock() != entry.clock()) {
            throw damaged(position, "the frame holds another event than " + entry.eventId());
        }
        Coordinate coordinate = coordinate(frame, entry, position);
        if (!frame.hasChain()) {
            throw damaged(position, "an event without a hash_chain");
        }
        return coordinate;
    }

    /// The event of `entry` in a frame that was proven to be its own.
    ///
    /// @throws SegmentDamageException when something in it is no event
    static StoredEvent event(FrameView frame, Coordinate coordinate, Entry entry, FramePosition position) {
        byte[] payload = switch (frame.payload()) {
            case Decoded.Ok<byte[]>(byte[] stored) -> stored;
            case Decoded.Damaged<byte[]>(Damage damage) -> throw damaged(position, damage.detail());
        };
        HashChain chain = frame.chain().orElseThrow();
        return new StoredEvent(
                coordinate,
                frame.header(),
                chain,
                new StoredEvent.Committed(entry.sequence(), position, frame.extensions()),
                payload);
    }

    /// The names that the index has in memory anyway, once the frame's bytes were found to say the same.
    private Coordinate coordinate(FrameView frame, Entry entry, FramePosition position) {
        String entity = entry.entity();
        String scope = entry.scope();
        Coordinate found;
        try {
            found = known.of(frame, entity, scope);
        } catch (StoreException.Rejected e) {
            throw damaged(position, "its coordinate is refused: " + e.getMessage());
        }
        if (found == null) {
            throw damaged(position, "the frame holds another coordinate than " + entity + "@" + scope);
        }
        return found;
    }

    static SegmentDamageException damaged(FramePosition position, String detail) {
        return SegmentDamageException.structure(position.segment(), position.offset(), detail);
    }
}
