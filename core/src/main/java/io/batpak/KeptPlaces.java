package io.batpak;

import io.batpak.fs.IoKind;
import io.batpak.fs.StoreFs;
import io.batpak.fs.StoreIoException;
import io.batpak.index.Index;
import io.batpak.model.Entry;
import io.batpak.segment.SegmentBirth;
import io.batpak.segment.SegmentName;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.LongPredicate;

/// Tells for which segments a place in a receipt can still be compared with where the event lies now.
///
/// A segment that a compaction has taken away, or put into the place of another, tells nothing. One that is younger
/// than the event is of the latter sort: the event was first written somewhere else, perhaps sessions ago.
final class KeptPlaces {
    private KeptPlaces() {}

    /// @param committed the event; without one there is nothing to compare
    static LongPredicate of(StoreFs fs, Index index, Optional<Entry> committed) {
        return segment -> index.keepsPlaces(segment)
                && committed.filter(event -> isOlder(fs, segment, event)).isPresent();
    }

    /// Whether a segment is there, and was when the event was committed.
    private static boolean isOlder(StoreFs fs, long segment, Entry event) {
        try {
            OptionalLong born = SegmentBirth.nanos(fs, SegmentName.of(segment).fileName());
            return born.isPresent() && TimeUnit.NANOSECONDS.toMillis(born.getAsLong()) <= event.wallMillis();
        } catch (StoreIoException e) {
            if (e.ioKind() == IoKind.NOT_FOUND) {
                return false;
            }
            throw e;
        }
    }
}
