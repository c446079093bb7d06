package io.batpak.verify.engine;

import io.batpak.format.Artifact;
import io.batpak.format.ByteSource;
import io.batpak.format.KindFallbacks;
import io.batpak.format.SidxFooter;
import io.batpak.index.IndexView;
import io.batpak.read.EventReader;
import io.batpak.recovery.Restore;
import io.batpak.recovery.Restored;
import io.batpak.segment.SegmentName;
import io.batpak.segment.SegmentReads;
import io.batpak.sidecar.ArtifactFile;
import io.batpak.sidecar.IndexRuns;
import io.batpak.testkit.MemFs;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// The ways a closed directory can be opened, by what lies beside its segments.
public enum ReopenPath {
    /// Whatever the last session left.
    AS_LEFT(""),
    /// Our own run files alone, for all segments.
    RUNS("Runs"),
    /// `index.fbati` alone.
    MMAP("Mmap"),
    /// `index.ckpt` alone.
    CHECKPOINT("Checkpoint"),
    /// Nothing; the segments have their footers.
    FOOTERS("Rebuild"),
    /// Nothing, and the segments are frames and nothing else.
    FRAMES("Rebuild");

    private static final int OPEN_FILES = 8;

    private final String reported;

    ReopenPath(String reported) {
        this.reported = reported;
    }

    /// Whether an open report may name this source.
    public boolean isReportedAs(String source) {
        return this == AS_LEFT || reported.equals(source);
    }

    /// A copy of the directory that is opened this way. Hidden ranges and keys stay, they are no index.
    public MemFs of(MemFs closed) {
        MemFs copy = closed.killed();
        if (this == AS_LEFT) {
            return copy;
        }
        copy.list().stream().filter(ReopenPath::isIndex).forEach(copy::delete);
        switch (this) {
            case RUNS ->
                seal(copy, view -> {
                    // it is looked at once opened
                });
            case MMAP -> writeArtifact(copy, Artifact.Form.MMAP_INDEX, 0);
            case CHECKPOINT -> writeArtifact(copy, Artifact.Form.CHECKPOINT, 0);
            case FRAMES -> segments(copy).forEach(name -> copy.damage(name, ReopenPath::withoutFooter));
            default -> {
                // the footers are enough
            }
        }
        return copy;
    }

    public static boolean isIndex(String name) {
        return name.equals("index.fbati") || name.equals("index.ckpt") || name.endsWith(".fbx");
    }

    private static List<String> segments(MemFs fs) {
        return fs.list().stream().filter(name -> name.endsWith(".fbat")).toList();
    }

    private static byte[] withoutFooter(byte[] segment) {
        return SidxFooter.read(ByteSource.of(segment), segment.length) instanceof SidxFooter.Found.Footer footer
                ? Arrays.copyOf(segment, Math.toIntExact(footer.framesEnd()))
                : segment;
    }

    /// Writes an artifact of all events there are.
    ///
    /// @param unused so many sequences behind the last event count as given away
    public static void writeArtifact(MemFs fs, Artifact.Form form, long unused) {
        restored(
                fs,
                restored -> ArtifactFile.write(
                        fs,
                        form,
                        restored.writer().artifactRows(),
                        ArtifactFile.head(fs, restored.nextSequence() + unused, KindFallbacks.NONE)));
    }

    /// Puts everything that no run covers yet into one, joins runs if there are enough, and checks the index
    /// that answers from them.
    public static void seal(MemFs fs, Consumer<IndexView> check) {
        long highest = segments(fs).stream()
                .map(SegmentName::parse)
                .flatMap(Optional::stream)
                .mapToLong(SegmentName::id)
                .max()
                .orElseThrow();
        restored(fs, restored -> {
            restored.writer().cut();
            IndexRuns runs = new IndexRuns(fs, restored.index());
            runs.seal(highest);
            runs.joinAll(() -> true);
            check.accept(restored.index().view());
        });
    }

    /// Opens the segments, and whatever index files there are, for writing.
    static void restored(MemFs fs, Consumer<Restored> use) {
        try (SegmentReads reads = new SegmentReads(fs, OPEN_FILES)) {
            use.accept(Restore.run(fs, Samples.clock(), true, new EventReader(reads)));
        }
    }
}
