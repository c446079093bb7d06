package io.batpak.recovery;

import io.batpak.format.Artifact;
import io.batpak.format.KindFallbacks;
import io.batpak.model.OpenReport;
import io.batpak.segment.SegmentScan;
import io.batpak.segment.Tail;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/// What comes up while a directory is read and mended, and the report made of it. One thread.
final class Findings {
    private final List<SegmentScan.Outcome> outcomes = new ArrayList<>();
    private final List<OpenReport.SegmentFinding> segments = new ArrayList<>();
    private final List<OpenReport.Repair> repairs = new ArrayList<>();
    private long restored;
    private KindFallbacks kindsBefore = KindFallbacks.NONE;
    private KindFallbacks kindsFound = KindFallbacks.NONE;

    /// Notes a segment that was read itself.
    void add(SegmentScan.Outcome outcome) {
        outcomes.add(outcome);
        segments.add(new OpenReport.SegmentFinding(
                outcome.segment(),
                outcome.fileLength(),
                outcome.wholeEnd(),
                outcome.tail().name(),
                outcome.footerProven()));
    }

    /// Notes a segment that something else spoke for.
    void add(OpenPlan.Step step, OptionalLong footerStart) {
        segments.add(new OpenReport.SegmentFinding(
                step.segment(),
                step.length(),
                footerStart.orElse(step.length()),
                Tail.CLEAN.name(),
                footerStart.isPresent()));
    }

    /// Notes the rows that came from a run.
    void restored(long rows) {
        restored += rows;
    }

    /// Notes the rows that came from an artifact.
    void restored(long rows, Artifact artifact) {
        restored += rows;
        kindsBefore = artifact.head().fallbacks();
        kindsFound = artifact.found();
    }

    /// The segments that were read themselves.
    List<SegmentScan.Outcome> outcomes() {
        return outcomes;
    }

    /// Whether every segment that was read itself has a footer that tells its sequences.
    boolean allProven() {
        return outcomes.stream().allMatch(SegmentScan.Outcome::footerProven);
    }

    void repaired(List<OpenReport.Repair> more) {
        repairs.addAll(more);
    }

    void repaired(OpenReport.Repair one) {
        repairs.add(one);
    }

    OpenReport report(OpenPlan.Go plan, RowReader rows, Stopwatch watch, List<String> notices) {
        boolean rebuilt = plan.path().equals(OpenPlan.REBUILD);
        return new OpenReport(
                plan.path(),
                rebuilt ? rows.count() : restored,
                rebuilt ? 0 : rows.count(),
                watch.elapsedMicros(),
                watch.phases(),
                plan.mmapIndex(),
                plan.checkpoint(),
                kinds(rows.fallbacks()),
                segments,
                repairs,
                notices);
    }

    private OpenReport.ReservedKinds kinds(KindFallbacks ofFooters) {
        KindFallbacks now = kindsFound.plus(ofFooters);
        KindFallbacks all = kindsBefore.plus(now);
        return new OpenReport.ReservedKinds(now.system(), now.effect(), all.system(), all.effect());
    }
}
