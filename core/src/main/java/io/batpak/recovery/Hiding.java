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

    /// Rewrites the file so that no range reaches `nextSequence`, durably; without any range left it goes.
    static Optional<OpenReport.Repair> cutBack(StoreFs fs, VisibilityRanges ranges, long nextSequence) {
        VisibilityRanges below = ranges.below(nextSequence);
        if (below.equals(ranges)) {
            return Optional.empty();
        }
        String name = HiddenRangesFile.NAME;
        long before = fs.facts(name).map(FileFacts::length).orElse(0L);
        long after = HiddenRangesFile.write(fs, below);
        return Optional.of(new OpenReport.Repair(
                name, "cut hidden ranges back to the events that are there", before, after, true));
    }
}
