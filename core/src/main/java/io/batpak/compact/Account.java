package io.batpak.compact;

import io.batpak.format.CompactionReports;
import io.batpak.model.Compaction;
import io.batpak.model.CompactionOutcome;
import io.batpak.model.CompactionReport;
import io.batpak.model.CompactionResult;
import io.batpak.model.CompactionStrategy;
import io.batpak.model.Hash;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Says what a compaction came to. Immutable.
///
/// @param how what was asked for
/// @param finished segments that were finished when it began
record Account(Compaction how, long finished) {
    private static final Hash NO_HASH = Hash.ZERO;

    /// Too few segments.
    CompactionResult skipped(long growing) {
        return nothingWith(new CompactionOutcome.Skipped(), growing);
    }

    /// Nothing to do.
    CompactionResult nothing(long growing) {
        return nothingWith(new CompactionOutcome.Skipped(), growing);
    }

    private CompactionResult nothingWith(CompactionOutcome outcome, long growing) {
        CompactionReport report = report(growing, List.of(), OptionalLong.empty(), Optional.empty(), outcome, 0, 0, List.of());
        return new CompactionResult(outcome, 0, 0, 0, 0, List.of(report));
    }
}
