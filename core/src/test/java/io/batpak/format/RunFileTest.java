package io.batpak.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.batpak.error.IndexRunDamageException;
import io.batpak.error.StoreErrorKind;
import io.batpak.format.Damage.Reason;
import io.batpak.format.RunModel.Shape;
import io.batpak.hash.RunningCrc32;
import io.batpak.model.Extensions;
import io.batpak.model.Hash;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Index runs: round trips against plain rows, and bytes that must not be believed.
///
/// Covers: E4.
/// Tier: unit.
class RunFileTest {
    private static final String NAME = "000001-000005.fbx";

    private static Decoded<RunFile> open(byte[] bytes) {
        return RunFile.open(NAME, new ArrayMapping(bytes));
    }

    private static RunFile opened(byte[] bytes) {
        return switch (open(bytes)) {
            case Decoded.Ok<RunFile>(RunFile file) -> file;
            case Decoded.Damaged<RunFile>(Damage damage) -> throw new AssertionError(damage);
        };
    }

    private static Reason reason(byte[] bytes) {
        return switch (open(bytes)) {
            case Decoded.Ok<RunFile>(RunFile file) ->
                file.verifyAll().orElseThrow().reason();
            case Decoded.Damaged<RunFile>(Damage damage) -> damage.reason();
        };
    }

    @ParameterizedTest
    @CsvSource({
        "1, 0, 1, 1, 1",
        "2, 0, 1, 1, 0",
        "3, 1, 1, 1, 1",
        "4, 1, 1, 3, 4",
        "5, 2, 2, 2, 2",
        "6, 9, 1, 1, 1",
        "7, 40, 5, 3, 6",
        "8, 300, 20, 4, 9",
        "9, 400, 60, 5, 3",
        "11, 900, 9, 2, 5",
        "12, 65, 65, 65, 5"
    })
    void everyAnswerIsThatOfThePlainRows(long seed, int rows, int entities, int lanes, int segments) {
        RunModel model = RunModel.random(seed, new Shape(rows, entities, lanes, segments, seed % 2 == 1));
        byte[] bytes = model.bytes();
        new RunCheck(opened(bytes), model).everything();
        RunFile verified = opened(bytes);
        assertThat(verified.verifyAll()).isEmpty();
        new RunCheck(verified, model).everything();
    }

    @Test
    void theDiagramNamesTheOffsets() {
        assertThat(List.of(
                        RunLayout.COLUMNS_AT,
                        RunLayout.LEAST_ID_AT,
                        RunLayout.GREATEST_ID_AT,
                        RunLayout.ROWS_AT,
                        RunLayout.CRC_AT,
                        RunLayout.DIRECTORY_BYTES))
                .containsExactly(320, 480, 496, 512, 516, 520);
        assertThat(RunLayout.SEGMENT_FLAGS_AT + Integer.BYTES).isEqualTo(RunSection.SEGMENTS.elementBytes);
        assertThat(RunLayout.LANE_MAX_WALL_AT + Long.BYTES).isEqualTo(RunSection.LANES.elementBytes);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 8, 16, 32, 64})
    void everyWidthOfAColumnIsRead(int bits) {
        long span = bits == 0 ? 0 : -1L >>> (Long.SIZE - bits);
        for (long base : new long[] {0, 5, Long.MIN_VALUE, -1 - span}) {
            RunModel model = new RunModel();
            model.entities.add("e");
            model.scopes.add("s");
            long from = bits == 64 ? 0 : base;
            long[] walls = {from, from + span, from + span / 2, from + span - span / 3};
            for (int row = 0; row < walls.length; row++) {
                model.add(plain(row, walls[row]));
            }
            model.segments.add(new RunSegment(1, 2, 3, 4, 5, true, 6, walls.length));
            RunFile file = opened(model.bytes());
            for (int row = 0; row < walls.length; row++) {
                assertThat(file.wallMillis(row)).isEqualTo(walls[row]);
            }
        }
    }

    private static RunModel.Row plain(int row, long wall) {
        RunModel.Id id = new RunModel.Id(wall, row);
        return new RunModel.Row(
                id,
                row,
                wall,
                1,
                57 + 300L * row,
                300,
                0xF001,
                0,
                0,
                row,
                0,
                0,
                Hash.of(row, 1, 2, 3),
                row - 1,
                row == 0 ? Hash.ZERO : Hash.of(row - 1, 1, 2, 3),
                id,
                new RunModel.Id(0, 0),
                0,
                Extensions.none());
    }

    @Test
    void aTypicalJournalTakesLessThanNinetyFiveBytesPerEvent() {
        SplittableRandom random = new SplittableRandom(7);
        RunModel model = new RunModel();
        int rows = 100_000;
        int entities = 1_000; // 100 events each, as 10 000 entities have among a million
        for (int i = 0; i < entities; i++) {
            model.entities.add("entity:" + i);
        }
        for (int i = 0; i < 10; i++) {
            model.scopes.add("scope:" + i);
        }
        int[] clocks = new int[entities];
        int[] heads = new int[entities];
        Arrays.fill(heads, RunSource.NONE);
        for (int row = 0; row < rows; row++) {
            int entity = random.nextInt(entities);
            Hash previous = heads[entity] < 0
                    ? Hash.ZERO
                    : model.rows.get(heads[entity]).hash();
            RunModel.Id id = new RunModel.Id(row, random.nextLong());
            model.add(new RunModel.Row(
                    id,
                    row,
                    1_764_000_000_000L + row,
                    1,
                    57 + 490L * row,
                    480 + row % 20,
                    0xF001 + row % 3,
                    0,
                    0,
                    clocks[entity]++,
                    entity,
                    row % 10,
                    Hash.of(row, 1, 2, 3),
                    heads[entity],
                    previous,
                    id,
                    new RunModel.Id(0, 0),
                    0,
                    Extensions.none()));
            heads[entity] = row;
        }
        model.segments.add(new RunSegment(1, 1, 1, 1, 1, true, 1, rows));
        byte[] bytes = model.bytes();
        assertThat((double) bytes.length / rows).isBetween(60.0, 95.0);
        RunFile file = opened(bytes);
        assertThat(file.lookup().entityRows(file.entity(5)).countBelow(rows)).isBetween(50, 200);
        assertThat(file.lookup().findBelow(77, model.idLow(77), rows)).isEqualTo(77);
    }

    @Test
    void aFlippedByteIsFoundOrDoesNotMatter() {
        RunModel model = RunModel.random(21, new Shape(6, 3, 3, 3, false));
        byte[] bytes = model.bytes();
        for (int at = 0; at < bytes.length; at++) {
            bytes[at] ^= (byte) (1 << at % 8);
            assertThat(reason(bytes)).isNotNull();
            if (open(bytes) instanceof Decoded.Ok<RunFile>(RunFile file)) {
                assertThatThrownBy(() -> new RunCheck(file, model).everything())
                        .isInstanceOf(IndexRunDamageException.class);
            }
            bytes[at] ^= (byte) (1 << at % 8);
        }
        assertThat(opened(bytes).verifyAll()).isEmpty();
    }

    @Test
    void damageInOneBlockLeavesTheOthersReadable() {
        RunModel model = RunModel.random(22, new Shape(5000, 50, 2, 3, true));
        byte[] bytes = model.bytes();
        bytes[RunLayout.BLOCK_BYTES + 9] ^= 1;
        RunFile file = opened(bytes);
        assertThat(file.idLow(0)).isEqualTo(model.idLow(0));
        assertThat(file.verifyAll().orElseThrow().reason()).isEqualTo(Reason.RUN_BLOCK_CRC);
        int hit = (RunLayout.BLOCK_BYTES - 160) / 16 + 1;
        assertThatThrownBy(() -> file.idLow(hit)).isInstanceOfSatisfying(IndexRunDamageException.class, damage -> {
            assertThat(damage.file()).isEqualTo(NAME);
            assertThat(damage.kind()).isEqualTo(StoreErrorKind.CORRUPT_SEGMENT);
            assertThat(damage.facts()).containsEntry("file", NAME);
            assertThat(damage).hasMessageContaining("safe to delete");
        });
    }

    @Test
    void aTruncatedFileIsNotOpened() {
        byte[] bytes = RunModel.random(23, new Shape(20, 4, 2, 2, true)).bytes();
        for (int length = 0; length < bytes.length; length++) {
            assertThat(open(Arrays.copyOf(bytes, length))).isInstanceOf(Decoded.Damaged.class);
        }
        assertThat(open(Arrays.copyOf(bytes, bytes.length + 8))).isInstanceOf(Decoded.Damaged.class);
        assertThat(reason(new byte[0])).isEqualTo(Reason.RUN_SHORT);
        assertThat(reason(Arrays.copyOf(bytes, 100))).isEqualTo(Reason.RUN_SHORT);
    }

    @Test
    void anotherFileAndAnotherVersionAreToldApart() {
        byte[] bytes = RunModel.random(24, new Shape(3, 1, 1, 1, true)).bytes();
        byte[] other = bytes.clone();
        other[0] = 'X';
        assertThat(reason(other)).isEqualTo(Reason.RUN_MAGIC);
        for (int version : new int[] {0, 2, 0xFFFF}) {
            byte[] later = Arrays.copyOf(bytes, 9);
            SidxLayout.putU16(later, RunLayout.VERSION_AT, version);
            assertThat(reason(later)).isEqualTo(Reason.RUN_VERSION);
        }
    }

    /// Makes all checksums match again.
    private static byte[] sealed(byte[] bytes) {
        int directoryAt = bytes.length - RunLayout.DIRECTORY_BYTES;
        int blocks = (int) RunLayout.blocks(bytes.length - RunLayout.DIRECTORY_BYTES - 4);
        int covered = directoryAt - 4 * blocks;
        for (int block = 0; block < blocks; block++) {
            int from = block * RunLayout.BLOCK_BYTES;
            RunningCrc32 crc = new RunningCrc32();
            crc.update(bytes, from, Math.min(RunLayout.BLOCK_BYTES, covered - from));
            SidxLayout.putU32(bytes, covered + 4 * block, crc.value());
        }
        RunningCrc32 crc = new RunningCrc32();
        crc.update(bytes, 0, RunLayout.HEAD_BYTES);
        crc.update(bytes, covered, bytes.length - covered - 4);
        SidxLayout.putU32(bytes, bytes.length - 4, crc.value());
        return bytes;
    }

    /// Whatever somebody makes of a file: a wrong answer at worst, never another exception.
    @Test
    void contradictionsWithMatchingChecksumsAreDamageToo() {
        RunModel model = RunModel.random(25, new Shape(20, 4, 3, 3, false));
        byte[] good = model.bytes();
        SplittableRandom random = new SplittableRandom(3);
        int found = 0;
        for (int attempt = 0; attempt < 1000; attempt++) {
            byte[] bytes = good.clone();
            int at = random.nextInt(RunLayout.HEAD_BYTES, bytes.length - 8);
            for (int i = random.nextInt(1, 9); i > 0; i--) {
                bytes[at + i % 8] = (byte) (random.nextBoolean() ? 0xFF : random.nextInt());
            }
            if (open(sealed(bytes)) instanceof Decoded.Ok<RunFile>(RunFile file)) {
                try {
                    new RunCheck(file, model).everything();
                } catch (IndexRunDamageException damage) {
                    found++;
                } catch (AssertionError wrong) {
                    assertThat(wrong).isNotInstanceOf(StackOverflowError.class);
                }
            }
        }
        assertThat(found).isGreaterThan(20);
    }

    @Test
    void countsBeyondTheFileAreRefused() {
        byte[] good = RunModel.random(26, new Shape(20, 4, 3, 3, false)).bytes();
        int directoryAt = good.length - RunLayout.DIRECTORY_BYTES;
        for (long huge :
                new long[] {1 << 20, Integer.MAX_VALUE, 1L << 40, Long.MAX_VALUE, Long.MIN_VALUE, -(1L << 20)}) {
            for (int section = 0; section < RunSection.COUNT; section++) {
                byte[] bytes = good.clone();
                int at = directoryAt + section * Long.BYTES;
                SidxLayout.putU64(bytes, at, SidxLayout.u64(bytes, at) + huge);
                assertThat(open(sealed(bytes)))
                        .as("section " + section + " longer by " + huge)
                        .isInstanceOf(Decoded.Damaged.class);
            }
            byte[] bytes = good.clone();
            SidxLayout.putU32(bytes, directoryAt + RunLayout.ROWS_AT, huge);
            assertThat(reason(sealed(bytes))).isEqualTo(Reason.RUN_GEOMETRY);
        }
    }

    @Test
    void manyRowsOfOneIdAreWalkedInOrder() {
        RunModel model = new RunModel();
        model.entities.add("e");
        model.scopes.add("s");
        for (int row = 0; row < 3000; row++) {
            RunModel.Row plain = plain(row, 5);
            model.add(new RunModel.Row(
                    new RunModel.Id(1, 2),
                    row,
                    5,
                    1,
                    57,
                    300,
                    1,
                    0,
                    0,
                    row,
                    0,
                    0,
                    plain.hash(),
                    row - 1,
                    plain.previous(),
                    new RunModel.Id(1, 2),
                    new RunModel.Id(1, 2),
                    0,
                    Extensions.none()));
        }
        model.segments.add(new RunSegment(1, 2, 3, 4, 5, false, 0, 3000));
        RunLookup lookup = opened(model.bytes()).lookup();
        List<Integer> found = new ArrayList<>();
        for (int at = lookup.findBelow(1, 2, 3000); at >= 0; at = lookup.findBelow(1, 2, at)) {
            found.add(at);
        }
        assertThat(found).hasSize(3000).startsWith(2999, 2998).endsWith(1, 0);
        assertThat(lookup.causedBy(1, 2).size()).isEqualTo(3000);
        assertThatIllegalArgumentException().isThrownBy(() -> lookup.laneRows(0));
    }

    @Test
    void rowsThatDoNotBelongIntoTheSegmentsAreNotWritten() {
        RunModel model = RunModel.random(27, new Shape(5, 2, 1, 1, true));
        RunSegment segment = model.segments.getFirst();
        List<List<RunSegment>> wrong = List.of(
                List.of(),
                List.of(segment, segment),
                List.of(new RunSegment(2, 0, 0, 0, 0, false, 0, 5)),
                List.of(new RunSegment(1, 0, 0, 0, 0, false, 0, 4)),
                List.of(new RunSegment(1, 0, 0, 0, 0, false, 0, -1)),
                List.of(new RunSegment(1, 0, 0, 0, 0, false, 0, 6)));
        for (List<RunSegment> segments : wrong) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> RunWriter.write(model, segments, (bytes, from, length) -> {}));
        }
        model.rows.add(model.rows.getLast());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RunWriter.write(
                        model, List.of(new RunSegment(1, 0, 0, 0, 0, false, 0, 6)), (bytes, from, length) -> {}));
    }
}
