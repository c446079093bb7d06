package io.batpak.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.batpak.error.IndexRunDamageException;
import io.batpak.hash.Checksum32;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/// The blocks of an index run: no reader gets bytes of a block whose checksum does not match.
///
/// Covers: E4.
/// Tier: unit.
class RunBytesTest {
    private static final int BLOCK = RunLayout.BLOCK_BYTES;
    private static final int LENGTH = 3 * BLOCK + 100;

    private final byte[] stored = stored();
    private final int[] crcs = {crc(0, BLOCK), crc(BLOCK, BLOCK), crc(2 * BLOCK, BLOCK), crc(3 * BLOCK, 100)};
    private final RunBytes bytes = new RunBytes("1.fbx", new ArrayMapping(stored), LENGTH, crcs);

    private static byte[] stored() {
        byte[] made = new byte[LENGTH + 50];
        new SplittableRandom(1).nextBytes(made);
        return made;
    }

    private int crc(int from, int length) {
        return Checksum32.crc32().of(stored, from, length);
    }

    private void refused(Consumer<RunBytes> read) {
        RunBytes fresh = new RunBytes("1.fbx", new ArrayMapping(stored), LENGTH, crcs);
        assertThat(fresh.isDamaged()).isFalse();
        assertThatThrownBy(() -> read.accept(fresh))
                .isInstanceOf(IndexRunDamageException.class)
                .hasMessageContaining("checksum of a block");
        assertThat(fresh.isDamaged()).isTrue();
    }

    @Test
    void everyReaderChecksTheBlockItReads() {
        stored[BLOCK + 77] ^= 1;
        List<Consumer<RunBytes>> reads = List.of(
                read -> read.u8(BLOCK),
                read -> read.u16(BLOCK),
                read -> read.i32(BLOCK),
                read -> read.u32(2 * BLOCK - 4),
                read -> read.u64(2 * BLOCK - 8),
                read -> read.copy(BLOCK, new byte[1], 0, 1),
                read -> read.copy(2 * BLOCK - 1, new byte[1], 0, 1));
        reads.forEach(this::refused);
    }

    @Test
    void aCopyChecksAllBlocksItTouchesAndNoOther() {
        stored[BLOCK + 77] ^= 1;
        stored[3 * BLOCK + 5] ^= 1;
        byte[] target = new byte[2 * BLOCK + 10];
        bytes.copy(0, target, 3, BLOCK);
        assertThat(Arrays.copyOfRange(target, 3, 3 + BLOCK)).isEqualTo(Arrays.copyOf(stored, BLOCK));
        bytes.copy(2 * BLOCK, target, 0, BLOCK);
        assertThat(Arrays.copyOf(target, BLOCK)).isEqualTo(Arrays.copyOfRange(stored, 2 * BLOCK, 3 * BLOCK));
        refused(read -> read.copy(0, target, 0, BLOCK + 1));
        refused(read -> read.copy(BLOCK - 1, target, 0, 2));
        refused(read -> read.copy(BLOCK - 1, target, 0, BLOCK + 2));
        refused(read -> read.copy(2 * BLOCK, target, 0, BLOCK + 1));
        assertThat(bytes.isDamaged()).isFalse();
    }

    @Test
    void aBlockIsCheckedOnce() {
        int value = bytes.u8(BLOCK + 1);
        stored[BLOCK + 77] ^= 1;
        assertThat(bytes.u8(BLOCK + 1)).isEqualTo(value).isEqualTo(stored[BLOCK + 1] & 0xFF);
        assertThat(bytes.check(0, LENGTH)).isNull();
    }

    @Test
    void aRangeIsCheckedByTheBlocksItTouches() {
        stored[2 * BLOCK + 77] ^= 1;
        assertThat(bytes.check(0, 2 * BLOCK)).isNull();
        assertThat(bytes.check(3 * BLOCK, LENGTH)).isNull();
        for (int[] range : new int[][] {{0, 2 * BLOCK + 1}, {3 * BLOCK - 1, 3 * BLOCK}, {2 * BLOCK, LENGTH}}) {
            assertThat(bytes.check(range[0], range[1]))
                    .isEqualTo(new Damage(
                            Damage.Reason.RUN_BLOCK_CRC, "the checksum of a block does not match", 2L * BLOCK));
        }
        assertThat(bytes.isDamaged()).isFalse();
    }

    @Test
    void itIsNamedAndAsLongAsItsBlocks() {
        assertThat(bytes).hasToString("1.fbx");
        assertThat(bytes.length()).isEqualTo(LENGTH);
        assertThat(bytes.u32(LENGTH - 4)).isEqualTo(SidxLayout.u32(stored, LENGTH - 4));
    }
}
