package io.batpak.recovery;

import io.batpak.format.KindFallbacks;
import io.batpak.model.OpenReport;
import io.batpak.segment.SegmentScan;
import java.util.ArrayList;
import java.util.List;

/// What comes up while a directory is read and mended, and the report made of it. One thread.
final class Findings {
    private final List<SegmentScan.Outcome> outcomes = new ArrayList<>();
    private final List<OpenReport.Repair> repairs = new ArrayList<>();

    /// Notes a segment that was read itself.
    void add(SegmentScan.Outcome outcome) {
        outcomes.add(outcome);
    }

    /// The segments that were read themselves.
    List<SegmentScan.Outcome> outcomes() {
        return outcomes;
    }

    void repaired(List<OpenReport.Repair> more) {
        repairs.addAll(more);
    }

    void repaired(OpenReport.Repair one) {
        repairs.add(one);
    }

    OpenReport report(OpenPlan.Go plan, RowReader rows, Stopwatch watch, List<String> notices) {
        return new OpenReport(
                plan.path(),
                rows.count(),
                0,
                watch.elapsedMicros(),
                watch.phases(),
                plan.mmapIndex(),
                plan.checkpoint(),
                kinds(rows.fallbacks()),
                segments(),
                repairs,
                notices);
    }

    private static OpenReport.ReservedKinds kinds(KindFallbacks now) {
        KindFallbacks all = KindFallbacks.NONE.plus(now);
        return new OpenReport.ReservedKinds(now.system(), now.effect(), all.system(), all.effect());
    }

    private List<OpenReport.SegmentFinding> segments() {
        return outcomes.stream()
                .map(outcome -> new OpenReport.SegmentFinding(
                        outcome.segment(),
                        outcome.fileLength(),
                        outcome.wholeEnd(),
                        outcome.tail().name(),
                        outcome.footerProven()))
                .toList();
    }
}
