package io.batpak.recovery;

import io.batpak.error.CheckpointFutureVersionException;
import io.batpak.error.IndexRunDamageException;
import io.batpak.error.MmapFutureVersionException;
import io.batpak.format.Artifact;
import io.batpak.format.ArtifactHead;
import io.batpak.format.ArtifactRows;
import io.batpak.format.RunFile;
import io.batpak.format.RunSegment;
import io.batpak.format.SidxFooter;
import io.batpak.fs.FileFacts;
import io.batpak.fs.StoreFile;
import io.batpak.fs.StoreFs;
import io.batpak.recovery.OpenFacts.Source;
import io.batpak.segment.SegmentName;
import io.batpak.sidecar.ArtifactFile;
import io.batpak.sidecar.RunFiles;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// Finds out what an open has to know before it can be planned, and holds what was read on the way.
///
/// Confined to the opening thread; closed by it.
final class Sources implements AutoCloseable {
    private final Surroundings around;
    private final StoreFs fs;
    private final Inventory inventory;
    private final List<RunFiles.Used> runs = new ArrayList<>();
    private final List<OpenFacts.Unusable> unusable = new ArrayList<>();
    /// Where the frames of segments with a proven footer end, as runs tell it.
    private final Map<Long, Long> framesEnds = new HashMap<>();
    private long runsNext;
    private ArtifactFile.Loaded loaded = ArtifactFile.Loaded.NOT_TRIED;

    Sources(Surroundings around, Inventory inventory) {
        this.around = around;
        this.fs = around.fs();
        this.inventory = inventory;
    }

    /// Everything that can be told without reading a whole file.
    OpenFacts facts(boolean writable) {
        boolean marker = inventory.hasMarker(); // then nobody knows which segments an artifact is about
        chooseRuns();
        return new OpenFacts(
                segments(),
                runs.stream()
                        .map(run -> new OpenFacts.Run(
                                run.name().fileName(),
                                run.name().first(),
                                run.name().last()))
                        .toList(),
                unusable,
                marker ? new OpenFacts.Artifact.Off() : glance(Artifact.Form.MMAP_INDEX, around.mmapIndex()),
                marker ? new OpenFacts.Artifact.Off() : glance(Artifact.Form.CHECKPOINT, around.checkpoint()),
                inventory.hasVisibilityRanges(),
                inventory.unfinished(),
                writable);
    }

    private void chooseRuns() {
        RunFiles.Choice choice = RunFiles.choose(fs, inventory.runs(), inventory.segments(), around.checkRunsWholly());
        choice.discarded().forEach(run -> unusable.add(new OpenFacts.Unusable(run.fileName(), run.why())));
        for (RunFiles.Used run : choice.used()) {
            Optional<String> doubt = unusable.size() > choice.discarded().size()
                    ? Optional.of("the one before it cannot be used")
                    : doubt(run.file());
            if (doubt.isPresent()) {
                unusable.add(new OpenFacts.Unusable(run.name().fileName(), doubt.get()));
            } else {
                runs.add(run);
                run.file().segments().stream()
                        .filter(RunSegment::footerProven)
                        .forEach(segment -> framesEnds.put(segment.id(), segment.framesEnd()));
            }
        }
    }

    /// Why a run cannot stand behind those before it.
    private Optional<String> doubt(RunFile run) {
        try {
            if (run.rows() > 0) {
                if (run.sequence(0) < runsNext) {
                    return Optional.of("its sequences do not follow those before it");
                }
                runsNext = run.sequence(run.rows() - 1) + 1;
            }
            return Optional.empty();
        } catch (IndexRunDamageException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /// The runs that are used, in log order.
    List<RunFiles.Used> runs() {
        return runs;
    }

    private List<OpenFacts.Segment> segments() {
        List<OpenFacts.Segment> segments = new ArrayList<>();
        for (SegmentName name : inventory.segments()) {
            segments.add(new OpenFacts.Segment(name.id(), length(name.fileName())));
        }
        return segments;
    }

    private long length(String name) {
        Optional<FileFacts> facts = fs.facts(name).filter(FileFacts::regular);
        if (facts.isPresent()) {
            return facts.get().length();
        }
        try (StoreFile file = fs.openReadOnly(name)) { // behind a symbolic link, or gone: then this says so
            return file.length();
        }
    }

    private OpenFacts.Artifact glance(Artifact.Form form, boolean switchedOn) {
        if (!switchedOn) {
            return new OpenFacts.Artifact.Off();
        }
        if (fs.facts(ArtifactFile.name(form)).isEmpty()) {
            return new OpenFacts.Artifact.Missing();
        }
        try {
            ArtifactFile.requireKnownVersion(fs, form);
        } catch (MmapFutureVersionException | CheckpointFutureVersionException refusal) {
            return new OpenFacts.Artifact.TooNew(refusal);
        }
        return new OpenFacts.Artifact.Unread(OptionalLong.empty());
    }

    /// Reads an artifact and tells whether it can be used. What it holds is there until the next call.
    OpenFacts.Artifact look(Source artifact) {
        loaded.close();
        loaded = ArtifactFile.Loaded.NOT_TRIED;
        try {
            loaded = ArtifactFile.load(
                    fs, artifact == Source.MMAP ? Artifact.Form.MMAP_INDEX : Artifact.Form.CHECKPOINT);
        } catch (MmapFutureVersionException | CheckpointFutureVersionException refusal) {
            return new OpenFacts.Artifact.TooNew(refusal); // replaced since it was glanced at
        }
        if (loaded.artifact().isPresent()) {
            ArtifactHead head = loaded.artifact().get().head();
            if (head.nextSequence() < 0 || head.nextSequence() > RowReader.SEQUENCE_MAX) {
                return new OpenFacts.Artifact.Invalid(
                        "no event can have sequence " + Long.toUnsignedString(head.nextSequence()), false);
            }
            if (!followsRuns(loaded.artifact().get().rows())) {
                return new OpenFacts.Artifact.Invalid("its sequences do not follow those of the runs", false);
            }
            return new OpenFacts.Artifact.Trusted(head.watermarkSegment(), head.watermarkOffset());
        }
        Optional<String> reason = loaded.invalidReason();
        return reason.isPresent()
                ? new OpenFacts.Artifact.Invalid(reason.get(), loaded.isForeign())
                : new OpenFacts.Artifact.Missing();
    }

    private boolean followsRuns(ArtifactRows rows) {
        long covered = runs.isEmpty() ? -1 : runs.getLast().name().last();
        for (int row = 0; row < rows.count() && covered >= 0; row++) {
            rows.moveTo(row);
            if (rows.segment() > covered) {
                return rows.sequence() >= runsNext; // the others follow this one
            }
        }
        return true;
    }

    /// Where the footer of a segment that is not read begins, if it has one; its checksum is not looked at.
    OptionalLong footerStart(OpenPlan.Step step) {
        if (step.source() == Source.RUN) {
            Long start = framesEnds.get(step.segment());
            return start == null ? OptionalLong.empty() : OptionalLong.of(start);
        }
        try (StoreFile file = fs.openReadOnly(inventory.file(step.segment()).fileName())) {
            long start = SidxFooter.claimedStart(
                    (at, target, offset, count) -> file.readFully(target, offset, count, at), file.length());
            return start < 0 ? OptionalLong.empty() : OptionalLong.of(start);
        }
    }

    /// The artifact that was read last, if it can be used.
    Optional<Artifact> artifact() {
        return loaded.artifact();
    }

    @Override
    public void close() {
        loaded.close();
    }
}
