package io.batpak.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.batpak.error.SegmentDamageException;
import io.batpak.error.StoreClosedException;
import io.batpak.format.FrameHead;
import io.batpak.fs.StoreFile;
import io.batpak.model.FramePosition;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Reads of many frames: the same bytes in any order, few reads in log order.
///
/// Tier: unit. Covers: E19, F8.
class SegmentSweepTest {
    private static final int FRAMES = 3000;

    @TempDir
    private Path directory;

    private WatchedFs fs;
    private FrameFiles.Written written;

    @BeforeEach
    void write() {
        fs = new WatchedFs(directory);
        written = FrameFiles.write(fs, 1, FRAMES, 1400);
    }

    private void sees(SegmentSweep sweep, int index) {
        FramePosition position = written.positions().get(index);
        int body = sweep.bodyAt(position);
        byte[] frame = written.frames().get(index);
        int at = body - FrameHead.BYTES;
        assertThat(Arrays.equals(sweep.array(), at, at + frame.length, frame, 0, frame.length))
                .as("frame %d", index)
                .isTrue();
    }

    @Test
    void inLogOrderFewReadsDo() {
        try (SegmentReads reads = new SegmentReads(fs, 1)) {
            SegmentSweep sweep = new SegmentSweep(reads);
            for (int i = 0; i < FRAMES; i++) {
                sees(sweep, i);
            }
        }
        assertThat(fs.reads.get()).isLessThan(30);
    }

    @Test
    void whatLiesBetweenIsReadWhereThatIsCheaper() {
        try (SegmentReads reads = new SegmentReads(fs, 1)) {
            SegmentSweep sweep = new SegmentSweep(reads);
            for (int i = 0; i < FRAMES; i += 3) { // 1.4 KiB apart, on the average
                sees(sweep, i);
            }
        }
        assertThat(fs.reads.get()).isLessThan(30);
    }

    @Test
    void framesFarApartAreReadAloneEvenBehindOthersThatWereNot() {
        long alone = 0;
        try (SegmentReads reads = new SegmentReads(fs, 1)) {
            SegmentSweep sweep = new SegmentSweep(reads);
            for (int i = 0; i < FRAMES / 2; i++) {
                sees(sweep, i);
            }
            sees(sweep, FRAMES / 2 + 300); // leaves what was read ahead
            fs.readBytes.set(0);
            for (int i = FRAMES / 2 + 400; i < FRAMES; i += 100) { // 70 KiB apart
                sees(sweep, i);
                alone += written.positions().get(i).length();
            }
        }
        assertThat(fs.readBytes).hasValue(alone);
    }

    @Test
    void backwardsAndAtRandomTheBytesAreTheSame() {
        try (SegmentReads reads = new SegmentReads(fs, 1)) {
            reads.finishedBelow(2);
            SegmentSweep sweep = new SegmentSweep(reads);
            for (int i = FRAMES - 1; i >= 0; i--) {
                sees(sweep, i);
            }
            Random random = new Random(7);
            for (int i = 0; i < FRAMES; i++) {
                sees(sweep, random.nextInt(FRAMES));
            }
            assertThat(fs.openMappings).hasValue(1);
        }
    }

    @Test
    void aFrameAcrossPiecesAndALongOneAreSeenWhole() {
        byte[] large = new byte[1 << 20];
        FrameHead.put(large, 0, large.length - FrameHead.BYTES);
        FramePosition position;
        try (StoreFile file = fs.openExisting("000001.fbat")) {
            position = new FramePosition(1, file.length(), large.length);
            file.write(large, 0, large.length, file.length());
        }
        try (SegmentReads reads = new SegmentReads(fs, 1)) {
            SegmentSweep sweep = new SegmentSweep(reads);
            sees(sweep, FRAMES - 1);
            assertThat(sweep.bodyAt(position)).isEqualTo(FrameHead.BYTES);
            sees(sweep, 0);
            sees(sweep, 1);
        }
    }

    @Test
    void damageIsFoundAndTheNextFrameIsFine() {
        FramePosition damaged = written.positions().get(5);
        try (StoreFile file = fs.openExisting("000001.fbat")) {
            file.write(new byte[] {1, 2, 3, 4}, 0, 4, damaged.offset() + FrameHead.CRC_AT);
        }
        try (SegmentReads reads = new SegmentReads(fs, 1)) {
            SegmentSweep sweep = new SegmentSweep(reads);
            sees(sweep, 4);
            assertThatThrownBy(() -> sweep.bodyAt(damaged)).isInstanceOf(SegmentDamageException.class);
            sees(sweep, 6);
            FramePosition behind = new FramePosition(1, 1L << 40, 100);
            assertThatThrownBy(() -> sweep.bodyAt(behind)).isInstanceOf(SegmentDamageException.class);
            FramePosition huge = new FramePosition(1, 0, FrameHead.FRAME_BYTES_MAX);
            assertThatThrownBy(() -> sweep.bodyAt(huge)).isInstanceOf(SegmentDamageException.class);
            sees(sweep, 7);
        }
    }

    @Test
    void afterTheCloseNothingIsReadOn() {
        SegmentReads reads = new SegmentReads(fs, 1);
        SegmentSweep sweep = new SegmentSweep(reads);
        sees(sweep, 0);
        reads.close();
        assertThatThrownBy(() -> sees(sweep, FRAMES - 1)).isInstanceOf(StoreClosedException.class);
    }
}
