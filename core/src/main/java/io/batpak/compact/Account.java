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
    /// Nothing was to be done.
    CompactionResult skipped(long growing) {
        return nothingWith(new CompactionOutcome.Skipped(), growing, List.of());
    }

    /// It gave up with the journal as it was.
    CompactionResult failed(String reason, long growing) {
        CompactionOutcome.Failed outcome = new CompactionOutcome.Failed(reason);
        return nothingWith(outcome, growing, List.of(new CompactionReport.Finding.PreSwapRollback(outcome.reason())));
    }

    private CompactionResult nothingWith(
            CompactionOutcome outcome, long growing, List<CompactionReport.Finding> findings) {
        Done nothing = new Done(List.of(), OptionalLong.empty(), Optional.empty(), 0);
        return new CompactionResult(outcome, 0, 0, 0, 0, List.of(report(nothing, growing, outcome, findings)));
    }

    /// It was done, step by step.
    CompactionResult performed(Round round, long growing) {
        List<CompactionReport> reports = new ArrayList<>();
        int removed = 0;
        long gross = 0;
        long written = 0;
        CompactionOutcome outcome = new CompactionOutcome.Performed();
        for (Step step : round.steps()) {
            StagedOutput output = round.output(step);
            long bytes = step.sources().stream().mapToLong(round::sourceBytes).sum();
            Done done = new Done(step.sources(), OptionalLong.of(output.id()), Optional.of(output.blake3()), bytes);
            reports.add(report(done, growing, outcome, List.of()));
            removed += step.sources().size();
            gross += bytes;
            written += output.length();
        }
        return new CompactionResult(outcome, removed, gross, gross - written, written, reports);
    }

    private record Done(List<Long> sources, OptionalLong merged, Optional<Hash> hash, long bytes) {}

    private CompactionReport report(
            Done done, long growing, CompactionOutcome outcome, List<CompactionReport.Finding> findings) {
        List<Long> sources = done.sources();
        return CompactionReports.identified(new CompactionReport(
                CompactionReport.SCHEMA_VERSION,
                Hash.ZERO,
                sources.isEmpty() ? OptionalLong.empty() : OptionalLong.of(sources.getFirst()),
                sources.isEmpty() ? OptionalLong.empty() : OptionalLong.of(sources.getLast()),
                shape(how.strategy()),
                how.minSegments(),
                growing,
                finished,
                sources,
                done.merged(),
                done.hash(),
                outcome,
                sources.size(),
                done.bytes(),
                findings));
    }

    private static CompactionReport.Shape shape(CompactionStrategy strategy) {
        return switch (strategy) {
            case CompactionStrategy.Merge() -> CompactionReport.Shape.MERGE;
            case CompactionStrategy.Retention _ -> CompactionReport.Shape.RETENTION;
            case CompactionStrategy.Tombstone _ -> CompactionReport.Shape.TOMBSTONE;
        };
    }
}
