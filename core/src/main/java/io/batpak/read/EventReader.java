package io.batpak.read;

import io.batpak.error.SegmentDamageException;
import io.batpak.error.StoreException;
import io.batpak.format.Damage;
import io.batpak.format.Decoded;
import io.batpak.format.FrameHead;
import io.batpak.format.FrameView;
import io.batpak.index.ExtensionSource;
import io.batpak.model.Coordinate;
import io.batpak.model.Entry;
import io.batpak.model.Extensions;
import io.batpak.model.FramePosition;
import io.batpak.model.HashChain;
import io.batpak.model.StoredEvent;
import io.batpak.segment.SegmentReads;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/// Reads single events from their frames.
///
/// Any thread. Every read checks the frame's checksum and that it holds the event that was asked for.
public final class EventReader implements ExtensionSource {
    private static final int SPARES = 16;

    private final SegmentReads reads;
    private final AtomicReferenceArray<@Nullable FrameView> spare = new AtomicReferenceArray<>(SPARES);

    public EventReader(SegmentReads reads) {
        this.reads = reads;
    }

    /// The event behind an index entry.
    ///
    /// @throws SegmentDamageException when its frame does not hold it
    public StoredEvent read(Entry entry) {
        FrameView view = borrow();
        try {
            return event(decoded(view, entry.position()), entry);
        } finally {
            giveBack(view);
        }
    }

    private static StoredEvent event(FrameView view, Entry entry) {
        FramePosition position = entry.position();
        if (view.eventHigh() != entry.eventId().high()
                || view.eventLow() != entry.eventId().low()) {
            throw damaged(position, "the frame holds another event than " + entry.eventId());
        }
        byte[] payload = switch (view.payload()) {
            case Decoded.Ok<byte[]>(byte[] bytes) -> bytes;
            case Decoded.Damaged<byte[]>(Damage damage) -> throw damaged(position, damage.detail());
        };
        HashChain chain = view.chain().orElseThrow(() -> damaged(position, "an event without a hash_chain"));
        return new StoredEvent(
                coordinate(view, position),
                view.header(),
                chain,
                new StoredEvent.Committed(entry.sequence(), position, view.extensions()),
                payload);
    }

    private static Coordinate coordinate(FrameView view, FramePosition position) {
        try {
            return Coordinate.of(view.entity(), view.scope());
        } catch (StoreException.Rejected e) {
            throw damaged(position, "its coordinate is refused: " + e.getMessage());
        }
    }

    @Override
    public Extensions read(FramePosition position) {
        FrameView view = borrow();
        try {
            return decoded(view, position).extensions();
        } finally {
            giveBack(view);
        }
    }

    private FrameView decoded(FrameView view, FramePosition position) {
        byte[] frame = reads.frame(position);
        Damage damage = view.decode(frame, FrameHead.BYTES, frame.length - FrameHead.BYTES);
        if (damage != null) {
            throw damaged(position, damage.detail());
        }
        return view;
    }

    /// A decoder costs more to make than a frame to decode; the few that readers use at once are kept.
    private FrameView borrow() {
        FrameView view = spare.getAndSet(slot(), null);
        return view == null ? new FrameView() : view;
    }

    private void giveBack(FrameView view) {
        spare.set(slot(), view);
    }

    private int slot() {
        return (int) (Thread.currentThread().threadId() % spare.length());
    }

    private static SegmentDamageException damaged(FramePosition position, String detail) {
        return SegmentDamageException.structure(position.segment(), position.offset(), detail);
    }
}
