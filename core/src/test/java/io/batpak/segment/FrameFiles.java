package io.batpak.segment;

import io.batpak.format.FrameHead;
import io.batpak.fs.StoreFile;
import io.batpak.fs.StoreFs;
import io.batpak.model.FramePosition;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// Segment files of frames whose bodies are arbitrary bytes.
final class FrameFiles {
    private FrameFiles() {}

    /// Where the frames of one file lie, and what they are.
    record Written(List<FramePosition> positions, List<byte[]> frames) {}

    /// Creates a segment of `count` frames.
    static Written write(StoreFs fs, long segment, int count, int bodyBytesMax) {
        try (StoreFile file = fs.createNew(SegmentName.of(segment).fileName())) {
            return append(file, segment, count, bodyBytesMax);
        }
    }

    /// Appends frames to an open segment.
    static Written append(StoreFile file, long segment, int count, int bodyBytesMax) {
        Random random = new Random(segment * 31 + file.length());
        Written written = new Written(new ArrayList<>(), new ArrayList<>());
        long at = file.length();
        for (int i = 0; i < count; i++) {
            byte[] frame = new byte[FrameHead.BYTES + 1 + random.nextInt(bodyBytesMax)];
            random.nextBytes(frame);
            FrameHead.put(frame, 0, frame.length - FrameHead.BYTES);
            file.write(frame, 0, frame.length, at);
            written.positions().add(new FramePosition(segment, at, frame.length));
            written.frames().add(frame);
            at += frame.length;
        }
        return written;
    }

    /// Whether the frame at `index` was read as it was written.
    static boolean reads(SegmentReads reads, FrameBuffer buffer, Written written, int index) {
        reads.frame(written.positions().get(index), buffer);
        byte[] frame = written.frames().get(index);
        return Arrays.equals(buffer.array(), 0, frame.length, frame, 0, frame.length);
    }
}
