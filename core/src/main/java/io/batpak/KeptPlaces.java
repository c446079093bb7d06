package io.batpak;

import io.batpak.fs.IoKind;
import io.batpak.fs.StoreFs;
import io.batpak.fs.StoreIoException;
import io.batpak.index.Index;
import io.batpak.index.IndexView;
import io.batpak.model.Entry;
import io.batpak.segment.SegmentBirth;
import io.batpak.segment.SegmentName;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.LongPredicate;

/// Tells for which segments a place in a receipt can still be compared with where the event lies now.
///
/// A segment that a compaction has taken away, emptied, or put into the place of another, tells nothing. One that is
/// younger than the event, or than the first event that lies in it now, is of the latter sort: the event was first
/// written
/// somewhere else, perhaps sessions ago. (Where a clock was set back, an original can look like one, too.)
final class KeptPlaces {
    private KeptPlaces() {}

    /// @param committed the event; without one there is nothing to compare
    static LongPredicate of(StoreFs fs, Index index, Optional<Entry> committed) {
        return segment -> index.keepsPlaces(segment)
                && committed
                        .filter(event -> isOriginal(fs, index.view(), segment, event))
                        .isPresent();
    }

    /// Whether a segment is there, and was before the event was committed, and before all that is in it.
    private static boolean isOriginal(StoreFs fs, IndexView view, long segment, Entry event) {
        int first = view.firstIn(segment);
        if (first == view.committedCount() || view.committed(first).position().segment() != segment) {
            return false;
        }
        long oldest = Math.min(event.wallMillis(), view.committed(first).wallMillis());
        try {
            OptionalLong born = SegmentBirth.nanos(fs, SegmentName.of(segment).fileName());
            return born.isPresent() && TimeUnit.NANOSECONDS.toMillis(born.getAsLong()) <= oldest;
        } catch (StoreIoException e) {
            if (e.ioKind() == IoKind.NOT_FOUND) {
                return false;
            }
            throw e;
        }
    }
}
