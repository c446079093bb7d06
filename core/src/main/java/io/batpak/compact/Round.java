package io.batpak.compact;

import io.batpak.format.Artifact;
import io.batpak.format.CompactionMarker;
import io.batpak.format.RunFile;
import io.batpak.fs.Mapping;
import io.batpak.fs.StoreFile;
import io.batpak.fs.StoreFs;
import io.batpak.fs.StoreIoException;
import io.batpak.index.ReshapedRows;
import io.batpak.segment.SegmentName;
import io.batpak.sidecar.ArtifactFile;
import io.batpak.sidecar.AtomicFile;
import io.batpak.sidecar.CompactionMarkerFile;
import io.batpak.sidecar.IdempotencyFile;
import io.batpak.sidecar.RetentionCutsFile;
import io.batpak.sidecar.RunExchange;
import io.batpak.write.Housekeeping;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Carries out what a compaction has decided.
///
/// [#stage] writes everything under names that nobody reads. [#prepare] makes the directory ready: keys, artifacts,
/// declared cuts. [#commit] puts one output after the other in the place of its sources, each under a marker, so
/// that every instant is either before or after one of them for whoever opens the directory. [#exchange] shows it
/// to the readers of this journal; those that began before keep what they see.
///
/// Threads: one; appends and reads go on.
final class Round {
    private final Tools tools;
    private final StoreFs fs;
    private final List<Step> steps;
    private final long createdNanos;
    private final List<Region> regions;
    private final RunExchange reserved;
    private final Map<Long, Mapping> sources = new HashMap<>();
    private final Map<Long, StagedOutput> outputs = new LinkedHashMap<>();
    private final List<RunExchange> runs = new ArrayList<>();
    private final List<Housekeeping.Exchange> exchanges = new ArrayList<>();
    private int committed;
    private boolean retired;
    private boolean inDoubt;

    Round(Tools tools, Terms terms, List<Region> regions, RunExchange reserved) {
        this.tools = tools;
        this.fs = tools.fs();
        this.steps = terms.steps();
        this.createdNanos = terms.form().createdNanos();
        this.regions = regions;
        this.reserved = reserved;
    }

    /// Writes the outputs and the runs that go with them. What it throws leaves the journal as it was, once
    /// [#discard] was called. Their bytes are durable then; their names become so with that of the first marker.
    void stage(Pacer pacer) {
        for (Step step : steps) {
            for (long source : step.sources()) {
                try (StoreFile file = fs.openReadOnly(SegmentName.of(source).fileName())) {
                    sources.put(source, file.mapUntilUnreachable());
                }
            }
        }
        MappedSources bytes = new MappedSources(sources);
        for (int at = 0; at < steps.size(); at++) {
            if (at > 0) {
                pacer.nextStep();
            }
            long id = steps.get(at).outputId();
            ReshapedRows rows = regionOf(id).rows();
            OutputWriter.Output output =
                    new OutputWriter.Output(id, createdNanos, new OutputRows(rows, id), () -> rows.footerOf(id));
            outputs.put(id, OutputWriter.write(fs, output, bytes, pacer, tools.spawner()));
        }
        for (Region region : regions) {
            RunExchange run = reserved.within(region.rows().stretch());
            runs.add(run);
            List<RunExchange.Output> made = region.steps().stream()
                    .map(step ->
                            new RunExchange.Output(step.outputId(), output(step).stagedName()))
                    .toList();
            Optional<RunFile> file = run.stage(region.rows(), made);
            exchanges.add(new Housekeeping.Exchange(region.rows(), file.orElse(null)));
        }
        pacer.finished();
    }

    private Region regionOf(long output) {
        return regions.stream()
                .filter(region -> region.steps().stream().anyMatch(step -> step.outputId() == output))
                .findFirst()
                .orElseThrow();
    }

    /// Makes durable what must not be lost with the sources, and takes away what would tell of them.
    void prepare() {
        List<ReshapedRows> forgetting = regions.stream()
                .map(Region::rows)
                .filter(rows -> rows.reshaping().nextGone(0) >= 0)
                .toList();
        if (!forgetting.isEmpty()) {
            IdempotencyFile.write(fs, tools.housekeeping().keysWith(forgetting));
        }
        for (Artifact.Form form : Artifact.Form.values()) {
            AtomicFile.remove(fs, ArtifactFile.name(form));
        }
        for (Region region : regions) {
            Map<Long, long[]> cuts = Cuts.of(region.rows());
            for (Step step : region.steps()) {
                StagedOutput output = output(step);
                long[] declared = cuts.getOrDefault(step.outputId(), new long[0]);
                RetentionCutsFile.add(fs, output.id(), output.createdNanos(), step.sources(), declared);
            }
        }
        tools.index().retire(sources);
        retired = true;
        steps.forEach(step -> tools.index().movedThrough(step.outputId()));
    }

    /// Puts the outputs in place, one after the other, and deletes what they replace.
    void commit() {
        for (Step step : steps) {
            StagedOutput output = output(step);
            CompactionMarker.Staged staged = new CompactionMarker.Staged(output.length(), output.blake3());
            CompactionMarkerFile.write(fs, new CompactionMarker(output.id(), step.sources(), Optional.of(staged)));
            tools.reads().forget(output.id());
            putInPlace(output);
            fs.syncDirectory();
            for (long source : step.sources()) {
                tools.reads().forget(source);
                fs.delete(SegmentName.of(source).fileName());
            }
            fs.syncDirectory();
            CompactionMarkerFile.remove(fs);
        }
    }

    private void putInPlace(StagedOutput output) {
        inDoubt = true;
        fs.rename(output.stagedName(), SegmentName.of(output.id()).fileName());
        committed++;
    }

    /// Whether an output has got its name, or may have: a rename that failed has not happened only if the staged
    /// file can still be seen.
    boolean isCommitted() {
        if (committed > 0 || !inDoubt) {
            return committed > 0;
        }
        try {
            return fs.facts(output(steps.getFirst()).stagedName()).isEmpty();
        } catch (StoreIoException e) {
            return true;
        }
    }

    /// Shows the events in their new places.
    void exchange() {
        tools.housekeeping().reshape(tools.index(), exchanges);
    }

    /// Gives the new runs their names, and forgets the cuts that were declared through the sources.
    void install() {
        runs.forEach(RunExchange::install);
        RetentionCutsFile.prune(fs);
    }

    /// Takes everything away that was written and is in no use. Nothing is committed.
    void discard() {
        if (retired) {
            tools.index().reinstate();
        }
        for (StagedOutput output : outputs.values()) {
            if (fs.facts(output.stagedName()).isPresent()) {
                fs.delete(output.stagedName());
            }
        }
        runs.forEach(RunExchange::discard);
        CompactionMarkerFile.remove(fs);
    }

    List<Step> steps() {
        return steps;
    }

    StagedOutput output(Step step) {
        StagedOutput output = outputs.get(step.outputId());
        if (output == null) {
            throw new IllegalStateException("output " + step.outputId() + " is not staged yet");
        }
        return output;
    }

    /// Length of the file of a source.
    long sourceBytes(long source) {
        Mapping mapping = sources.get(source);
        return mapping == null ? 0 : mapping.length();
    }
}
