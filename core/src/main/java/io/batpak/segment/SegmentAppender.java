package io.batpak.segment;

import io.batpak.format.Preamble;
import io.batpak.fs.IoKind;
import io.batpak.fs.IoSite;
import io.batpak.fs.StoreFile;
import io.batpak.fs.StoreFs;
import io.batpak.fs.StoreIoException;
import io.batpak.fs.SyncMode;
import io.batpak.model.FramePosition;

/// The one growing segment. Confined to the holder of the commit turn.
///
/// A frame counts from the moment its write has returned; a failed write is cut off again, and when even that
/// fails the file is {@linkplain #inDoubt() in doubt} and must not be written any more.
public final class SegmentAppender implements AutoCloseable {
    private final long id;
    private final StoreFile file;
    private long end;
    private boolean sealed;
    private boolean inDoubt;

    private SegmentAppender(long id, StoreFile file, long end) {
        this.id = id;
        this.file = file;
        this.end = end;
    }

    /// Creates segment `id`. It is prepared under a staging name, so that the segment's name never points at a
    /// missing or half-written preamble, which 0.9.0 could not open.
    ///
    /// @param createdNanos wall clock, nanoseconds since 1970
    /// @throws StoreIoException when the name is taken or the disk refuses; nothing is left under the
    ///     segment's
    /// name
    public static SegmentAppender create(StoreFs fs, long id, long createdNanos) {
        String name = SegmentName.of(id).fileName();
        String staged = name + StoreFileKind.STAGED_SUFFIX;
        if (fs.facts(name).isPresent()) {
            throw new StoreIoException(IoSite.of("create segment", name), IoKind.ALREADY_EXISTS, "the name is taken");
        }
        if (fs.facts(staged).isPresent()) {
            fs.delete(staged); // left by an attempt that failed; it never held a frame
        }
        byte[] preamble = Preamble.encode(id, createdNanos);
        StoreFile file = fs.createNew(staged);
        try {
            file.write(preamble, 0, preamble.length, 0);
            file.sync(SyncMode.ALL);
            fs.rename(staged, name);
            fs.syncDirectory();
        } catch (Throwable t) {
            try (file) {
                throw t;
            }
        }
        return new SegmentAppender(id, file, preamble.length);
    }

    /// The segment's id.
    public long id() {
        return id;
    }

    /// Offset at which the next frame will stand; the preamble counts, a footer does not.
    public long end() {
        return end;
    }

    /// Whether the footer has been written; no frame may follow it.
    public boolean isSealed() {
        return sealed;
    }

    /// Whether bytes may stand behind {@link #end()} that could not be cut off.
    public boolean inDoubt() {
        return inDoubt;
    }

    /// Writes one or more whole frames in one call and returns where they stand.
    public FramePosition append(byte[] frames, int from, int length) {
        long at = end;
        try {
            file.write(frames, from, length, at);
        } catch (RuntimeException | Error e) {
            cutBackAfter(e);
            throw e;
        }
        end = at + length;
        return new FramePosition(id, at, length);
    }

    /// Makes everything up to {@link #end()} durable.
    public void sync(SyncMode mode) {
        file.sync(mode);
    }

    /// Writes the footer behind frames that are already durable, and syncs it.
    public void seal(FooterSource footer) {
        if (sealed) {
            return;
        }
        try {
            long[] at = {end};
            footer.writeTo(end, (bytes, from, length) -> {
                file.write(bytes, from, length, at[0]);
                at[0] += length;
            });
        } catch (RuntimeException | Error e) {
            cutBackAfter(e); // 0.9.0 refuses a half footer once a newer segment exists
            throw e;
        }
        sealed = true;
        file.sync(SyncMode.ALL);
    }

    private void cutBackAfter(Throwable failure) {
        try {
            file.truncate(end);
        } catch (RuntimeException | Error second) {
            inDoubt = true;
            failure.addSuppressed(second);
        }
    }

    @Override
    public void close() {
        file.close();
    }

    /// Produces a footer piece by piece.
    @FunctionalInterface
    public interface FooterSource {
        /// Hands all bytes of the footer to `out`, in order.
        ///
        /// @param framesEnd offset at which the footer will begin
        void writeTo(long framesEnd, Output out);
    }

    /// Takes the next bytes of a footer.
    @FunctionalInterface
    public interface Output {
        /// Takes `length` bytes from `from` on; the array may be reused afterwards.
        void accept(byte[] bytes, int from, int length);
    }
}
