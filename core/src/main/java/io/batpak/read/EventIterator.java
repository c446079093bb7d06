package io.batpak.read;

import io.batpak.model.Entry;
import io.batpak.model.FramePosition;
import io.batpak.model.StoredEvent;
import io.batpak.segment.SegmentReads;
import io.batpak.segment.SegmentSweep;
import java.util.Iterator;

/// Reads the events of entries one after another. One thread.
final class EventIterator implements Iterator<StoredEvent> {
    private final Iterator<Entry> entries;
    private final SegmentSweep sweep;
    private final EventDecoder decoder = new EventDecoder();

    EventIterator(Iterator<Entry> entries, SegmentReads reads) {
        this.entries = entries;
        this.sweep = new SegmentSweep(reads);
    }

    @Override
    public boolean hasNext() {
        return entries.hasNext();
    }

    @Override
    public StoredEvent next() {
        Entry entry = entries.next();
        FramePosition position = entry.position();
        int body = sweep.bodyAt(position, EventReader.segmentOf(entry));
        return decoder.event(sweep.array(), body, entry, position);
    }
}
