package io.batpak.read;

import io.batpak.model.Entry;
import io.batpak.model.FramePosition;
import io.batpak.model.StoredEvent;
import io.batpak.segment.SegmentReads;
import io.batpak.segment.SegmentSweep;
import java.util.Iterator;
import java.util.List;

/// Reads the events of entries one after another. One thread.
final class EventIterator implements Iterator<StoredEvent> {
    /// Entries further apart than this on average are not worth reading what lies between.
    private static final long BYTES_EACH_MAX = 4 << 10;

    private final Iterator<Entry> entries;
    private final SegmentSweep sweep;
    private final EventDecoder decoder = new EventDecoder();

    EventIterator(Iterator<Entry> entries, SegmentReads reads) {
        this.entries = entries;
        this.sweep = new SegmentSweep(reads);
    }

    /// The same for entries that are all at hand: where they stand close together they are read in few large pieces
    /// from the first one on.
    static EventIterator over(List<Entry> entries, SegmentReads reads) {
        EventIterator iterator = new EventIterator(entries.iterator(), reads);
        if (!entries.isEmpty()) {
            FramePosition first = entries.getFirst().position();
            FramePosition last = entries.getLast().position();
            long span = last.offset() + last.length() - first.offset();
            if (first.segment() == last.segment() && span > 0 && span / entries.size() <= BYTES_EACH_MAX) {
                iterator.sweep.expect(span);
            }
        }
        return iterator;
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
