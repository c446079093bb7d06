package io.batpak.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.batpak.error.SegmentDamageException;
import io.batpak.error.StoreClosedException;
import io.batpak.error.StoreException;
import io.batpak.format.FrameHead;
import io.batpak.fs.StoreFile;
import io.batpak.fs.StoreIoException;
import io.batpak.model.FramePosition;
import io.batpak.time.SpawnFailedException;
import io.batpak.time.Spawner;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Point reads: what is mapped, what stays a file, how many are open, what damage and closing look like.
///
/// Tier: unit. Covers: E19, F8.
class SegmentReadsTest {
    private static final int OFTEN = 200;

    @TempDir
    private Path directory;

    private WatchedFs fs;
    private SegmentReads reads;
    private final FrameBuffer buffer = new FrameBuffer();

    @BeforeEach
    void openDirectory() {
        fs = new WatchedFs(directory);
        reads = new SegmentReads(fs, 2);
    }

    @AfterEach
    void closeReads() {
        reads.close();
        assertThat(fs.open()).as("files and mappings left open").isZero();
        assertThat(fs.closedUnderCopy).hasValue(0);
    }

    private void readOften(FrameFiles.Written written) {
        for (int i = 0; i < OFTEN; i++) {
            assertThat(FrameFiles.reads(
                            reads, buffer, written, i % written.frames().size()))
                    .isTrue();
        }
    }

    @Test
    void aFinishedSegmentThatIsReadOftenIsMappedAndNeedsNoFile() {
        FrameFiles.Written written = FrameFiles.write(fs, 1, 20, 900);
        reads.finishedBelow(2);
        readOften(written);
        assertThat(fs.openMappings).hasValue(1);
        assertThat(fs.openFiles).hasValue(0);
    }

    @Test
    void aGrowingSegmentStaysAFile() {
        readOften(FrameFiles.write(fs, 1, 20, 900));
        assertThat(fs.mapped).hasValue(0);
        assertThat(fs.openFiles).hasValue(1);
    }

    @Test
    void whatStandsBelowASegmentThatWasReadIsFinished() {
        FrameFiles.Written older = FrameFiles.write(fs, 1, 20, 900);
        FrameFiles.Written newer = FrameFiles.write(fs, 2, 20, 900);
        assertThat(FrameFiles.reads(reads, buffer, newer, 0)).isTrue();
        readOften(older);
        assertThat(fs.openMappings).hasValue(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void noMoreSegmentsAreOpenThanAllowed(int handlesMax) {
        try (SegmentReads bounded = new SegmentReads(fs, handlesMax)) {
            bounded.finishedBelow(-1);
            FrameFiles.Written[] all = new FrameFiles.Written[9];
            for (int i = 0; i < all.length; i++) {
                all[i] = FrameFiles.write(fs, i + 1, 5, 300);
            }
            for (int round = 0; round < 300; round++) {
                for (FrameFiles.Written each : all) {
                    assertThat(FrameFiles.reads(bounded, buffer, each, round % 5))
                            .isTrue();
                    assertThat(fs.open()).isLessThanOrEqualTo(handlesMax);
                }
            }
        }
    }

    @Test
    void aFrameBehindTheMappedBytesIsReadFromTheFile() {
        FrameFiles.Written first = FrameFiles.write(fs, 1, 20, 900);
        reads.finishedBelow(2);
        readOften(first);
        try (StoreFile file = fs.openExisting("000001.fbat")) {
            FrameFiles.Written later = FrameFiles.append(file, 1, 20, 900);
            readOften(later);
        }
        readOften(first);
    }

    @Test
    void aReplacedFileIsReadOnUntilItIsForgotten() {
        FrameFiles.Written written = FrameFiles.write(fs, 1, 3, 900);
        assertThat(FrameFiles.reads(reads, buffer, written, 1)).isTrue();
        FrameFiles.Written other = FrameFiles.write(fs, 77, 3, 900);
        fs.rename("000077.fbat", "000001.fbat");
        assertThat(FrameFiles.reads(reads, buffer, written, 1)).isTrue();
        reads.forget(1);
        reads.forget(1);
        FramePosition there = other.positions().get(1);
        reads.frame(new FramePosition(1, there.offset(), there.length()), buffer);
        assertThat(buffer.array()).startsWith(other.frames().get(1));
    }

    @Test
    void aDeletedSegmentIsReadWhileItIsMapped() {
        FrameFiles.Written written = FrameFiles.write(fs, 1, 20, 900);
        reads.finishedBelow(2);
        readOften(written);
        fs.delete("000001.fbat");
        readOften(written);
        reads.forget(1);
        assertThatThrownBy(() -> reads.frame(written.positions().getFirst(), buffer))
                .isInstanceOf(StoreIoException.class);
    }

    @Test
    void withoutMappingsReadsGoOn() {
        fs.refusesMappings = true;
        FrameFiles.Written written = FrameFiles.write(fs, 1, 20, 900);
        reads.finishedBelow(2);
        readOften(written);
        fs.refusesMappings = false;
        readOften(written);
        assertThat(fs.mapped).as("it was asked for once").hasValue(0);
    }

    @Test
    void aSegmentCutUnderItsMappingIsAFault() {
        FrameFiles.Written written = FrameFiles.write(fs, 1, 40, 900);
        reads.finishedBelow(2);
        readOften(written);
        try (StoreFile file = fs.openExisting("000001.fbat")) {
            file.truncate(4096);
        }
        FramePosition lost = written.positions().getLast();
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> reads.frame(lost, buffer)).isInstanceOf(StoreException.Fault.class);
        }
        assertThat(FrameFiles.reads(reads, buffer, written, 0)).isTrue();
    }

    @Test
    void aChangedByteIsDetectedInAFileAndInAMapping() {
        FrameFiles.Written written = FrameFiles.write(fs, 1, 20, 900);
        FramePosition damaged = written.positions().get(7);
        try (StoreFile file = fs.openExisting("000001.fbat")) {
            byte[] last = {(byte) ~written.frames().get(7)[damaged.length() - 1]};
            file.write(last, 0, 1, damaged.offset() + damaged.length() - 1);
        }
        reads.finishedBelow(2);
        for (int i = 0; i < OFTEN; i++) {
            assertThatThrownBy(() -> reads.frame(damaged, buffer)).isInstanceOf(SegmentDamageException.class);
        }
        assertThat(fs.openMappings).hasValue(1);
        assertThat(FrameFiles.reads(reads, buffer, written, 8)).isTrue();
    }

    @Test
    void positionsWhereNoFrameIsAreDamage() {
        FrameFiles.Written written = FrameFiles.write(fs, 1, 3, 900);
        FramePosition first = written.positions().getFirst();
        for (FramePosition wrong : new FramePosition[] {
            new FramePosition(1, 0, 0),
            new FramePosition(1, 0, FrameHead.BYTES),
            new FramePosition(1, 0, -5),
            new FramePosition(1, 0, Integer.MAX_VALUE),
            new FramePosition(1, 0, FrameHead.FRAME_BYTES_MAX),
            new FramePosition(1, 0, first.length() + 1),
            new FramePosition(1, 0, first.length() - 1),
            new FramePosition(1, -1, first.length()),
            new FramePosition(1, Long.MAX_VALUE, first.length()),
            new FramePosition(1, 1 << 20, first.length())
        }) {
            assertThatThrownBy(() -> reads.frame(wrong, buffer))
                    .as("%s", wrong)
                    .isInstanceOf(SegmentDamageException.class);
        }
    }

    @Test
    void aLongFrameIsReadAndItsRoomIsNotKept() {
        FrameFiles.Written small = FrameFiles.write(fs, 1, 1, 10);
        FrameFiles.Written large;
        try (StoreFile file = fs.openExisting("000001.fbat")) {
            byte[] frame = new byte[3 << 20];
            FrameHead.put(frame, 0, frame.length - FrameHead.BYTES);
            long at = file.length();
            file.write(frame, 0, frame.length, at);
            large = new FrameFiles.Written(
                    java.util.List.of(new FramePosition(1, at, frame.length)), java.util.List.of(frame));
        }
        assertThat(FrameFiles.reads(reads, buffer, large, 0)).isTrue();
        assertThat(FrameFiles.reads(reads, buffer, small, 0)).isTrue();
        assertThat(buffer.array().length).isLessThanOrEqualTo(1 << 20);
    }

    @Test
    void afterTheCloseNothingIsRead() {
        FrameFiles.Written written = FrameFiles.write(fs, 1, 20, 900);
        reads.finishedBelow(2);
        readOften(written);
        reads.close();
        reads.close();
        assertThatThrownBy(() -> reads.frame(written.positions().getFirst(), buffer))
                .isInstanceOf(StoreClosedException.class);
    }

    @Test
    void anInterruptedThreadReadsOnAndStaysInterrupted() {
        FrameFiles.Written written = FrameFiles.write(fs, 1, 20, 900);
        reads.finishedBelow(2);
        Thread.currentThread().interrupt();
        try {
            readOften(written);
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
        } finally {
            Thread.interrupted();
        }
        assertThat(fs.openMappings).hasValue(1);
    }

    @Test
    void withoutAThreadWhoeverDropsAMappingUnmapsIt() {
        Spawner none = (name, _) -> {
            throw new SpawnFailedException(name, new OutOfMemoryError("no thread"));
        };
        try (SegmentReads threadless = new SegmentReads(fs, 1, none)) {
            threadless.finishedBelow(-1);
            FrameFiles.Written one = FrameFiles.write(fs, 1, 1, 300);
            FrameFiles.Written two = FrameFiles.write(fs, 2, 1, 300);
            for (int i = 0; i < OFTEN; i++) {
                assertThat(FrameFiles.reads(threadless, buffer, one, 0)).isTrue();
            }
            assertThat(fs.openMappings).hasValue(1);
            assertThat(FrameFiles.reads(threadless, buffer, two, 0)).isTrue();
            assertThat(fs.openMappings).hasValue(0);
        }
    }
}
