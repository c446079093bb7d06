package io.batpak.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/// What the last bytes of a segment claim, before anything of it is proven, and how near they are to a footer.
///
/// Covers: E4.
/// Tier: unit.
class SidxClaimsTest {
    private static final int FRAMES_END = 200;
    private static final int ROWS = 3;

    private static byte[] file() {
        SidxBuilder builder = new SidxBuilder();
        for (int i = 0; i < ROWS; i++) {
            builder.add(FrameSamples.documented().eventId(i, i), 57 + 10L * i, 10, i);
        }
        byte[] footer = builder.toByteArray(FRAMES_END);
        byte[] file = new byte[FRAMES_END + footer.length];
        System.arraycopy(footer, 0, file, FRAMES_END, footer.length);
        return file;
    }

    private static long rows(byte[] file) {
        return SidxFooter.claimedRows(ByteSource.of(file), file.length);
    }

    private static long start(byte[] file) {
        return SidxFooter.claimedStart(ByteSource.of(file), file.length);
    }

    private static boolean almost(byte[] file) {
        return SidxFooter.isAlmostThere(ByteSource.of(file), file.length);
    }

    @Test
    void aFooterClaimsItsRowsAndItsPlace() {
        assertThat(rows(file())).isEqualTo(ROWS);
        assertThat(start(file())).isEqualTo(FRAMES_END);
        byte[] empty = new SidxBuilder().toByteArray(0);
        assertThat(rows(empty)).isZero();
        assertThat(start(empty)).isZero();
    }

    @Test
    void whatIsShorterThanATrailerOrHasNoMagicClaimsNothing() {
        byte[] file = file();
        for (int length : new int[] {0, 3, SidxLayout.TRAILER_BYTES - 1, SidxLayout.TRAILER_BYTES, FRAMES_END}) {
            byte[] other = new byte[length];
            assertThat(rows(other)).as("%d bytes", length).isEqualTo(-1);
            assertThat(start(other)).as("%d bytes", length).isEqualTo(-1);
        }
        file[file.length - 1] = '2'; // has no checksum
        assertThat(rows(file)).isEqualTo(-1);
        assertThat(start(file)).isEqualTo(-1);
    }

    @Test
    void aClaimThatDoesNotFitIntoTheFileIsNone() {
        byte[] file = file();
        int count = file.length - SidxLayout.TRAILER_BYTES + SidxLayout.TRAILER_COUNT_AT;
        int end = file.length - SidxLayout.TRAILER_BYTES;
        for (long hostile : new long[] {ROWS + 2, 1000, 0xffff_ffffL}) {
            SidxLayout.putU32(file, count, hostile);
            assertThat(rows(file)).isEqualTo(-1);
            assertThat(start(file)).isEqualTo(-1);
        }
        SidxLayout.putU32(file, count, ROWS);
        for (long hostile : new long[] {-1, Long.MIN_VALUE, Long.MAX_VALUE, file.length}) {
            SidxLayout.putU64(file, end, hostile);
            assertThat(rows(file)).isEqualTo(-1);
            assertThat(start(file)).isEqualTo(-1);
        }
        SidxLayout.putU64(file, end, FRAMES_END);
        assertThat(rows(file)).isEqualTo(ROWS);
    }

    @Test
    void aTableMayReachUpToTheRowsAndNotBeyond() {
        byte[] file = file();
        int end = file.length - SidxLayout.TRAILER_BYTES;
        long rowsAt = end - SidxLayout.CRC_BYTES - (long) ROWS * SidxLayout.ENTRY_BYTES;
        SidxLayout.putU64(file, end, rowsAt);
        assertThat(start(file)).isEqualTo(rowsAt);
        SidxLayout.putU64(file, end, rowsAt + 1);
        assertThat(start(file)).isEqualTo(-1);
    }

    @Test
    void aTableIsNotLongerThanItsRowsCanNeed() {
        int longest = 5 + 2 * SidxLayout.STRING_BYTES_MAX;
        for (int extra = 0; extra <= 1; extra++) {
            byte[] file = new byte
                    [longest + extra + SidxLayout.ENTRY_BYTES + SidxLayout.CRC_BYTES + SidxLayout.TRAILER_BYTES];
            byte[] trailer = SidxBuilder.tail(0, 0, 1);
            System.arraycopy(trailer, 0, file, file.length - trailer.length, trailer.length);
            assertThat(start(file)).isEqualTo(extra == 0 ? 0 : -1);
        }
    }

    @Test
    void exactlyOneWrongBitOfTheMagicIsAlmostAFooter() {
        byte[] file = file();
        assertThat(almost(file)).as("a footer").isFalse();
        for (int bit = 0; bit < Integer.SIZE; bit++) {
            byte[] changed = file.clone();
            int at = file.length - Integer.BYTES + bit / Byte.SIZE;
            changed[at] ^= (byte) (1 << (bit % Byte.SIZE));
            assertThat(almost(changed)).as("bit %d", bit).isTrue();
            changed[file.length - 1 - (bit / Byte.SIZE + 1) % Integer.BYTES] ^= (byte) 0x80;
            assertThat(almost(changed)).as("bit %d and another", bit).isFalse();
        }
    }

    @Test
    void whatIsShorterThanATrailerIsNotAlmostAFooter() {
        byte[] file = file();
        file[file.length - 1] ^= 1;
        byte[] trailer = Arrays.copyOfRange(file, file.length - SidxLayout.TRAILER_BYTES, file.length);
        assertThat(almost(trailer)).isTrue();
        assertThat(almost(Arrays.copyOfRange(trailer, 1, trailer.length))).isFalse();
        assertThat(almost(new byte[0])).isFalse();
    }
}
