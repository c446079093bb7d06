package io.batpak.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.batpak.error.IndexRunDamageException;
import io.batpak.format.Damage.Reason;
import io.batpak.format.RunModel.Shape;
import io.batpak.hash.RunningCrc32;
import io.batpak.model.Extensions;
import io.batpak.model.Hash;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Index runs where a value lies at the edge of what is allowed, and what exactly is said of those beyond.
///
/// Covers: E4.
/// Tier: unit.
class RunFileEdgesTest {
    private static final RunModel.Id NOTHING = new RunModel.Id(0, 0);

    private static Decoded<RunFile> open(byte[] bytes) {
        return RunFile.open("1.fbx", new ArrayMapping(bytes));
    }

    private static RunFile opened(byte[] bytes) {
        return switch (open(bytes)) {
            case Decoded.Ok<RunFile>(RunFile file) -> file;
            case Decoded.Damaged<RunFile>(Damage damage) -> throw new AssertionError(damage);
        };
    }

    private static Damage damage(byte[] bytes) {
        return switch (open(bytes)) {
            case Decoded.Ok<RunFile>(RunFile file) -> throw new AssertionError(file.rows() + " rows are believed");
            case Decoded.Damaged<RunFile>(Damage damage) -> damage;
        };
    }

    private static RunModel.Row row(int number, RunModel.Id id, RunModel.Id correlation, int clock, Hash previous) {
        return new RunModel.Row(
                id,
                number,
                7,
                1,
                57 + number,
                300,
                0xF001,
                0,
                0,
                clock,
                0,
                0,
                Hash.of(number, 1, 2, 3),
                RunSource.NONE,
                previous,
                correlation,
                NOTHING,
                0,
                Extensions.none());
    }

    private static RunModel.Row ofEntity(int entity, RunModel.Id id) {
        return new RunModel.Row(
                id,
                entity,
                7,
                1,
                57 + entity,
                300,
                0xF001,
                0,
                0,
                0,
                entity,
                0,
                Hash.of(entity, 1, 2, 3),
                RunSource.NONE,
                Hash.ZERO,
                id,
                NOTHING,
                0,
                Extensions.none());
    }

    private static RunModel model(List<RunModel.Row> rows) {
        RunModel model = new RunModel();
        model.entities.add("e");
        model.scopes.add("s");
        rows.forEach(model::add);
        model.segments.add(new RunSegment(1, 2, 3, 4, 5, true, 6, rows.size()));
        return model;
    }

    private static RunModel ofIds(RunModel.Id... ids) {
        List<RunModel.Row> rows = new ArrayList<>();
        for (RunModel.Id id : ids) {
            rows.add(row(rows.size(), id, id, 0, Hash.ZERO));
        }
        return model(rows);
    }

    private static int directoryAt(byte[] bytes) {
        return bytes.length - RunLayout.DIRECTORY_BYTES;
    }

    private static long length(byte[] bytes, RunSection section) {
        return SidxLayout.u64(bytes, directoryAt(bytes) + section.number() * Long.BYTES);
    }

    private static int at(byte[] bytes, RunSection asked) {
        long at = RunLayout.HEAD_BYTES;
        for (RunSection section : RunSection.values()) {
            if (section == asked) {
                break;
            }
            at = RunLayout.aligned(at + length(bytes, section));
        }
        return (int) at;
    }

    /// Makes all checksums of a file of one block match again.
    private static byte[] sealed(byte[] bytes) {
        int covered = directoryAt(bytes) - Integer.BYTES;
        assertThat(covered).isLessThanOrEqualTo(RunLayout.BLOCK_BYTES);
        RunningCrc32 block = new RunningCrc32();
        block.update(bytes, 0, covered);
        SidxLayout.putU32(bytes, covered, block.value());
        RunningCrc32 crc = new RunningCrc32();
        crc.update(bytes, 0, RunLayout.HEAD_BYTES);
        crc.update(bytes, covered, bytes.length - covered - Integer.BYTES);
        SidxLayout.putU32(bytes, bytes.length - Integer.BYTES, crc.value());
        return bytes;
    }

    @Test
    void zonesWithoutAClockOfTheRangeAreSkipped() {
        int zone = 1 << RunLayout.ZONE_BITS;
        int[][] leastAndGreatest = {{10, 20}, {100, 200}, {Integer.MIN_VALUE, -1}};
        List<RunModel.Row> rows = new ArrayList<>();
        for (int number = 0; number < 2 * zone + 9; number++) {
            int[] of = leastAndGreatest[number / zone];
            // the extremes are neither the first nor the last row of a zone, but of the last
            int clock = number % zone == 3 ? of[0] : number % zone == 8 ? of[1] : of[0] + 1;
            RunModel.Id id = new RunModel.Id(1, number);
            rows.add(row(number, id, id, clock, Hash.ZERO));
        }
        RunLookup lookup = opened(model(rows).bytes()).lookup();
        int end = rows.size();
        assertThat(lookup.withClockFrom(0, 0, 9, end)).isEqualTo(end);
        assertThat(lookup.withClockFrom(0, 0, 10, end)).isZero();
        assertThat(lookup.withClockFrom(5, 20, 99, end)).isEqualTo(5);
        assertThat(lookup.withClockFrom(5, 21, 99, end)).isEqualTo(end);
        assertThat(lookup.withClockFrom(5, 21, 100, end)).isEqualTo(zone);
        assertThat(lookup.withClockFrom(zone - 1, 21, 100, zone)).isEqualTo(zone);
        assertThat(lookup.withClockFrom(0, 200, 300, end)).isEqualTo(zone);
        assertThat(lookup.withClockFrom(0, 201, 300, end)).isEqualTo(end);
        assertThat(lookup.withClockFrom(0, 201, Integer.MIN_VALUE, end)).isEqualTo(2 * zone);
        assertThat(lookup.withClockFrom(zone + 7, -1, -1, end)).isEqualTo(2 * zone);
        assertThat(lookup.withClockFrom(2 * zone + 4, -1, -1, end)).isEqualTo(2 * zone + 4);
        assertThat(lookup.withClockFrom(end, -1, -1, end)).isEqualTo(end);
    }

    @Test
    void theDirectoryHasTheLeastAndTheGreatestId() {
        byte[] bytes = ofIds(
                        new RunModel.Id(1, 5),
                        new RunModel.Id(1, 4),
                        new RunModel.Id(-1, 7),
                        new RunModel.Id(-1, -2),
                        new RunModel.Id(2, 9))
                .bytes();
        int directory = directoryAt(bytes);
        assertThat(SidxLayout.u64(bytes, directory + RunLayout.LEAST_ID_AT)).isEqualTo(1);
        assertThat(SidxLayout.u64(bytes, directory + RunLayout.LEAST_ID_AT + 8)).isEqualTo(4);
        assertThat(SidxLayout.u64(bytes, directory + RunLayout.GREATEST_ID_AT)).isEqualTo(-1);
        assertThat(SidxLayout.u64(bytes, directory + RunLayout.GREATEST_ID_AT + 8))
                .isEqualTo(-2);
    }

    @Test
    void aPreviousHashIsStoredIfAnyWordIsNotZero() {
        List<Hash> hashes = List.of(
                Hash.of(1, 0, 0, 0),
                Hash.of(0, 1, 0, 0),
                Hash.of(0, 0, 1, 0),
                Hash.of(0, 0, 0, 1),
                Hash.of(1, 1, 1, 1),
                Hash.ZERO);
        List<RunModel.Row> rows = new ArrayList<>();
        for (Hash hash : hashes) {
            RunModel.Id id = new RunModel.Id(1, rows.size());
            rows.add(row(rows.size(), id, id, 0, hash));
        }
        byte[] bytes = model(rows).bytes();
        RunFile file = opened(bytes);
        for (int number = 0; number < hashes.size(); number++) {
            for (int word = 0; word < 4; word++) {
                assertThat(file.previousHashWord(number, word))
                        .isEqualTo(hashes.get(number).word(word));
            }
        }
        assertThat(length(bytes, RunSection.PREVIOUS_HASHES)).isEqualTo(5 * 32);
        assertThat(length(ofIds(new RunModel.Id(1, 1)).bytes(), RunSection.PREVIOUS_HASHES))
                .isZero();
    }

    @Test
    void aCorrelationThatSharesHalfOfTheIdIsStored() {
        RunModel.Id id = new RunModel.Id(3, 4);
        RunFile file = opened(model(List.of(
                        row(0, id, new RunModel.Id(9, 4), 0, Hash.ZERO),
                        row(1, new RunModel.Id(5, 6), new RunModel.Id(5, 8), 0, Hash.ZERO),
                        row(2, new RunModel.Id(7, 7), new RunModel.Id(7, 7), 0, Hash.ZERO)))
                .bytes());
        assertThat(new RunModel.Id(file.correlationHigh(0), file.correlationLow(0)))
                .isEqualTo(new RunModel.Id(9, 4));
        assertThat(new RunModel.Id(file.correlationHigh(1), file.correlationLow(1)))
                .isEqualTo(new RunModel.Id(5, 8));
        assertThat(file.isOwnCorrelation(0)).isFalse();
        assertThat(file.isOwnCorrelation(1)).isFalse();
        assertThat(file.isOwnCorrelation(2)).isTrue();
    }

    @Test
    void segmentsThatRepeatOrTakeMoreThanIsLeftAreNotWritten() {
        RunModel model = RunModel.random(31, new Shape(5, 2, 1, 1, true));
        RunSegment all = model.segments.getFirst();
        List<List<RunSegment>> wrong = List.of(
                List.of(all, new RunSegment(1, 0, 0, 0, 0, false, 0, 0)),
                List.of(all, new RunSegment(2, 0, 0, 0, 0, false, 0, 1)),
                List.of(new RunSegment(-1, 0, 0, 0, 0, false, 0, 0), all));
        for (List<RunSegment> segments : wrong) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> RunWriter.write(model, segments, (bytes, from, length) -> {}));
        }
        RunSegment empty = new RunSegment(0, 0, 0, 0, 0, false, 0, 0);
        long length = RunWriter.write(model, List.of(empty, all), (bytes, from, count) -> {});
        assertThat(length).isEqualTo(model.bytes().length + (long) RunSection.SEGMENTS.elementBytes);
    }

    @Test
    void eachSegmentBeginsWhereTheOneBeforeEnds() {
        RunModel model = RunModel.random(32, new Shape(40, 4, 2, 6, true));
        RunFile file = opened(model.bytes());
        int row = 0;
        for (int index = 0; index < model.segments.size(); index++) {
            assertThat(file.firstRow(index)).isEqualTo(row);
            for (int end = row + model.segments.get(index).rows(); row < end; row++) {
                assertThat(file.segmentIndex(row)).isEqualTo(index);
            }
        }
        assertThat(row).isEqualTo(40);
        assertThat(file.lookup().kindCount()).isEqualTo((int)
                model.rows.stream().map(RunModel.Row::kind).distinct().count());
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 1", "255, 1", "256, 2", "65535, 2", "65536, 4", "2147483647, 4", "-1, 4"})
    void aColumnIsAsNarrowAsItsSpanAllows(int clock, int width) {
        RunModel.Id id = new RunModel.Id(1, 1);
        RunModel model = model(List.of(row(0, id, id, 0, Hash.ZERO), row(1, id, id, clock, Hash.ZERO)));
        byte[] bytes = model.bytes();
        int at = directoryAt(bytes) + RunLayout.COLUMNS_AT + RunField.CLOCK.number() * RunLayout.COLUMN_BYTES;
        assertThat(SidxLayout.u64(bytes, at)).isZero();
        assertThat(SidxLayout.u64(bytes, at + Long.BYTES)).isEqualTo(width);
        assertThat(opened(bytes).clock(1)).isEqualTo(clock);
    }

    @Test
    void namesAreInTheOrderOfTheirBytes() {
        // the order of UTF-16 units has the last two the other way round, and U+10000 begins with the least surrogate
        List<String> ordered = List.of("a", "ab", "abc", "b", "\uE000", "\uFFEE", "\uD800\uDC00");
        RunModel model = new RunModel();
        model.entities.addAll(ordered.reversed());
        model.scopes.add("s");
        for (int number = 0; number < ordered.size(); number++) {
            RunModel.Id id = new RunModel.Id(1, number);
            model.add(ofEntity(number, id));
        }
        model.segments.add(new RunSegment(1, 2, 3, 4, 5, true, 6, ordered.size()));
        RunNames names = opened(model.bytes()).entities();
        for (int number = 0; number < ordered.size(); number++) {
            assertThat(names.name(number)).isEqualTo(ordered.get(number));
            assertThat(names.find(ordered.get(number))).isEqualTo(number);
            assertThat(names.lowerBound(ordered.get(number))).isEqualTo(number);
        }
    }

    @Test
    void segmentsThatDoNotAscendAreDamage() {
        byte[] bytes = RunModel.random(33, new Shape(9, 2, 1, 2, true)).bytes();
        int second = at(bytes, RunSection.SEGMENTS) + RunSection.SEGMENTS.elementBytes + RunLayout.SEGMENT_ID_AT;
        for (long id : new long[] {1, 0}) {
            SidxLayout.putU64(bytes, second, id);
            assertThat(damage(sealed(bytes)).detail()).contains("9 of 9 rows, or do not ascend");
        }
        SidxLayout.putU64(bytes, second, 2);
        assertThat(opened(sealed(bytes)).segments().getLast().id()).isEqualTo(2);
    }

    @Test
    void aLengthThatIsNoMultipleIsNamed() {
        byte[] bytes = RunModel.random(34, new Shape(9, 2, 1, 1, true)).bytes();
        int at = directoryAt(bytes) + RunSection.SEGMENTS.number() * Long.BYTES;
        // the next section begins at the same place, as sections are aligned
        SidxLayout.putU64(bytes, at, 47);
        Damage damage = damage(sealed(bytes));
        assertThat(damage.reason()).isEqualTo(Reason.RUN_GEOMETRY);
        assertThat(damage.detail()).isEqualTo("SEGMENTS has 47 bytes");
    }

    @Test
    void aWidthThatNoColumnHasIsNamed() {
        for (RunField field : RunField.values()) {
            byte[] bytes = RunModel.random(35, new Shape(9, 2, 1, 1, true)).bytes();
            int at = directoryAt(bytes) + RunLayout.COLUMNS_AT + field.number() * RunLayout.COLUMN_BYTES;
            SidxLayout.putU64(bytes, at + Long.BYTES, 3);
            Damage damage = damage(sealed(bytes));
            assertThat(damage.reason()).isEqualTo(Reason.RUN_GEOMETRY);
            assertThat(damage.detail()).isEqualTo(field + " has a width of 3");
        }
    }

    @Test
    void anotherNumberOfRowsThanTheirBytesHoldIsNamed() {
        byte[] bytes = RunModel.random(36, new Shape(9, 2, 1, 1, true)).bytes();
        long stride = length(bytes, RunSection.ROWS) / 9;
        SidxLayout.putU32(bytes, directoryAt(bytes) + RunLayout.ROWS_AT, 8);
        assertThat(damage(sealed(bytes)).detail()).isEqualTo(9 * stride + " bytes for 8 rows of " + stride);
        SidxLayout.putU32(bytes, directoryAt(bytes) + RunLayout.ROWS_AT, -1);
        assertThat(damage(sealed(bytes)).detail()).isEqualTo("more rows than an index can have");
    }

    @Test
    void aRowBehindTheLastIsNotHandedOut() {
        byte[] bytes = RunModel.random(37, new Shape(9, 2, 1, 1, true)).bytes();
        int lane = at(bytes, RunSection.LANES);
        SidxLayout.putU32(bytes, lane + RunLayout.LANE_FIRST_AT, 8);
        SidxLayout.putU32(bytes, lane + RunLayout.LANE_LAST_AT, 9);
        RunFile file = opened(sealed(bytes));
        assertThat(file.lookup().laneFirstRow(0)).isEqualTo(8);
        assertThat(file.isDamaged()).isFalse();
        assertThatThrownBy(() -> file.lookup().laneLastRow(0))
                .isInstanceOf(IndexRunDamageException.class)
                .hasMessageContaining("row 9 of 9");
        assertThat(file.isDamaged()).isTrue();
    }

    @Test
    void theMagicIsLookedAtBeforeTheLength() {
        byte[] head = Arrays.copyOf(RunLayout.MAGIC, RunLayout.HEAD_BYTES);
        SidxLayout.putU16(head, RunLayout.VERSION_AT, RunLayout.VERSION);
        assertThat(damage(head).reason()).isEqualTo(Reason.RUN_SHORT);
        assertThat(damage(head).detail()).isEqualTo("file of 8 bytes");
        head[5] = 'X';
        assertThat(damage(head).reason()).isEqualTo(Reason.RUN_MAGIC);
        assertThat(damage(Arrays.copyOf(head, 7)).reason()).isEqualTo(Reason.RUN_SHORT);
    }
}
