package io.batpak.read;

import io.batpak.format.FrameHead;
import io.batpak.fs.Retirable;
import io.batpak.index.ExtensionSource;
import io.batpak.model.Entry;
import io.batpak.model.Extensions;
import io.batpak.model.FramePosition;
import io.batpak.model.StoredEvent;
import io.batpak.model.StoredEvents;
import io.batpak.segment.FrameBuffer;
import io.batpak.segment.SegmentReads;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/// Reads events from their frames, one or many.
///
/// Any thread. Every read checks the frame's checksum and that it holds the event that was asked for.
public final class EventReader implements ExtensionSource {
    private static final int SPARES = 16;

    private final SegmentReads reads;
    private final SweepDesk.Pool desks;
    private final AtomicReferenceArray<@Nullable Desk> spare = new AtomicReferenceArray<>(SPARES);

    /// What one read needs; costs more to make than a frame to decode, so the few that are in use at once are
    /// kept.
    private static final class Desk {
        final FrameBuffer buffer = new FrameBuffer();
        final EventDecoder decoder = new EventDecoder();
    }

    /// Reads through `reads`.
    public EventReader(SegmentReads reads) {
        this.reads = reads;
        this.desks = new SweepDesk.Pool(reads);
    }

    /// The event behind an index entry.
    ///
    /// @throws SegmentDamageException when its frame does not hold it
    /// @throws StoreClosedException after the close of the store
    public StoredEvent read(Entry entry) {
        FramePosition position = entry.position();
        Desk desk = borrow();
        try {
            reads.frame(position, segmentOf(entry), desk.buffer);
            return desk.decoder.event(desk.buffer.array(), FrameHead.BYTES, entry, position);
        } finally {
            giveBack(desk);
        }
    }

    /// The events behind index entries, in their order; read as far as they are iterated, in large pieces where
    /// their frames stand close together.
    ///
    /// Needs no closing. Errors as for [#read(Entry)], thrown by the iterator; it then stands behind that event.
    public StoredEvents readAll(Iterable<Entry> entries) {
        return () -> new EventIterator(cursor(entries.iterator()));
    }

    /// The same for entries that are all at hand, for example a batch.
    public StoredEvents readBatch(List<Entry> entries) {
        return () -> new EventIterator(EventCursor.over(entries, desks));
    }

    /// The same for whoever does not want all of each event.
    public EventCursor cursor(Iterator<Entry> entries) {
        return new EventCursor(entries, desks);
    }

    /// The file that an entry means by the id of its segment.
    static Retirable segmentOf(Entry entry) {
        return entry instanceof Retirable file ? file : Retirable.NEVER;
    }

    @Override
    public Extensions read(FramePosition position) {
        return read(position, Retirable.NEVER);
    }

    @Override
    public Extensions read(FramePosition position, Retirable segment) {
        Desk desk = borrow();
        try {
            reads.frame(position, segment, desk.buffer);
            return desk.decoder
                    .frame(desk.buffer.array(), FrameHead.BYTES, position)
                    .extensions();
        } finally {
            giveBack(desk);
        }
    }

    private Desk borrow() {
        Desk desk = spare.getAndSet(slot(), null);
        return desk == null ? new Desk() : desk;
    }

    private void giveBack(Desk desk) {
        spare.set(slot(), desk);
    }

    private int slot() {
        return (int) (Thread.currentThread().threadId() % spare.length());
    }
}
