package io.batpak.segment;

import io.batpak.fs.StoreFile;
import io.batpak.fs.StoreFs;
import io.batpak.fs.StoreIoException;
import io.batpak.fs.SyncMode;

/// Gives a finished segment its footer after the next one was begun.
///
/// A footer that a crash cuts off makes 0.9.0 refuse a segment that is no longer the newest, so nothing is
/// appended in place: the segment is copied under a staging name, the footer written behind it, and the copy put
/// in its place when all of it is durable. Readers that have the old file open keep it; its frames are the same.
/// Until then, and after a crash, the segment has no footer and is read by its frames.
public final class LateSeal {
    private static final int COPY_BYTES = 1 << 20;

    private LateSeal() {}

    /// Seals segment `id`, durably. Any thread; nobody else may change this segment meanwhile.
    ///
    /// @param framesEnd where its frames end; they are durable
    /// @throws StoreIoException when the disk refuses; the segment is as it was
    public static void run(StoreFs fs, long id, long framesEnd, SegmentAppender.FooterSource footer) {
        String name = SegmentName.of(id).fileName();
        String staged = name + StoreFileKind.STAGED_SUFFIX;
        try {
            try (StoreFile target = fs.createNew(staged)) {
                copy(fs, name, framesEnd, target);
                long[] at = {framesEnd};
                footer.writeTo(framesEnd, (bytes, from, length) -> {
                    target.write(bytes, from, length, at[0]);
                    at[0] += length;
                });
                target.sync(SyncMode.ALL);
            }
            fs.rename(staged, name);
        } catch (RuntimeException | Error e) {
            discard(fs, staged, e);
            throw e;
        }
        fs.syncDirectory();
    }

    private static void copy(StoreFs fs, String name, long length, StoreFile target) {
        byte[] buffer = new byte[(int) Math.min(COPY_BYTES, length)];
        try (StoreFile source = fs.openReadOnly(name)) {
            for (long at = 0; at < length; ) {
                int count = (int) Math.min(buffer.length, length - at);
                source.readFully(buffer, 0, count, at);
                target.write(buffer, 0, count, at);
                at += count;
            }
        }
    }

    private static void discard(StoreFs fs, String staged, Throwable failure) {
        try {
            if (fs.facts(staged).isPresent()) {
                fs.delete(staged);
            }
        } catch (StoreIoException e) {
            failure.addSuppressed(e);
        }
    }
}
