package io.batpak.transfer;

import io.batpak.fs.FileFacts;
import io.batpak.fs.StoreFile;
import io.batpak.fs.StoreFs;
import io.batpak.segment.SegmentName;
import io.batpak.write.Housekeeping;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// What a journal consists of up to a point in its log.
///
/// @param fs the directory of the journal
/// @param point up to where; the hidden ranges and the keys are those of that point
/// @param segments the segments, ascending by id; the last one is the growing one
record BackupSource(StoreFs fs, Housekeeping.Point point, List<Segment> segments) {

    /// One segment.
    ///
    /// @param name its id and file
    /// @param length bytes it had when it was listed, or of the growing one those before the point
    /// @param prefix how many bytes count of the one that grew; empty for the others, which count whole
    record Segment(SegmentName name, long length, OptionalLong prefix) {
        /// How many bytes count of the open file.
        long length(StoreFile file) {
            return prefix.orElseGet(file::length);
        }
    }

    /// Lists the segments up to a point. Nothing may remove or replace them until the backup is made, but for
    /// footers that come behind them.
    static BackupSource upTo(StoreFs fs, Housekeeping.Point point) {
        List<Segment> segments = new ArrayList<>();
        for (String file : fs.list()) {
            Optional<SegmentName> name = SegmentName.parse(file);
            if (name.isEmpty() || Long.compareUnsigned(name.get().id(), point.segment()) > 0) {
                continue;
            }
            boolean grows = name.get().id() == point.segment();
            segments.add(
                    grows
                            ? new Segment(name.get(), point.offset(), OptionalLong.of(point.offset()))
                            : new Segment(name.get(), length(fs, file), OptionalLong.empty()));
        }
        segments.sort(Comparator.comparing(segment -> segment.name().id(), Long::compareUnsigned));
        return new BackupSource(fs, point, List.copyOf(segments));
    }

    private static long length(StoreFs fs, String file) {
        return fs.facts(file).map(FileFacts::length).orElse(0L);
    }
}
