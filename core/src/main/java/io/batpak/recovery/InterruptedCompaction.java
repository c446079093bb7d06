package io.batpak.recovery;

import io.batpak.error.DirectoryMalformedException;
import io.batpak.format.Artifact;
import io.batpak.format.CompactionMarker;
import io.batpak.fs.FileFacts;
import io.batpak.fs.StoreFs;
import io.batpak.model.OpenReport;
import io.batpak.segment.SegmentName;
import io.batpak.sidecar.ArtifactFile;
import io.batpak.sidecar.CompactionMarkerFile;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// A compaction that did not get to its end: which files count, and how the directory is brought to say so
/// without the marker.
///
/// Every open reads the files that count under the names they have. A writable one then puts the names right
/// ([#finish]); whatever it has done when the power fails, the next open judges as this one did. Confined to the
/// opening thread.
final class InterruptedCompaction {
    private static final String ASIDE_SUFFIX = ".compact-src";
    private static final List<String> ARTIFACTS =
            List.of(ArtifactFile.name(Artifact.Form.MMAP_INDEX), ArtifactFile.name(Artifact.Form.CHECKPOINT));

    private final StoreFs fs;
    private final CompactionMarker marker;
    private final CompactionVerdict verdict;
    private final String finalName;
    private final String asideName;

    private InterruptedCompaction(StoreFs fs, CompactionMarker marker, CompactionVerdict verdict) {
        this.fs = fs;
        this.marker = marker;
        this.verdict = verdict;
        this.finalName = SegmentName.of(marker.mergedId()).fileName();
        this.asideName = finalName + ASIDE_SUFFIX;
    }

    /// Judges what the marker is about; empty without one.
    ///
    /// @throws DirectoryMalformedException when it cannot be told which files count; nothing was changed
    static Optional<InterruptedCompaction> find(StoreFs fs, Inventory listed) {
        if (!listed.hasMarker()) {
            return Optional.empty();
        }
        CompactionMarker marker = CompactionMarkerFile.read(fs);
        String finalName = SegmentName.of(marker.mergedId()).fileName();
        CompactionFacts facts = new CompactionFacts(
                marker,
                listed.segments().stream().map(SegmentName::id).toList(),
                fs.facts(finalName).map(file -> OptionalLong.of(file.length())).orElseGet(OptionalLong::empty),
                fs.facts(finalName + ASIDE_SUFFIX).isPresent(),
                CompactionFacts.Origin.UNREAD);
        CompactionVerdict verdict = CompactionVerdict.of(facts);
        if (verdict instanceof CompactionVerdict.Look) {
            verdict = CompactionVerdict.of(facts.with(CompactionOrigin.of(fs, marker)));
        }
        if (verdict instanceof CompactionVerdict.Refuse(String why)) {
            throw new DirectoryMalformedException(CompactionMarkerFile.NAME, why + "; nothing was changed");
        }
        return Optional.of(new InterruptedCompaction(fs, marker, verdict));
    }

    /// The segments that count, in log order; one may have another name than its id says.
    List<SegmentName> segments(List<SegmentName> listed) {
        List<SegmentName> counting = new ArrayList<>(listed);
        switch (verdict) {
            case CompactionVerdict.Back(boolean aside)
            when aside -> {
                counting.removeIf(name -> name.id() == marker.mergedId());
                counting.add(new SegmentName(marker.mergedId(), asideName));
                counting.sort(Comparator.comparingLong(SegmentName::id));
            }
            case CompactionVerdict.Forward(List<Long> leftovers, boolean _) -> {
                Set<Long> replaced = new HashSet<>(leftovers);
                counting.removeIf(name -> replaced.contains(name.id()));
            }
            default -> {
                // the names that are there are the right ones
            }
        }
        return counting;
    }

    /// Segments that are read under another name until [#finish].
    Map<Long, String> asides() {
        return verdict instanceof CompactionVerdict.Back(boolean aside) && aside
                ? Map.of(marker.mergedId(), asideName)
                : Map.of();
    }

    /// The highest segment that events may have been moved out of, or into.
    long movedThrough() {
        return Math.max(marker.mergedId(), marker.sources().getLast());
    }

    /// Whether no name changes and no segment goes.
    boolean leavesSegments() {
        return asides().isEmpty() && leftovers().isEmpty();
    }

    /// Whether a file with the name of a source set aside is dealt with here.
    boolean isOurs(String aside) {
        return asides().containsValue(aside) || leftovers().contains(aside);
    }

    /// What [#finish] would do, without doing it.
    List<OpenReport.Repair> planned() {
        return repairs(false);
    }

    /// Makes the directory say what counts, and takes the marker away, durably.
    ///
    /// First of all the names are made durable that a killed process has given or taken away, as they were
    /// judged here and the power may fail. Then in this order: the artifacts go, because 0.9.0 may have written
    /// one for the other outcome; then the segments are put right; then the marker goes, each step durable before
    /// the next. Before the first source gets its name back, the marker is narrowed to it: from then on the file
    /// of that name need not be told from the merged segment any more.
    List<OpenReport.Repair> finish() {
        List<OpenReport.Repair> done = repairs(true);
        fs.syncDirectory();
        remove(ARTIFACTS.stream().filter(name -> fs.facts(name).isPresent()).toList());
        if (!asides().isEmpty()) {
            if (marker.sources().size() > 1) {
                CompactionMarkerFile.write(
                        fs, new CompactionMarker(marker.mergedId(), List.of(marker.mergedId()), Optional.empty()));
            }
            fs.rename(asideName, finalName);
            fs.syncDirectory();
        }
        remove(leftovers());
        CompactionMarkerFile.remove(fs);
        return done;
    }

    private void remove(List<String> names) {
        names.forEach(fs::delete);
        if (!names.isEmpty()) {
            fs.syncDirectory();
        }
    }

    private List<String> leftovers() {
        List<String> names = new ArrayList<>();
        if (verdict instanceof CompactionVerdict.Forward(List<Long> sources, boolean aside)) {
            if (aside) {
                names.add(asideName);
            }
            sources.forEach(id -> names.add(SegmentName.of(id).fileName()));
        }
        return names;
    }

    private List<OpenReport.Repair> repairs(boolean done) {
        List<OpenReport.Repair> repairs = new ArrayList<>();
        ARTIFACTS.stream()
                .filter(name -> fs.facts(name).isPresent())
                .forEach(name -> repairs.add(removed(name, "an index from around an interrupted compaction", done)));
        if (!asides().isEmpty()) {
            repairs.add(new OpenReport.Repair(
                    finalName, "gave " + asideName + " its name back", length(finalName), length(asideName), done));
        }
        leftovers().forEach(name -> repairs.add(removed(name, "what a compaction has replaced", done)));
        String outcome = verdict instanceof CompactionVerdict.Back ? "was undone" : "was finished";
        repairs.add(removed(CompactionMarkerFile.NAME, "the marker: the compaction " + outcome, done));
        return repairs;
    }

    private OpenReport.Repair removed(String name, String what, boolean done) {
        return new OpenReport.Repair(name, "removed " + what, length(name), 0, done);
    }

    private long length(String name) {
        return fs.facts(name).map(FileFacts::length).orElse(0L);
    }
}
