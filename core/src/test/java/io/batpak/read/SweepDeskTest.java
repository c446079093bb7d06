package io.batpak.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.format.FrameHead;
import io.batpak.fs.StoreFile;
import io.batpak.fs.StoreFs;
import io.batpak.model.FramePosition;
import io.batpak.segment.SegmentReads;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Which memory stays with the readers of a journal, and that nothing of what was read does.
///
/// Tier: unit.
class SweepDeskTest {
    private static final int SMALL = 1000;
    private static final int LARGE = 1 << 20;

    @TempDir
    private Path directory;

    /// Overwrites the segment with one frame whose body is this byte again and again.
    private static FramePosition frame(StoreFs fs, int length, byte fill) {
        byte[] frame = new byte[length];
        Arrays.fill(frame, FrameHead.BYTES, length, fill);
        FrameHead.put(frame, 0, length - FrameHead.BYTES);
        String name = "000001.fbat";
        try (StoreFile file = fs.facts(name).isPresent() ? fs.openExisting(name) : fs.createNew(name)) {
            file.write(frame, 0, length, 0);
        }
        return new FramePosition(1, 0, length);
    }

    @Test
    void aDeskIsLentAgainAndHasForgottenWhatItRead() {
        StoreFs fs = StoreFs.local(directory);
        FramePosition position = frame(fs, SMALL, (byte) 1);
        try (SegmentReads reads = new SegmentReads(fs, 1)) {
            SweepDesk.Pool desks = new SweepDesk.Pool(reads);
            SweepDesk desk = desks.lend();
            assertThat(desks.lend()).as("it is in use").isNotSameAs(desk);
            assertThat(desk.sweep.array()[desk.sweep.bodyAt(position)]).isEqualTo((byte) 1);
            desks.takeBack(desk);
            frame(fs, SMALL, (byte) 2);
            assertThat(desks.lend()).isSameAs(desk);
            assertThat(desk.sweep.array()[desk.sweep.bodyAt(position)]).isEqualTo((byte) 2);
        }
    }

    @Test
    void aDeskThatHasReadALargeFrameIsNotKept() {
        StoreFs fs = StoreFs.local(directory);
        FramePosition position = frame(fs, LARGE, (byte) 1);
        try (SegmentReads reads = new SegmentReads(fs, 1)) {
            SweepDesk.Pool desks = new SweepDesk.Pool(reads);
            SweepDesk desk = desks.lend();
            desk.sweep.bodyAt(position);
            assertThat(desk.sweep.array()).hasSizeGreaterThanOrEqualTo(LARGE);
            desks.takeBack(desk);
            assertThat(desks.lend()).isNotSameAs(desk);
        }
    }
}
