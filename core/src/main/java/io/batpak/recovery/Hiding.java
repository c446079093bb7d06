package io.batpak.recovery;

import io.batpak.format.VisibilityRanges;
import io.batpak.fs.FileFacts;
import io.batpak.fs.StoreFs;
import io.batpak.model.OpenReport;
import io.batpak.sidecar.HiddenRangesFile;
import java.util.Optional;

/// What cancelled fences hide: carried into the index, and cut back where it reaches above the recovered
/// events.
///
/// Ranges above them belong to frames that a crash took away. Left alone they would swallow new events, whose
/// sequences start exactly there.
final class Hiding {
    private Hiding() {}

    /// What [#cutBack] would do, without doing it.
    static Optional<OpenReport.Repair> planned(StoreFs fs, VisibilityRanges ranges, long nextSequence) {
        VisibilityRanges below = ranges.below(nextSequence);
        int after = below.isEmpty() ? 0 : below.encode().length;
        return below.equals(ranges) ? Optional.empty() : Optional.of(repair(length(fs), after, false));
    }

    /// Rewrites the file so that no range reaches `nextSequence`, durably; without any range left it goes.
    static Optional<OpenReport.Repair> cutBack(StoreFs fs, VisibilityRanges ranges, long nextSequence) {
        VisibilityRanges below = ranges.below(nextSequence);
        if (below.equals(ranges)) {
            return Optional.empty();
        }
        long before = length(fs);
        return Optional.of(repair(before, HiddenRangesFile.write(fs, below), true));
    }

    private static long length(StoreFs fs) {
        return fs.facts(HiddenRangesFile.NAME).map(FileFacts::length).orElse(0L);
    }

    private static OpenReport.Repair repair(long before, long after, boolean done) {
        return new OpenReport.Repair(
                HiddenRangesFile.NAME, "cut hidden ranges back to the events that are there", before, after, done);
    }
}
