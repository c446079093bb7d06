package io.batpak.recovery;

import io.batpak.format.Artifact;
import io.batpak.format.SidxWriter;
import io.batpak.format.VisibilityRanges;
import io.batpak.fs.StoreFs;
import io.batpak.index.ExtensionSource;
import io.batpak.index.Index;
import io.batpak.index.IndexWriter;
import io.batpak.model.LoadStatus;
import io.batpak.recovery.OpenFacts.Source;
import io.batpak.recovery.Stopwatch.Phase;
import io.batpak.segment.SegmentAppender;
import io.batpak.segment.SegmentIds;
import io.batpak.segment.SegmentName;
import io.batpak.segment.SegmentScan;
import io.batpak.sidecar.HiddenRangesFile;
import io.batpak.sidecar.IdempotencyFile;
import io.batpak.sidecar.IndexRuns;
import io.batpak.sidecar.RunName;
import io.batpak.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// Carries out an [OpenPlan]: reads a directory into an index, every segment in log order, then what
/// cancelled fences hide.
///
/// The sequence of the next event is above every one that was read, and not below what a trusted artifact
/// says. Hidden ranges do not lift it, they are cut back: a crash has taken their events, and a gap would not
/// outlive the next crash, because a frame does not hold its sequence. For the same reason the remembered
/// keys of dropped events do not lift it: 0.9.0 numbers anew after a compaction and leaves them as they were.
///
/// Confined to the opening thread; the lock is held.
public final class Restore {
    /// Some 150 MB.
    private static final int ROWS_IN_MEMORY_MAX = 1 << 20;

    private final Surroundings around;
    private final StoreFs fs;
    private final boolean writable;
    private final Stopwatch watch;
    private final Optional<InterruptedCompaction> compaction;
    private final Inventory inventory;
    private final Findings findings = new Findings();
    private boolean allProven = true;

    private Restore(Surroundings around, boolean writable) {
        this.around = around;
        this.fs = around.fs();
        this.writable = writable;
        this.watch = new Stopwatch(around.clock());
        Inventory listed = Inventory.of(fs);
        this.compaction = InterruptedCompaction.find(fs, listed);
        this.inventory = compaction
                .map(found -> listed.with(found.segments(listed.segments())))
                .orElse(listed);
    }

    /// Reads the directory with one thread and, for a writable open, mends it.
    ///
    /// @param writable whether repairs are made or only reported
    /// @param extensions reads the extensions of events whose footer row does not tell them
    public static Restored run(StoreFs fs, Clock clock, boolean writable, ExtensionSource extensions) {
        return run(Surroundings.of(fs, clock), writable, extensions);
    }

    /// Reads the directory and, for a writable open, mends it.
    ///
    /// @param writable whether repairs are made or only reported
    /// @param extensions reads the extensions of events whose footer row does not tell them
    public static Restored run(Surroundings around, boolean writable, ExtensionSource extensions) {
        return new Restore(around, writable).run(extensions);
    }

    /// Finds out what [#run] would do for a writable open. Neither keeps the rows nor changes a file, and
    /// needs no lock; without one, files may change or vanish meanwhile, and what that throws passes through.
    public static Inspected inspect(Surroundings around) {
        return new Restore(around, false).inspect();
    }

    private Restored run(ExtensionSource extensions) {
        Index index = new Index(extensions);
        compaction.ifPresent(found -> index.movedThrough(found.movedThrough()));
        try (Sources sources = new Sources(around, inventory)) {
            OpenPlan.Go plan = plan(sources);
            watch.passed(Phase.PLAN);
            RowReader rows = new RowReader(RowReader.into(index.writer()));
            execute(plan, sources, rows, outcome -> sealLargePart(index, plan, outcome));
            watch.passed(Phase.ROWS);
            Optional<VisibilityRanges> ranges = ranges();
            VisibilityRanges hidden =
                    ranges.map(found -> found.below(rows.nextSequence())).orElse(VisibilityRanges.NONE);
            HiddenRangesFile.hide(hidden, index.writer());
            index.writer().publish();
            watch.passed(Phase.HIDDEN);
            // May refuse, so before anything is mended.
            IdempotencyFile.Loaded keys = writable ? IdempotencyFile.load(fs) : IdempotencyFile.look(fs);
            if (plan.mends()) {
                mend(plan, ranges, rows.nextSequence(), (end, out) -> footerOfNewest(index, end, out));
            } else {
                foretell(plan, ranges, rows.nextSequence());
            }
            watch.passed(Phase.REST);
            return new Restored(
                    index,
                    index.writer(),
                    rows.nextSequence(),
                    newSegmentId(),
                    plan.steps().stream()
                            .map(step -> new OpenFacts.Segment(step.segment(), step.length()))
                            .toList(),
                    keys.rows(),
                    hidden,
                    writable ? Map.of() : asides(),
                    findings.report(plan, rows, watch, notices(plan, rows, keys)));
        }
    }

    private Inspected inspect() {
        try (Sources sources = new Sources(around, inventory)) {
            OpenPlan.Go plan = plan(sources);
            watch.passed(Phase.PLAN);
            RowReader rows = new RowReader(RowReader.NOWHERE);
            execute(plan, sources, rows, _ -> {
                // nothing is kept
            });
            watch.passed(Phase.ROWS);
            Optional<VisibilityRanges> ranges = ranges();
            watch.passed(Phase.HIDDEN);
            IdempotencyFile.Loaded keys = IdempotencyFile.load(fs); // refuses what a writable open would refuse
            foretell(plan, ranges, rows.nextSequence());
            watch.passed(Phase.REST);
            return new Inspected(
                    rows.nextSequence(),
                    inventory.segments().size(),
                    findings.report(plan, rows, watch, notices(plan, rows, keys)));
        }
    }

    private OpenPlan.Go plan(Sources sources) {
        OpenFacts facts = sources.facts(writable);
        while (true) {
            switch (OpenPlan.of(facts)) {
                case OpenPlan.Refuse refuse -> throw refuse.refusal();
                case OpenPlan.Look look -> facts = facts.with(look.artifact(), sources.look(look.artifact()));
                case OpenPlan.Go go -> {
                    return go;
                }
            }
        }
    }

    /// A history that no run describes is put into runs while it is read, so that it never lies in memory as a
    /// whole. Only what ends with a proven footer: it needs no repair, and a sync has covered it.
    private void sealLargePart(Index index, OpenPlan.Go plan, SegmentScan.Outcome read) {
        allProven &= read.footerProven() && !read.needsCut();
        boolean replacing =
                plan.removed().stream().anyMatch(removal -> removal.file().endsWith(RunName.EXTENSION));
        if (writable
                && compaction.map(InterruptedCompaction::leavesSegments).orElse(true)
                && allProven
                && around.readAheadFromBytes() != Surroundings.NEVER
                && !replacing
                && index.writer().growingRows() >= ROWS_IN_MEMORY_MAX) {
            index.writer().cut();
            new IndexRuns(fs, index).seal(read.segment());
        }
    }

    /// Takes the rows of each segment from where the plan says, in commit order.
    ///
    /// @param afterEach told how each segment that was read ends
    private void execute(OpenPlan.Go plan, Sources sources, RowReader rows, Consumer<SegmentScan.Outcome> afterEach) {
        sources.runs().forEach(run -> {
            rows.known(run.file());
            findings.restored(run.file().rows());
        });
        if (plan.uses(Source.MMAP) || plan.uses(Source.CHECKPOINT)) {
            Artifact artifact = sources.artifact().orElseThrow();
            findings.restored(new ArtifactReader(artifact).rowsBehind(plan.runsEnd(), rows), artifact);
            rows.raise(artifact.head().nextSequence());
        }
        List<SegmentName> own = plan.steps().stream()
                .filter(OpenPlan.Step::readsLog)
                .map(step -> inventory.file(step.segment()))
                .toList();
        long bytes = plan.steps().stream()
                .filter(OpenPlan.Step::readsLog)
                .mapToLong(OpenPlan.Step::length)
                .sum();
        boolean threads = bytes >= around.readAheadFromBytes();
        try (ReadAhead ahead = new ReadAhead(around, own, inventory.highestSegment(), threads)) {
            for (OpenPlan.Step step : plan.steps()) {
                if (step.readsLog()) {
                    rows.startSegment(step.segment(), step.logFrom());
                    SegmentScan.Outcome outcome = ahead.next(rows);
                    findings.add(outcome);
                    afterEach.accept(outcome);
                } else {
                    findings.add(step, sources.footerStart(step));
                }
            }
        }
    }

    private Optional<VisibilityRanges> ranges() {
        return inventory.hasVisibilityRanges() ? Optional.of(HiddenRangesFile.read(fs)) : Optional.empty();
    }

    /// The rows of the newest segment are the last ones, and were not put into a run: its footer is not proven.
    private void footerOfNewest(Index index, long framesEnd, SegmentAppender.Output out) {
        IndexWriter rows = index.writer();
        int first = rows.rowCount();
        while (first > 0 && rows.entry(first - 1).position().segment() == inventory.highestSegment()) {
            first--;
        }
        SidxWriter.write(rows.footerRows(first), rows.rowCount() - first, framesEnd, out::accept);
    }

    private void mend(
            OpenPlan.Go plan,
            Optional<VisibilityRanges> ranges,
            long nextSequence,
            SegmentAppender.FooterSource footer) {
        findings.repaired(new Repair(fs, around.clock()).remove(plan.removed()));
        compaction.ifPresent(found -> findings.repaired(found.finish())); // gives segments the names to cut by
        findings.repaired(new Repair(fs, around.clock()).cut(findings.outcomes(), inventory.highestSegment(), footer));
        ranges.flatMap(found -> Hiding.cutBack(fs, found, nextSequence)).ifPresent(findings::repaired);
    }

    /// What [#mend] would do, told and not done.
    private void foretell(OpenPlan.Go plan, Optional<VisibilityRanges> ranges, long nextSequence) {
        findings.repaired(Repair.plannedRemovals(fs, plan.removed()));
        compaction.ifPresent(found -> findings.repaired(found.planned()));
        findings.repaired(Repair.plannedCuts(findings.outcomes()));
        ranges.flatMap(found -> Hiding.planned(fs, found, nextSequence)).ifPresent(findings::repaired);
    }

    private Map<Long, String> asides() {
        return compaction.map(InterruptedCompaction::asides).orElse(Map.of());
    }

    private long newSegmentId() {
        Set<Long> ids = inventory.segments().stream().map(SegmentName::id).collect(Collectors.toSet());
        return SegmentIds.next(inventory.highestSegment(), ids::contains);
    }

    private List<String> notices(OpenPlan.Go plan, RowReader rows, IdempotencyFile.Loaded keys) {
        List<String> notices = new ArrayList<>();
        inventory.malformed().forEach(name -> notices.add(name + " looks like a segment but has no id; not read"));
        inventory.asides().stream()
                .filter(name -> compaction.map(found -> !found.isOurs(name)).orElse(true))
                .forEach(name -> notices.add(name + " was left by a compaction of long ago; not read"));
        if (rows.renumbered() > 0) {
            notices.add(rows.renumbered() + " events carry another sequence than their footer gives them, because an "
                    + "earlier segment without a footer holds more events than its successor leaves room for");
        }
        rows.doubtful()
                .ifPresent(segment -> notices.add("segment " + segment + " has a damaged footer and nothing behind it"
                        + " proves how its events are numbered: they are numbered by their place"));
        if (plan.mmapIndex().status() == LoadStatus.INVALID || plan.checkpoint().status() == LoadStatus.INVALID) {
            notices.add("an index artifact cannot be used"
                    + (findings.allProven()
                            ? ""
                            : ": events of segments without a footer are numbered by their place"));
        }
        keys.notice().ifPresent(notices::add);
        return notices;
    }
}
