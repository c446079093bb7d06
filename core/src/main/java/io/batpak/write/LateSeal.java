package io.batpak.write;

import io.batpak.fs.StoreFs;
import io.batpak.fs.StoreIoException;
import io.batpak.segment.SegmentAppender;
import io.batpak.segment.SegmentCopy;
import io.batpak.segment.SegmentName;
import io.batpak.sidecar.AtomicFile;

/// Gives a finished segment its footer after the next one was begun.
///
/// A footer that a crash cuts off makes 0.9.0 refuse a segment that is no longer the newest, so nothing is
/// appended in place: the segment is copied, the footer written behind it, and the copy put in its place when all
/// of it is durable. Readers that have the old file open keep it; its frames are the same. Until then, and after a
/// crash, the segment has no footer and is read by its frames.
final class LateSeal {
    private LateSeal() {}

    /// Seals segment `id`, durably. Any thread; nobody else may change this segment meanwhile.
    ///
    /// @param framesEnd where its frames end; they are durable
    /// @throws StoreIoException when the disk refuses; the segment is as it was, or sealed already
    static void run(StoreFs fs, long id, long framesEnd, SegmentAppender.FooterSource footer) {
        String name = SegmentName.of(id).fileName();
        AtomicFile.write(fs, name, target -> {
            SegmentCopy.copy(fs, name, framesEnd, target);
            long[] at = {framesEnd};
            footer.writeTo(framesEnd, (bytes, from, length) -> {
                target.write(bytes, from, length, at[0]);
                at[0] += length;
            });
        });
    }
}
