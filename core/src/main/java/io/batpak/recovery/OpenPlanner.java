package io.batpak.recovery;

import io.batpak.error.StoreException;
import io.batpak.model.LoadStatus;
import io.batpak.model.OpenReport;
import io.batpak.recovery.OpenFacts.Artifact;
import io.batpak.recovery.OpenFacts.Segment;
import io.batpak.recovery.OpenFacts.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The rules behind [OpenPlan]. One thread; no I/O.
final class OpenPlanner {
    private final OpenFacts facts;

    OpenPlanner(OpenFacts facts) {
        this.facts = facts;
    }

    OpenPlan plan() {
        Optional<OpenPlan> early = tooNew(facts.mmapIndex())
                .or(() -> tooNew(facts.checkpoint()))
                .or(() -> unread(Source.MMAP, facts.mmapIndex()));
        if (early.isPresent()) {
            return early.get();
        }
        boolean byMmap = contributes(facts.mmapIndex());
        if (!byMmap) {
            Optional<OpenPlan> look = unread(Source.CHECKPOINT, facts.checkpoint());
            if (look.isPresent()) {
                return look.get();
            }
        }
        boolean byCheckpoint = !byMmap && contributes(facts.checkpoint());
        Optional<Chosen> chosen = byMmap
                ? chosen(Source.MMAP, facts.mmapIndex())
                : byCheckpoint ? chosen(Source.CHECKPOINT, facts.checkpoint()) : Optional.empty();
        return new OpenPlan.Go(
                steps(chosen),
                path(chosen),
                report(facts.mmapIndex(), byMmap),
                byMmap ? OpenReport.Artifact.NOT_TRIED : report(facts.checkpoint(), byCheckpoint),
                removals(),
                facts.writable());
    }

    /// The artifact that speaks for what no run covers.
    ///
    /// @param source which one
    /// @param knows what it covers
    private record Chosen(Source source, Artifact.Trusted knows) {}

    private Optional<Chosen> chosen(Source source, Artifact artifact) {
        return artifact instanceof Artifact.Trusted knows ? Optional.of(new Chosen(source, knows)) : Optional.empty();
    }

    private Optional<OpenPlan> tooNew(Artifact artifact) {
        return artifact instanceof Artifact.TooNew(StoreException.Fault refusal)
                ? Optional.of(new OpenPlan.Refuse(refusal))
                : Optional.empty();
    }

    private Optional<OpenPlan> unread(Source source, Artifact artifact) {
        boolean worthIt = artifact instanceof Artifact.Unread unread
                && !coveredByRuns()
                && unread.upToSegment().orElse(Long.MAX_VALUE) > facts.runsEnd();
        return worthIt ? Optional.of(new OpenPlan.Look(source)) : Optional.empty();
    }

    private boolean coveredByRuns() {
        return !facts.runs().isEmpty()
                && facts.runsEnd() >= facts.segments().getLast().id();
    }

    private boolean contributes(Artifact artifact) {
        return artifact instanceof Artifact.Trusted knows && isFresh(knows) && knows.upToSegment() > facts.runsEnd();
    }

    /// The test of 0.9.0: the newest segment it knows is there, and at least as long as it knows it.
    private boolean isFresh(Artifact.Trusted knows) {
        return facts.segments().stream()
                .anyMatch(segment -> segment.id() == knows.upToSegment() && segment.length() >= knows.upToOffset());
    }

    private List<OpenPlan.Step> steps(Optional<Chosen> chosen) {
        List<OpenPlan.Step> steps = new ArrayList<>();
        for (Segment segment : facts.segments()) {
            if (segment.id() <= facts.runsEnd()) {
                steps.add(new OpenPlan.Step(segment.id(), segment.length(), Source.RUN, segment.length()));
            } else {
                steps.add(chosen.map(artifact -> step(segment, artifact))
                        .orElseGet(() -> new OpenPlan.Step(segment.id(), segment.length(), Source.LOG, 0)));
            }
        }
        return steps;
    }

    private OpenPlan.Step step(Segment segment, Chosen chosen) {
        Artifact.Trusted knows = chosen.knows();
        if (segment.id() > knows.upToSegment()) {
            return new OpenPlan.Step(segment.id(), segment.length(), Source.LOG, 0);
        }
        boolean newestKnown = segment.id() == knows.upToSegment();
        return new OpenPlan.Step(
                segment.id(), segment.length(), chosen.source(), newestKnown ? knows.upToOffset() : segment.length());
    }

    private String path(Optional<Chosen> chosen) {
        if (!facts.runs().isEmpty()) {
            return OpenPlan.RUNS;
        }
        return chosen.map(artifact -> artifact.source() == Source.MMAP ? OpenPlan.MMAP : OpenPlan.CHECKPOINT)
                .orElse(OpenPlan.REBUILD);
    }

    private OpenReport.Artifact report(Artifact artifact, boolean used) {
        if (coveredByRuns()) {
            return OpenReport.Artifact.NOT_TRIED;
        }
        return switch (artifact) {
            case Artifact.Missing _ -> new OpenReport.Artifact(LoadStatus.MISSING, Optional.empty());
            case Artifact.Invalid(String reason, boolean _) ->
                new OpenReport.Artifact(LoadStatus.INVALID, Optional.of(reason));
            case Artifact.Trusted _ when used -> new OpenReport.Artifact(LoadStatus.LOADED, Optional.empty());
            case Artifact.Trusted knows
            when !isFresh(knows) ->
                new OpenReport.Artifact(
                        LoadStatus.INVALID,
                        Optional.of("segment " + knows.upToSegment() + " is missing or shorter than "
                                + knows.upToOffset() + " bytes"));
            case Artifact.Trusted _, Artifact.Off _, Artifact.Unread _, Artifact.TooNew _ ->
                OpenReport.Artifact.NOT_TRIED;
        };
    }

    private List<OpenPlan.Removal> removals() {
        List<OpenPlan.Removal> removals = new ArrayList<>();
        facts.unfinished()
                .forEach(name -> removals.add(new OpenPlan.Removal(name, "a file that was never put in place")));
        facts.unusableRuns()
                .forEach(run -> removals.add(new OpenPlan.Removal(run.name(), "an index run: " + run.why())));
        misleading("index.fbati", facts.mmapIndex()).ifPresent(removals::add);
        misleading("index.ckpt", facts.checkpoint()).ifPresent(removals::add);
        return removals;
    }

    private Optional<OpenPlan.Removal> misleading(String file, Artifact artifact) {
        return artifact instanceof Artifact.Invalid(String reason, boolean misleads) && misleads
                ? Optional.of(new OpenPlan.Removal(file, "an index of other segments: " + reason))
                : Optional.empty();
    }
}
