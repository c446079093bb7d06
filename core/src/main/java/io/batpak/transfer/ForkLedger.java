package io.batpak.transfer;

import io.batpak.format.ForkReports;
import io.batpak.model.ForkReport;
import io.batpak.model.ForkReport.Finding;
import io.batpak.model.ForkReport.Strategy;
import io.batpak.model.Hash;
import io.batpak.model.SourceWatermark;
import io.batpak.sidecar.HiddenRangesFile;
import io.batpak.sidecar.IdempotencyFile;
import io.batpak.transfer.CopyPlan.Fate;
import io.batpak.transfer.CopyPlan.PlannedFile;
import io.batpak.write.Housekeeping;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// What became of each file, for the report of a fork.
final class ForkLedger {
    private final List<Long> shared = new ArrayList<>();
    private final List<Long> copied = new ArrayList<>();
    private final Map<Strategy, Long> brought = new EnumMap<>(Strategy.class);
    private final List<Finding> findings = new ArrayList<>();
    private long caches;
    private long excluded;
    private boolean hidden;

    /// A finished segment is in the fork.
    void finished(PlannedFile file, Strategy strategy) {
        (strategy == Strategy.DEEP_COPY ? copied : shared).add(file.segment());
        brought(file.name(), strategy);
    }

    /// So is what is copied in every fork, and the rest is not.
    ///
    /// @param hiding whether there is a file of hidden ranges
    void rest(CopyPlan plan, boolean hiding) {
        for (PlannedFile file : plan.of(Fate.GROWING)) {
            copied.add(file.segment());
            brought(file.name(), Strategy.DEEP_COPY);
        }
        plan.of(Fate.COPIED).forEach(file -> brought(file.name(), Strategy.DEEP_COPY));
        brought(IdempotencyFile.NAME, Strategy.DEEP_COPY);
        if (hiding) {
            brought(HiddenRangesFile.NAME, Strategy.DEEP_COPY);
        }
        hidden = hiding;
        for (PlannedFile file : plan.of(Fate.LEFT)) {
            excluded++;
            findings.add(new Finding.FileExcluded(file.name(), ForkReport.NOT_SHARED_REASON));
        }
    }

    /// A cache was copied or left behind.
    void cache(PlannedFile file, boolean wasCopied) {
        if (wasCopied) {
            brought(file.name(), Strategy.DEEP_COPY);
        } else {
            caches++;
            findings.add(new Finding.CacheRegenerableExcluded(file.name()));
        }
    }

    private void brought(String name, Strategy strategy) {
        brought.merge(strategy, 1L, Long::sum);
        findings.add(new Finding.FileCopied(name, strategy));
    }

    private long count(Strategy strategy) {
        return brought.getOrDefault(strategy, 0L);
    }

    /// The report.
    ///
    /// @param path digest of the destination's path
    /// @param cleared how many files of a store the fork took the place of
    ForkReport report(Housekeeping.Point point, Hash path, long cleared) {
        if (cleared > 0) {
            findings.add(new Finding.DestinationCleared(cleared));
        }
        findings.add(new Finding.FenceTokenCancelled());
        return ForkReports.identified(new ForkReport(
                ForkReport.SCHEMA_VERSION,
                Hash.ZERO,
                point.token(),
                new SourceWatermark(point.segment(), point.offset()),
                point.segment(),
                shared,
                copied,
                new ForkReport.StrategyCounts(
                        count(Strategy.REFLINK), count(Strategy.HARDLINK), count(Strategy.DEEP_COPY), caches, excluded),
                hidden,
                false,
                true,
                path,
                findings));
    }
}
