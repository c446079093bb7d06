package io.batpak.transfer;

import io.batpak.index.IndexView;
import io.batpak.model.EventId;
import io.batpak.write.Committer;
import java.util.BitSet;
import java.util.List;
import java.util.function.Supplier;

/// The journal that events are imported into. Threads: share freely.
///
/// @param view what is visible now; refuses when the journal is closed
/// @param committer appends
/// @param batchEventsMax items of one batch
/// @param batchBytesMax payloads and encoded extensions of one batch, bytes
/// @param appendBytesMax payload and encoded extensions of one event, bytes
public record ImportTarget(
        Supplier<IndexView> view, Committer committer, int batchEventsMax, int batchBytesMax, int appendBytesMax) {
    /// Which of these keys have an event here, or had one that a compaction has dropped; by index.
    BitSet known(List<EventId> keys) {
        IndexView now = view.get();
        BitSet known = new BitSet(keys.size());
        for (int i = 0; i < keys.size(); i++) {
            known.set(i, now.find(keys.get(i)).isPresent());
        }
        if (known.cardinality() < keys.size()) {
            known.or(committer.ofDropped(keys));
        }
        return known;
    }
}
