package io.batpak.delivery;

import io.batpak.model.Entry;
import io.batpak.model.Region;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/// The newest gaps that a cursor came upon. Not for concurrent use.
final class GapRing {
    private final DeliverySource source;
    private final OptionalLong lane;
    private final int capacity;
    private final ArrayDeque<GapObservation> gaps = new ArrayDeque<>();

    /// @param capacity how many are kept, 0 for none
    GapRing(DeliverySource source, Region region, int capacity) {
        this.source = source;
        this.lane = region.lane();
        this.capacity = capacity;
    }

    /// Looks between each event and the one before it.
    void see(OptionalLong before, List<Entry> delivered) {
        if (capacity == 0) {
            return;
        }
        long expected = before.isPresent() ? before.getAsLong() + 1 : 0;
        for (Entry entry : delivered) {
            see(expected, entry.sequence());
            expected = entry.sequence() + 1;
        }
    }

    private void see(long expected, long delivered) {
        if (delivered <= expected) {
            return;
        }
        List<SequenceRange> hidden = source.hidden(lane, expected, delivered);
        if (!hidden.isEmpty()) {
            if (gaps.size() == capacity) {
                gaps.removeFirst();
            }
            gaps.addLast(new GapObservation(expected, delivered, hidden));
        }
    }

    List<GapObservation> take() {
        List<GapObservation> taken = new ArrayList<>(gaps);
        gaps.clear();
        return taken;
    }
}
