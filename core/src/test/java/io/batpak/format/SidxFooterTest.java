package io.batpak.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.batpak.format.Damage.Reason;
import io.batpak.format.SidxFooter.Found;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Footers: geometry, trust, older and later versions, and claims that must not be believed.
///
/// Covers: E4, E34, E35.
/// Tier: unit.
class SidxFooterTest {

    private static final int FRAMES_END = 1000;

    private static SidxBuilder builder(int rows) {
        SidxBuilder builder = new SidxBuilder();
        for (int i = 0; i < rows; i++) {
            FrameDraft draft = FrameSamples.documented()
                    .eventId(i, i)
                    .entity("entity:" + i % 3)
                    .clock(i);
            builder.add(draft, 57 + 10L * i, 10, i);
        }
        return builder;
    }

    /// A segment of 1000 zero bytes and a footer.
    private static byte[] file(SidxBuilder builder) {
        byte[] footer = builder.toByteArray(FRAMES_END);
        byte[] file = new byte[FRAMES_END + footer.length];
        System.arraycopy(footer, 0, file, FRAMES_END, footer.length);
        return file;
    }

    /// The same footer as the older release wrote it.
    private static byte[] older(byte[] file) {
        byte[] older = new byte[file.length - 4];
        int entriesEnd = file.length - SidxLayout.TRAILER_BYTES - SidxLayout.CRC_BYTES;
        System.arraycopy(file, 0, older, 0, entriesEnd);
        System.arraycopy(file, entriesEnd + 4, older, entriesEnd, SidxLayout.TRAILER_BYTES);
        older[older.length - 1] = '2';
        return older;
    }

    private static Found read(byte[] file) {
        return SidxFooter.read(ByteSource.of(file), file.length);
    }

    private static Reason reason(byte[] file) {
        return read(file) instanceof Found.Damaged damaged ? damaged.damage().reason() : Reason.FRAME_EMPTY;
    }

    private static Found.Footer footer(byte[] file) {
        return read(file) instanceof Found.Footer footer ? footer : footer(read(file));
    }

    private static Found.Footer footer(Found other) {
        throw new AssertionError(other.toString());
    }

    @Test
    void theDiagramNamesTheOffsets() {
        assertThat(List.of(
                        SidxLayout.ENTITY_AT,
                        SidxLayout.SCOPE_AT,
                        SidxLayout.KIND_AT,
                        SidxLayout.WALL_AT,
                        SidxLayout.CLOCK_AT,
                        SidxLayout.LANE_AT,
                        SidxLayout.DEPTH_AT,
                        SidxLayout.PREVIOUS_HASH_AT,
                        SidxLayout.EVENT_HASH_AT,
                        SidxLayout.FRAME_OFFSET_AT,
                        SidxLayout.FRAME_LENGTH_AT,
                        SidxLayout.SEQUENCE_AT,
                        SidxLayout.CORRELATION_AT,
                        SidxLayout.CAUSATION_AT,
                        SidxLayout.ENTRY_BYTES,
                        SidxLayout.TRAILER_BYTES))
                .containsExactly(16, 20, 24, 26, 34, 38, 42, 46, 78, 110, 118, 122, 130, 146, 162, 16);
    }

    @Test
    void anEmptySegmentHasTheDocumentedFooter() {
        byte[] footer = new SidxBuilder().toByteArray(57);
        assertThat(HexFormat.of().formatHex(footer)).isEqualTo("90c97c0d2239000000000000000000000053445833");
        byte[] file = new byte[57 + footer.length];
        System.arraycopy(footer, 0, file, 57, footer.length);
        assertThat(footer(file).rows().count()).isZero();
        assertThat(footer(file).framesEnd()).isEqualTo(57);
        assertThat(footer(file).rows().endAt(57)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 511, 512, 513, 2047, 2048, 2049, 5000})
    void rowsComeBackInAnyOrder(int count) {
        byte[] file = file(builder(count));
        SidxRows rows = footer(file).rows();
        assertThat(rows.count()).isEqualTo(count);
        assertThat(rows.endAt(57 + 10L * count)).isTrue();
        assertThat(rows.endAt(57 + 10L * count + 1)).isFalse();
        Random random = new Random(count);
        for (int i = 0; i < 2 * count; i++) {
            int row = i < count ? count - 1 - i : random.nextInt(count);
            assertThat(rows.eventHigh(row)).isEqualTo(row);
            assertThat(rows.eventLow(row)).isEqualTo(row);
            assertThat(rows.clock(row)).isEqualTo(row);
            assertThat(rows.sequence(row)).isEqualTo(row);
            assertThat(rows.entity(row)).isEqualTo("entity:" + row % 3);
        }
        assertThatThrownBy(() -> rows.clock(count)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> rows.clock(-1)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void aBuilderCanBeCutAndReused() {
        SidxBuilder builder = builder(2500);
        builder.truncate(2);
        assertThat(builder.count()).isEqualTo(2);
        assertThat(builder.toByteArray(7)).isEqualTo(builder(2).toByteArray(7));
        builder.truncate(0);
        assertThat(builder.toByteArray(7)).isEqualTo(new SidxBuilder().toByteArray(7));
        SidxBuilder reused = builder(2500);
        reused.reset();
        assertThat(reused.toByteArray(7)).isEqualTo(new SidxBuilder().toByteArray(7));
        assertThatThrownBy(() -> reused.truncate(1)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void markersHaveNoRow() {
        FrameDraft marker = new FrameDraft().batchCommit(1, 1);
        assertThatIllegalArgumentException().isThrownBy(() -> new SidxBuilder().add(marker, 57, 346, 0));
    }

    @Test
    void filesWithoutAFooterSaySo() {
        assertThat(read(new byte[0])).isInstanceOf(Found.None.class);
        assertThat(read(new byte[15])).isInstanceOf(Found.None.class);
        assertThat(read(new byte[16])).isInstanceOf(Found.None.class);
        assertThat(read(new byte[5000])).isInstanceOf(Found.None.class);
        assertThat(SidxFooter.entriesWithoutCrc(ByteSource.of(new byte[5000]), 5000))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"SDX0, None", "SDX1, None", "SDXA, None", "sdx3, None", "SDX4, TooNew", "SDX9, TooNew"})
    void onlyKnownAndLaterVersionsCount(String magic, String answer) {
        byte[] file = file(builder(3));
        System.arraycopy(magic.getBytes(StandardCharsets.US_ASCII), 0, file, file.length - 4, 4);
        Found found = read(file);
        assertThat(found.getClass().getSimpleName()).isEqualTo(answer);
        assertThat(SidxFooter.entriesWithoutCrc(ByteSource.of(file), file.length))
                .isEmpty();
        if (found instanceof Found.TooNew newer) {
            assertThat(newer.magic()).isEqualTo(magic);
        }
    }

    @Test
    void theOlderVersionIsReadWithItsOwnGeometry() {
        byte[] file = file(builder(5));
        Found.Footer footer = footer(older(file));
        assertThat(footer.version()).isEqualTo(2);
        assertThat(footer.framesEnd()).isEqualTo(FRAMES_END);
        assertThat(footer.rows().entity(4)).isEqualTo("entity:1");
        assertThat(footer.rows().clock(4)).isEqualTo(4);
    }

    @Test
    void aRelabelledFooterIsNotTakenForTheOlderOne() {
        byte[] file = file(builder(5));
        file[file.length - 1] = '2';
        assertThat(reason(file)).isEqualTo(Reason.FOOTER_STRINGS);
        List<SidxRows> candidates = SidxFooter.entriesWithoutCrc(ByteSource.of(file), file.length);
        assertThat(candidates).hasSize(2);
        assertThat(candidates.get(1).clock(4)).isEqualTo(4);
        List<SidxRows> genuine = SidxFooter.entriesWithoutCrc(ByteSource.of(older(file(builder(5)))), file.length - 4L);
        assertThat(genuine.get(0).clock(4)).isEqualTo(4);
    }

    @Test
    void everyFlippedBitOfAFooterIsSeen() {
        byte[] file = file(builder(4));
        byte[] intact = file.clone();
        for (int bit = FRAMES_END * Byte.SIZE; bit < file.length * Byte.SIZE; bit++) {
            file[bit / Byte.SIZE] ^= (byte) (1 << (bit % Byte.SIZE));
            assertThat(read(file)).as("bit %d", bit).isNotInstanceOf(Found.Footer.class);
            useAll(file);
            file[bit / Byte.SIZE] = intact[bit / Byte.SIZE];
        }
    }

    @Test
    void everyCutOfAFooterIsSeen() {
        byte[] file = file(builder(4));
        for (int length = 0; length < file.length; length++) {
            byte[] cut = Arrays.copyOf(file, length);
            assertThat(read(cut)).as("first %d bytes", length).isNotInstanceOf(Found.Footer.class);
            useAll(cut);
        }
    }

    @Test
    void hostileClaimsAllocateNothing() {
        byte[] file = file(builder(4));
        for (long count : new long[] {5, 1000, 0x7fffffffL, 0xffffffffL}) {
            SidxLayout.putU32(file, file.length - 8, count);
            assertThat(reason(file)).isIn(Reason.FOOTER_GEOMETRY, Reason.FOOTER_CRC);
            useAll(file);
        }
        SidxLayout.putU32(file, file.length - 8, 4);
        for (long end : new long[] {-1, Long.MIN_VALUE, Long.MAX_VALUE, file.length, 0, FRAMES_END + 1}) {
            SidxLayout.putU64(file, file.length - 16, end);
            assertThat(read(file)).isInstanceOf(Found.Damaged.class);
            useAll(file);
        }
    }

    @Test
    void aHugeFileWithAHugeClaimIsReadThroughAWindow() {
        long length = 1L << 45;
        byte[] trailer = new byte[SidxLayout.TRAILER_BYTES];
        SidxLayout.putU64(trailer, 0, 57);
        SidxLayout.putU32(trailer, 8, 0xffffffffL);
        System.arraycopy(new byte[] {'S', 'D', 'X', '2'}, 0, trailer, 12, 4);
        ByteSource source = (at, target, offset, count) -> {
            for (int i = 0; i < count; i++) {
                long behind = at + i - (length - trailer.length);
                target[offset + i] = behind < 0 ? 0 : trailer[(int) behind];
            }
        };
        assertThat(SidxFooter.read(source, length)).isInstanceOf(Found.Damaged.class);
        List<SidxRows> candidates = SidxFooter.entriesWithoutCrc(source, length);
        assertThat(candidates).hasSize(2).allSatisfy(rows -> {
            assertThat(rows.count()).isEqualTo(0xffffffffL);
            assertThat(rows.clock(0xfffffffeL)).isZero();
        });
    }

    @Test
    void stringIndexesStayInsideTheTable() {
        SidxBuilder builder = builder(2);
        byte[] file = older(file(builder));
        int entries = file.length - SidxLayout.TRAILER_BYTES - 2 * SidxLayout.ENTRY_BYTES;
        SidxLayout.putU32(file, entries + SidxLayout.ENTRY_BYTES + SidxLayout.SCOPE_AT, 3);
        assertThat(reason(file)).isEqualTo(Reason.FOOTER_STRING_INDEX);
        SidxLayout.putU32(file, entries + SidxLayout.ENTRY_BYTES + SidxLayout.SCOPE_AT, 0xffffffffL);
        assertThat(reason(file)).isEqualTo(Reason.FOOTER_STRING_INDEX);
    }

    @Test
    void seedsOfTheReferenceFuzzerGiveAValue() {
        for (Path seed : GoldenBytes.fuzz("sidx_footer")) {
            byte[] bytes = GoldenBytes.bytes(seed);
            useAll(Arrays.copyOfRange(bytes, Math.min(8, bytes.length), bytes.length));
        }
    }

    @Test
    void entrySeedsOfTheReferenceFuzzerGiveARowOrNone() {
        for (Path seed : GoldenBytes.fuzz("sidx_entry")) {
            byte[] bytes = GoldenBytes.bytes(seed);
            byte[] entry = Arrays.copyOfRange(bytes, 8, bytes.length);
            byte[] file = Arrays.copyOf(entry, entry.length + 4 + SidxLayout.TRAILER_BYTES);
            SidxLayout.putU32(file, file.length - 8, 1);
            System.arraycopy(new byte[] {'S', 'D', 'X', '3'}, 0, file, file.length - 4, 4);
            List<SidxRows> rows = SidxFooter.entriesWithoutCrc(ByteSource.of(file), file.length);
            assertThat(rows).as(seed.toString()).hasSize(entry.length < SidxLayout.ENTRY_BYTES ? 0 : 1);
            useAll(file);
        }
    }

    /// Neither reading nor any accessor may throw.
    private static void useAll(byte[] file) {
        assertThat(read(file)).isNotNull();
        for (SidxRows rows : SidxFooter.entriesWithoutCrc(ByteSource.of(file), file.length)) {
            for (long row = 0; row < rows.count(); row++) {
                assertThat(rows.kind(row)).isBetween(0, 0xFFFF);
                assertThat(rows.frameLength(row)).isBetween(0L, 0xFFFF_FFFFL);
                assertThat(rows.entityIndex(row)).isBetween(0L, 0xFFFF_FFFFL);
            }
            assertThat(rows.endAt(Long.MAX_VALUE)).isFalse();
        }
    }
}
