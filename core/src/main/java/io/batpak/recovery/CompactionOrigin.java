package io.batpak.recovery;

import io.batpak.format.CompactionMarker;
import io.batpak.format.FrameView;
import io.batpak.format.SidxFooter;
import io.batpak.format.SidxRows;
import io.batpak.fs.StoreFile;
import io.batpak.fs.StoreFs;
import io.batpak.model.FramePosition;
import io.batpak.recovery.CompactionFacts.Origin;
import io.batpak.segment.SegmentBirth;
import io.batpak.segment.SegmentName;
import io.batpak.segment.SegmentScan;
import java.util.OptionalLong;

/// Looks whether a file that 0.9.0 left is the first source of a compaction or the merged segment. Reads the
/// sources from end to end if it has no footer, and keeps one event id.
final class CompactionOrigin implements SegmentScan.Sink {
    private long lastHigh;
    private long lastLow;
    private boolean any;
    private boolean searching;
    private boolean met;

    private CompactionOrigin() {}

    /// The answer for the segment that the marker names as merged; all other sources are there, too.
    ///
    /// @throws io.batpak.error.SegmentDamageException when bytes of one are wrong that no crash explains
    static Origin of(StoreFs fs, CompactionMarker marker) {
        SegmentName merged = SegmentName.of(marker.mergedId());
        if (endsInFooter(fs, merged)) {
            return Origin.of(true, false, false);
        }
        CompactionOrigin look = new CompactionOrigin();
        SegmentScan.run(fs, merged, false, look);
        look.searching = true;
        boolean newest = true;
        OptionalLong born = SegmentBirth.nanos(fs, merged.fileName());
        for (long id : marker.others()) {
            SegmentName other = SegmentName.of(id);
            OptionalLong otherBorn = SegmentBirth.nanos(fs, other.fileName());
            newest &= born.isPresent() && otherBorn.isPresent() && born.getAsLong() > otherBorn.getAsLong();
            SegmentScan.run(fs, other, false, look);
        }
        return Origin.of(false, newest, look.met);
    }

    private static boolean endsInFooter(StoreFs fs, SegmentName name) {
        try (StoreFile file = fs.openReadOnly(name.fileName())) {
            return !(SidxFooter.read(
                            (at, target, offset, count) -> file.readFully(target, offset, count, at), file.length())
                    instanceof SidxFooter.Found.None);
        }
    }

    @Override
    public void frame(FrameView frame, FramePosition position, long sequenceFloor) {
        event(frame.eventHigh(), frame.eventLow());
    }

    @Override
    public void row(SidxRows rows, long row) {
        event(rows.eventHigh(row), rows.eventLow(row));
    }

    private void event(long high, long low) {
        if (searching) {
            met |= any && high == lastHigh && low == lastLow;
        } else {
            lastHigh = high;
            lastLow = low;
            any = true;
        }
    }
}
