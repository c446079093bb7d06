package io.batpak.sidecar;

import io.batpak.format.RunFile;
import io.batpak.format.RunSegment;
import io.batpak.fs.StoreFs;
import io.batpak.index.ReshapedRows;
import io.batpak.index.Stretch;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Parts of the index that a compaction has taken, and the run file that comes in their place.
///
/// The order is: [#stage] before anything of the compaction shows, [io.batpak.index.Index#reshape] with what it
/// answered, [#install], [#close]. Closing without the third leaves the directory as it was. Nothing of it decides
/// what an open sees: runs that do not fit the segments are not used.
///
/// Threads: one.
public final class RunExchange implements AutoCloseable {
    private final StoreFs fs;
    private final Stretch stretch;
    private final Runnable release;
    private @Nullable RunName name;
    private @Nullable String staged;

    RunExchange(StoreFs fs, Stretch stretch, Runnable release) {
        this.fs = fs;
        this.stretch = stretch;
        this.release = release;
    }

    /// An output of the compaction.
    ///
    /// @param id the segment it becomes
    /// @param fileName the name it has now
    public record Output(long id, String fileName) {}

    /// What was taken; no other thread exchanges these parts before [#close].
    public Stretch stretch() {
        return stretch;
    }

    /// The exchange of some of the parts, with a run of their own. Its closing frees nothing.
    public RunExchange within(Stretch part) {
        return new RunExchange(fs, part, () -> {});
    }

    /// Writes the run under a staging name and maps it; its bytes are durable then, its name after the next sync of
    /// the directory. Empty if no event is left: then there is no run.
    ///
    /// @param outputs whole and closed; those without events are covered, too
    /// @throws IllegalArgumentException if the rows are not those of [#stretch], or do not fit the outputs
    /// @throws io.batpak.fs.StoreIoException what the disk said; nothing is left then
    /// @throws io.batpak.error.SegmentDamageException if an output has no readable preamble
    public Optional<RunFile> stage(ReshapedRows rows, List<Output> outputs) {
        if (!rows.stretch().equals(stretch) || staged != null) {
            throw new IllegalArgumentException("rows of another stretch, or a second time");
        }
        if (rows.count() == 0) {
            return Optional.empty();
        }
        List<RunSegment> segments = segments(rows, outputs);
        RunName target =
                new RunName(segments.getFirst().id(), segments.getLast().id());
        staged = AtomicFile.stage(fs, target.fileName(), RunFiles.content(rows, segments));
        name = target;
        return Optional.of(RunFiles.open(fs, target, staged));
    }

    /// The outputs, and those of the stretch that are no source.
    private List<RunSegment> segments(ReshapedRows rows, List<Output> outputs) {
        Map<Long, Integer> counts = new HashMap<>();
        rows.segments().forEach(segment -> counts.put(segment.segment(), segment.rows()));
        List<RunSegment> segments = new ArrayList<>();
        for (Output output : outputs) {
            int count = counts.getOrDefault(output.id(), 0);
            segments.add(SegmentIdentity.covered(fs, output.id(), output.fileName(), count));
        }
        stretch.runs().stream()
                .flatMap(run -> run.segments().stream())
                .filter(segment -> !rows.reshaping().moves(segment.id()))
                .forEach(segments::add);
        segments.sort(Comparator.comparingLong(RunSegment::id));
        return segments;
    }

    /// Gives the run its name and deletes those it replaces, with one sync of the directory. After
    /// [io.batpak.index.Index#reshape].
    ///
    /// @throws io.batpak.fs.StoreIoException what the disk said; what is left then, the next open finds out
    public void install() {
        Set<String> old = new HashSet<>();
        stretch.runs().forEach(run -> old.add(IndexRuns.fileName(run)));
        if (staged != null && name != null) {
            fs.rename(staged, name.fileName());
            old.remove(name.fileName());
            staged = null;
        }
        old.stream().filter(file -> fs.facts(file).isPresent()).sorted().forEach(fs::delete);
        fs.syncDirectory();
    }

    /// Deletes the run that was staged and not installed, if there is one.
    ///
    /// @throws io.batpak.fs.StoreIoException what the disk said; the next writable open deletes it
    public void discard() {
        String unused = staged;
        staged = null;
        if (unused != null && fs.facts(unused).isPresent()) {
            fs.delete(unused);
        }
    }

    /// Frees the parts, and discards what was staged and not installed.
    ///
    /// @throws io.batpak.fs.StoreIoException as for [#discard]; the parts are free all the same
    @Override
    public void close() {
        try {
            discard();
        } finally {
            release.run();
        }
    }
}
