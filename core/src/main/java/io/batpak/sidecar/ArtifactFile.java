package io.batpak.sidecar;

import io.batpak.error.CheckpointFutureVersionException;
import io.batpak.error.MmapFutureVersionException;
import io.batpak.format.Artifact;
import io.batpak.format.ArtifactHead;
import io.batpak.format.ArtifactRows;
import io.batpak.format.ByteSink;
import io.batpak.format.ByteSource;
import io.batpak.format.Checkpoint;
import io.batpak.format.Damage;
import io.batpak.format.Decoded;
import io.batpak.format.KindFallbacks;
import io.batpak.format.MmapIndex;
import io.batpak.fs.FileFacts;
import io.batpak.fs.IoKind;
import io.batpak.fs.StoreFile;
import io.batpak.fs.StoreFs;
import io.batpak.fs.StoreIoException;
import io.batpak.model.LoadStatus;
import io.batpak.segment.SegmentName;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// `index.ckpt` and `index.fbati`: the whole index as 0.9.0 leaves it behind at a close, and as it wants to find
/// it.
///
/// Both can be made anew from the segments, so damage, or telling of other segments than those that are there, only
/// means that the file is not used. A later version refuses the open: it may mean more.
///
/// Threads: one at a time, under the directory lock.
public final class ArtifactFile {
    private static final int ENVELOPE_BYTES = 12;

    private ArtifactFile() {}

    /// Its name.
    public static String name(Artifact.Form form) {
        return switch (form) {
            case CHECKPOINT -> "index.ckpt";
            case MMAP_INDEX -> "index.fbati";
        };
    }

    /// What became of a file. While it is open, the rows of the artifact can be read.
    public static final class Loaded implements AutoCloseable {
        /// Nobody looked.
        public static final Loaded NOT_TRIED = new Loaded(LoadStatus.NOT_TRIED, Optional.empty(), false, null, null);

        private static final Loaded MISSING = new Loaded(LoadStatus.MISSING, Optional.empty(), false, null, null);

        private final LoadStatus status;
        private final Optional<String> invalidReason;
        private final boolean foreign;
        private final @Nullable Artifact artifact;
        private final @Nullable StoreFile file;

        private Loaded(
                LoadStatus status,
                Optional<String> invalidReason,
                boolean foreign,
                @Nullable Artifact artifact,
                @Nullable StoreFile file) {
            this.status = status;
            this.invalidReason = invalidReason;
            this.foreign = foreign;
            this.artifact = artifact;
            this.file = file;
        }

        private static Loaded invalid(String reason) {
            return new Loaded(LoadStatus.INVALID, Optional.of(reason), false, null, null);
        }

        private static Loaded foreign(String reason) {
            return new Loaded(LoadStatus.INVALID, Optional.of(reason), true, null, null);
        }

        /// As the open report says it.
        public LoadStatus status() {
            return status;
        }

        /// Why it cannot be used; there exactly when the status is `INVALID`.
        public Optional<String> invalidReason() {
            return invalidReason;
        }

        /// Whether it is undamaged and tells of other segments, so that 0.9.0 might use it.
        public boolean isForeign() {
            return foreign;
        }

        /// The artifact, undamaged and fitting the segments; there exactly when the status is `LOADED`.
        public Optional<Artifact> artifact() {
            return Optional.ofNullable(artifact);
        }

        @Override
        public void close() {
            if (file != null) {
                file.close();
            }
        }
    }

    /// Refuses a file of a later release, by its first bytes alone; anything else is fine here. Follows a symbolic
    /// link.
    ///
    /// @throws CheckpointFutureVersionException if it is an `index.ckpt` above version 6
    /// @throws MmapFutureVersionException if it is an `index.fbati` above version 5
    public static void requireKnownVersion(StoreFs fs, Artifact.Form form) {
        load(fs, form, file -> {
            // With no byte behind the envelope nothing can be right but the version.
            Decoded<Artifact> decoded = decode(form, file, Math.min(file.length(), ENVELOPE_BYTES));
            return decoded instanceof Decoded.Damaged<Artifact>(Damage damage) ? refused(file, damage) : Loaded.MISSING;
        });
    }

    /// Reads a file and compares it with the segments: the rows must be in order, all of them inside segments that
    /// are there, the first and the last row of each segment must be the frames that lie there, a footer must count
    /// as many events, and no segment up to the watermark may be left out. Follows a symbolic link.
    ///
    /// Call it before anything is repaired or started. Memory: the names and a few hundred rows.
    ///
    /// @return the artifact, or why there is none; the caller closes it
    /// @throws CheckpointFutureVersionException if it is an `index.ckpt` above version 6
    /// @throws MmapFutureVersionException if it is an `index.fbati` above version 5
    public static Loaded load(StoreFs fs, Artifact.Form form) {
        return load(fs, form, file -> switch (decode(form, file, file.length())) {
            case Decoded.Ok<Artifact>(Artifact artifact) ->
                ArtifactProbe.doubt(fs, artifact)
                        .map(Loaded::foreign)
                        .orElseGet(() -> new Loaded(LoadStatus.LOADED, Optional.empty(), false, artifact, file));
            case Decoded.Damaged<Artifact>(Damage damage) -> refused(file, damage);
        });
    }

    private static Loaded load(StoreFs fs, Artifact.Form form, Function<StoreFile, Loaded> read) {
        StoreFile file;
        try {
            file = fs.openReadOnly(name(form));
        } catch (StoreIoException e) {
            return e.ioKind() == IoKind.NOT_FOUND ? Loaded.MISSING : Loaded.invalid(String.valueOf(e.getMessage()));
        }
        Loaded loaded = Loaded.MISSING;
        try {
            loaded = read.apply(file);
        } catch (StoreIoException e) {
            loaded = Loaded.invalid(String.valueOf(e.getMessage()));
        } finally {
            if (loaded.file == null) {
                file.close();
            }
        }
        return loaded;
    }

    private static ByteSource source(StoreFile file) {
        return (at, target, offset, length) -> file.readFully(target, offset, length, at);
    }

    private static Decoded<Artifact> decode(Artifact.Form form, StoreFile file, long length) {
        return switch (form) {
            case CHECKPOINT -> Checkpoint.decode(source(file), length);
            case MMAP_INDEX -> MmapIndex.decode(source(file), length);
        };
    }

    private static Loaded refused(StoreFile file, Damage damage) {
        return switch (damage.reason()) {
            case CHECKPOINT_TOO_NEW ->
                throw new CheckpointFutureVersionException(Checkpoint.version(source(file)), Checkpoint.VERSION_MAX);
            case MMAP_INDEX_TOO_NEW ->
                throw new MmapFutureVersionException(MmapIndex.version(source(file)), MmapIndex.VERSION_MAX);
            default -> Loaded.invalid(damage.detail());
        };
    }

    /// Replaces the file durably, and then removes the other form, which would tell of an older state. See
    /// [AtomicFile] for what a failure leaves; whatever it is, no file tells anything wrong.
    ///
    /// @param rows all rows of the index, with their real extensions
    /// @throws StoreIoException what the disk said; `INVALID_INPUT` if a name is a symbolic link
    public static void write(StoreFs fs, Artifact.Form form, ArtifactRows rows, ArtifactHead head) {
        AtomicFile.write(fs, name(form), file -> {
            ByteSink sink = file::write;
            switch (form) {
                case CHECKPOINT -> Checkpoint.encode(rows, head, sink);
                case MMAP_INDEX -> MmapIndex.encode(rows, head, sink);
            }
        });
        AtomicFile.remove(
                fs, name(form == Artifact.Form.CHECKPOINT ? Artifact.Form.MMAP_INDEX : Artifact.Form.CHECKPOINT));
    }

    /// The head of an artifact whose rows reach to the end of the newest segment, as they do once a log has ended.
    ///
    /// @param nextSequence the next sequence the store would have handed out
    /// @param fallbacks stand-ins for reserved kinds, over all opens
    public static ArtifactHead head(StoreFs fs, long nextSequence, KindFallbacks fallbacks) {
        Optional<SegmentName> newest = fs.list().stream()
                .flatMap(name -> SegmentName.parse(name).stream())
                .filter(SegmentName::isCanonical)
                .max(Comparator.comparing(SegmentName::id, Long::compareUnsigned));
        long id = newest.map(SegmentName::id).orElse(0L);
        long length = newest.flatMap(name -> fs.facts(name.fileName()))
                .map(FileFacts::length)
                .orElse(0L);
        return new ArtifactHead(id, length, nextSequence, fallbacks);
    }
}
