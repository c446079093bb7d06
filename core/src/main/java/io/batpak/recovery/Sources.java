package io.batpak.recovery;

import io.batpak.error.CheckpointFutureVersionException;
import io.batpak.error.MmapFutureVersionException;
import io.batpak.format.Artifact;
import io.batpak.format.ArtifactHead;
import io.batpak.format.SidxFooter;
import io.batpak.fs.FileFacts;
import io.batpak.fs.StoreFile;
import io.batpak.fs.StoreFs;
import io.batpak.recovery.OpenFacts.Source;
import io.batpak.segment.SegmentName;
import io.batpak.sidecar.ArtifactFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Finds out what an open has to know before it can be planned, and holds what was read on the way.
///
/// Confined to the opening thread; closed by it.
final class Sources implements AutoCloseable {
    private final Surroundings around;
    private final StoreFs fs;
    private final Inventory inventory;
    private ArtifactFile.Loaded loaded = ArtifactFile.Loaded.NOT_TRIED;

    Sources(Surroundings around, Inventory inventory) {
        this.around = around;
        this.fs = around.fs();
        this.inventory = inventory;
    }

    /// Everything that can be told without reading a whole file.
    OpenFacts facts(boolean writable) {
        boolean marker = inventory.hasMarker(); // then no artifact counts
        return new OpenFacts(
                segments(),
                List.of(),
                List.of(),
                marker ? new OpenFacts.Artifact.Off() : glance(Artifact.Form.MMAP_INDEX, around.mmapIndex()),
                marker ? new OpenFacts.Artifact.Off() : glance(Artifact.Form.CHECKPOINT, around.checkpoint()),
                inventory.hasVisibilityRanges(),
                inventory.unfinished(),
                marker,
                writable);
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
            return new OpenFacts.Artifact.Trusted(head.watermarkSegment(), head.watermarkOffset());
        }
        Optional<String> reason = loaded.invalidReason();
        return reason.isPresent()
                ? new OpenFacts.Artifact.Invalid(reason.get(), loaded.isForeign())
                : new OpenFacts.Artifact.Missing();
    }

    /// Whether a footer ends a segment; its checksum is not looked at.
    boolean hasFooter(long segment) {
        try (StoreFile file = fs.openReadOnly(SegmentName.of(segment).fileName())) {
            return SidxFooter.claimedRows(
                            (at, target, offset, count) -> file.readFully(target, offset, count, at), file.length())
                    >= 0;
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
