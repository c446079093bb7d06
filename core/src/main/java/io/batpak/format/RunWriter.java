package io.batpak.format;

import io.batpak.hash.Hash256;
import io.batpak.model.Extensions;
import io.batpak.msgpack.MessageWriter;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/// Writes an index run (`*.fbx`), in one go from the first byte to the last.
///
/// Reads the source column by column, many times, and needs about 9 bytes of memory per row at once, besides
/// the names. Threads: static; one source belongs to one call at a time. Bytes: docs/formats/index-run.md
public final class RunWriter {
    private static final int EXTENSION_BYTES = 256;

    private final RunSource source;
    private final int rows;
    private final RunOutput out;
    private final RunDictionary entities;
    private final RunDictionary scopes;
    /// The flags of each row, which are costly to find.
    private final byte[] flags;
    private final byte[] directory = new byte[RunLayout.DIRECTORY_BYTES];

    private RunWriter(RunSource source, Sink sink) {
        this.source = source;
        this.rows = source.count();
        this.out = new RunOutput(sink);
        this.flags = new byte[rows];
        this.entities = new RunDictionary(rows, source.entityCount(), source::entity, source::entityName);
        this.scopes = new RunDictionary(rows, source.scopeCount(), source::scope, source::scopeName);
    }

    /// Takes the bytes of the file, each once and in order.
    @FunctionalInterface
    public interface Sink {
        /// Takes the next `length` bytes, from `from` on. The array is reused afterwards.
        void accept(byte[] bytes, int from, int length);
    }

    /// Writes all rows of `source`, which lie in these segments, and returns the length of the file.
    ///
    /// @throws IllegalArgumentException if the segments do not ascend or do not have these rows, sequences do
    ///     not ascend, there are more than 2^31 - 2 rows, or names of more than 4 GiB
    public static long write(RunSource source, List<RunSegment> segments, Sink sink) {
        require(source, segments);
        return new RunWriter(source, sink).write(segments);
    }

    private static void require(RunSource source, List<RunSegment> segments) {
        int row = 0;
        long before = -1;
        for (RunSegment segment : segments) {
            if (segment.rows() < 0 || segment.rows() > source.count() - row || segment.id() <= before) {
                throw new IllegalArgumentException(segment + " behind segment " + before + " and row " + row);
            }
            before = segment.id();
            for (int end = row + segment.rows(); row < end; row++) {
                if (source.segment(row) != before || (row > 0 && source.sequence(row - 1) >= source.sequence(row))) {
                    throw new IllegalArgumentException("row " + row + " does not belong into " + segment);
                }
            }
        }
        if (row != source.count() || row > RunLayout.ROWS_MAX) {
            throw new IllegalArgumentException(source.count() + " rows, the segments have " + row);
        }
    }

    private long write(List<RunSegment> segments) {
        segments(segments);
        idBounds();
        rows();
        hashes();
        clockZones();
        previousHashes();
        correlations();
        causations();
        extensions();
        RunLookups.hashTable(
                out, RunSection.ID_BUCKETS, rows, row -> RunHash.ofId(source.idHigh(row), source.idLow(row)));
        RunLanes lanes = new RunLanes(source);
        entityLookups(lanes.any());
        scopes.write(out, RunSection.SCOPE_ENDS);
        RunLookups.group(rows, scopes.count(), row -> scopes.id(source.scope(row)))
                .write(out, RunSection.SCOPE_LISTS, rows);
        kinds();
        lanes.write(out);
        SidxLayout.putU32(directory, RunLayout.ROWS_AT, rows);
        return out.finish(directory);
    }

    private void segments(List<RunSegment> segments) {
        out.begin(RunSection.SEGMENTS);
        for (RunSegment segment : segments) {
            out.u64(segment.id());
            out.u64(segment.fileLength());
            out.u64(segment.createdNanos());
            out.u64(segment.framesEnd());
            out.u32(segment.tailCrc());
            out.u32(segment.footerCrc());
            out.u32(segment.rows());
            out.u32(segment.footerProven() ? RunLayout.FOOTER_PROVEN : 0);
        }
        out.end();
    }

    private void idBounds() {
        int least = 0;
        int greatest = 0;
        for (int row = 0; row < rows; row++) {
            least = compareIds(row, least) < 0 ? row : least;
            greatest = compareIds(row, greatest) > 0 ? row : greatest;
        }
        if (rows > 0) {
            SidxLayout.putU64(directory, RunLayout.LEAST_ID_AT, source.idHigh(least));
            SidxLayout.putU64(directory, RunLayout.LEAST_ID_AT + Long.BYTES, source.idLow(least));
            SidxLayout.putU64(directory, RunLayout.GREATEST_ID_AT, source.idHigh(greatest));
            SidxLayout.putU64(directory, RunLayout.GREATEST_ID_AT + Long.BYTES, source.idLow(greatest));
        }
    }

    private int compareIds(int a, int b) {
        int order = Long.compareUnsigned(source.idHigh(a), source.idHigh(b));
        return order != 0 ? order : Long.compareUnsigned(source.idLow(a), source.idLow(b));
    }

    private void hashes() {
        out.begin(RunSection.HASHES);
        for (int row = 0; row < rows; row++) {
            for (int word = 0; word < Hash256.BYTES / Long.BYTES; word++) {
                out.u64(Long.reverseBytes(source.hashWord(row, word)));
            }
        }
        out.end();
    }

    private void clockZones() {
        out.begin(RunSection.CLOCK_ZONES);
        for (int zone = 0; zone < RunLayout.zones(rows); zone++) {
            int first = zone << RunLayout.ZONE_BITS;
            int least = source.clock(first);
            int greatest = least;
            for (int row = first + 1; row < Math.min(rows, first + (1 << RunLayout.ZONE_BITS)); row++) {
                int clock = source.clock(row);
                least = Integer.compareUnsigned(clock, least) < 0 ? clock : least;
                greatest = Integer.compareUnsigned(clock, greatest) > 0 ? clock : greatest;
            }
            out.u32(least);
            out.u32(greatest);
        }
        out.end();
    }

    private void rows() {
        long[] bases = new long[RunField.COUNT];
        int[] widths = new int[RunField.COUNT];
        for (int number = 0; number < RunField.COUNT; number++) {
            measure(RunField.of(number), bases, widths);
        }
        RunRowLayout layout = new RunRowLayout(widths);
        out.begin(RunSection.ROWS);
        for (int row = 0; row < rows; row++) {
            long start = out.at();
            out.u64(source.idHigh(row));
            out.u64(source.idLow(row));
            fields(row, Long.BYTES, bases, widths);
            out.u32(source.before(row));
            fields(row, Integer.BYTES, bases, widths);
            fields(row, Short.BYTES, bases, widths);
            fields(row, Byte.BYTES, bases, widths);
            flags[row] = (byte) flags(row);
            out.u8(flags[row]);
            while (out.at() < start + layout.stride) {
                out.u8(0);
            }
        }
        out.end();
    }

    /// The fields of this width.
    private void fields(int row, int width, long[] bases, int[] widths) {
        for (int number = 0; number < RunField.COUNT; number++) {
            if (widths[number] == width) {
                long value = value(RunField.of(number), row) - bases[number];
                switch (width) {
                    case Byte.BYTES -> out.u8((int) value);
                    case Short.BYTES -> out.u16((int) value);
                    case Integer.BYTES -> out.u32((int) value);
                    default -> out.u64(value);
                }
            }
        }
    }

    private int flags(int row) {
        int flags = source.extensionState(row) & RunLayout.EXTENSIONS_MASK;
        if (source.previousIsBefore(row) && source.before(row) >= 0) {
            flags |= RunLayout.PREVIOUS_IS_BEFORE;
        } else if (hasPreviousHash(row)) {
            flags |= RunLayout.PREVIOUS_STORED;
        }
        if (!isOwnCorrelation(row)) {
            flags |= RunLayout.CORRELATION_STORED;
        }
        return hasCausation(row) ? flags | RunLayout.CAUSATION_STORED : flags;
    }

    private boolean hasPreviousHash(int row) {
        return (source.previousHashWord(row, 0)
                        | source.previousHashWord(row, 1)
                        | source.previousHashWord(row, 2)
                        | source.previousHashWord(row, 3))
                != 0;
    }

    private boolean isOwnCorrelation(int row) {
        return source.isOwnCorrelation(row)
                || (source.correlationHigh(row) == source.idHigh(row)
                        && source.correlationLow(row) == source.idLow(row));
    }

    private boolean hasCausation(int row) {
        return (source.causationHigh(row) | source.causationLow(row)) != 0;
    }

    private void measure(RunField field, long[] bases, int[] widths) {
        long least = rows == 0 ? 0 : value(field, 0);
        long greatest = least;
        for (int row = 1; row < rows; row++) {
            long value = value(field, row);
            least = Long.compareUnsigned(value, least) < 0 ? value : least;
            greatest = Long.compareUnsigned(value, greatest) > 0 ? value : greatest;
        }
        bases[field.number()] = least;
        widths[field.number()] = width(greatest - least);
        int at = RunLayout.COLUMNS_AT + field.number() * RunLayout.COLUMN_BYTES;
        SidxLayout.putU64(directory, at, least);
        SidxLayout.putU64(directory, at + Long.BYTES, widths[field.number()]);
    }

    private static int width(long span) {
        int bits = Long.SIZE - Long.numberOfLeadingZeros(span);
        return bits == 0 ? 0 : bits <= 8 ? 1 : bits <= 16 ? 2 : bits <= 32 ? 4 : 8;
    }

    private long value(RunField field, int row) {
        return switch (field) {
            case SEQUENCE -> source.sequence(row) - row;
            case WALL -> source.wallMillis(row);
            case OFFSET -> source.offset(row);
            case LENGTH -> Integer.toUnsignedLong(source.length(row));
            case KIND -> source.kind(row);
            case LANE -> Integer.toUnsignedLong(source.lane(row));
            case DEPTH -> Integer.toUnsignedLong(source.depth(row));
            case CLOCK -> Integer.toUnsignedLong(source.clock(row));
            case ENTITY -> entities.id(source.entity(row));
            case SCOPE -> scopes.id(source.scope(row));
        };
    }

    private int[] rowsWith(int flag) {
        int[] found = new int[16];
        int used = 0;
        for (int row = 0; row < rows; row++) {
            if ((flags[row] & flag) != 0) {
                if (used == found.length) {
                    found = Arrays.copyOf(found, (int) Math.min(2L * used, rows));
                }
                found[used++] = row;
            }
        }
        return Arrays.copyOf(found, used);
    }

    private void rowList(RunSection section, int[] listed) {
        out.begin(section);
        out.u32s(listed);
        out.end();
    }

    private void previousHashes() {
        int[] listed = rowsWith(RunLayout.PREVIOUS_STORED);
        rowList(RunSection.PREVIOUS_ROWS, listed);
        out.begin(RunSection.PREVIOUS_HASHES);
        for (int row : listed) {
            for (int word = 0; word < Hash256.BYTES / Long.BYTES; word++) {
                out.u64(Long.reverseBytes(source.previousHashWord(row, word)));
            }
        }
        out.end();
    }

    private void correlations() {
        int[] listed = rowsWith(RunLayout.CORRELATION_STORED);
        rowList(RunSection.CORRELATION_ROWS, listed);
        out.begin(RunSection.CORRELATION_IDS);
        for (int row : listed) {
            out.u64(source.correlationHigh(row));
            out.u64(source.correlationLow(row));
        }
        out.end();
        order(RunSection.CORRELATION_ORDER, listed.length, (a, b) -> {
            int order = Long.compareUnsigned(source.correlationHigh(listed[a]), source.correlationHigh(listed[b]));
            return order != 0
                    ? order
                    : Long.compareUnsigned(source.correlationLow(listed[a]), source.correlationLow(listed[b]));
        });
    }

    private void causations() {
        int[] listed = rowsWith(RunLayout.CAUSATION_STORED);
        rowList(RunSection.CAUSATION_ROWS, listed);
        out.begin(RunSection.CAUSATION_IDS);
        for (int row : listed) {
            out.u64(source.causationHigh(row));
            out.u64(source.causationLow(row));
        }
        out.end();
        order(RunSection.CAUSATION_ORDER, listed.length, (a, b) -> {
            int order = Long.compareUnsigned(source.causationHigh(listed[a]), source.causationHigh(listed[b]));
            return order != 0
                    ? order
                    : Long.compareUnsigned(source.causationLow(listed[a]), source.causationLow(listed[b]));
        });
    }

    /// The places of a side table by id; the sort is stable, so by row within one id.
    private void order(RunSection section, int count, IntOrder.Comparison byId) {
        int[] places = new int[count];
        Arrays.setAll(places, place -> place);
        IntOrder.sort(places, byId);
        rowList(section, places);
    }

    private void extensions() {
        int[] listed = rowsWith(RunSource.EXTENSIONS_KNOWN);
        rowList(RunSection.EXTENSION_ROWS, listed);
        MessageWriter map = new MessageWriter(EXTENSION_BYTES);
        long end = 0;
        out.begin(RunSection.EXTENSION_ENDS);
        for (int row : listed) {
            end += encoded(row, map);
            out.u64(end);
        }
        out.end();
        out.begin(RunSection.EXTENSION_BYTES);
        for (int row : listed) {
            out.bytes(map.array(), 0, encoded(row, map));
        }
        out.end();
    }

    private int encoded(int row, MessageWriter map) {
        map.reset();
        Extensions known = source.extensions(row);
        map.mapHeader(known.size());
        known.asMap().forEach((key, value) -> {
            map.string(key);
            map.intArray(value.toByteArray(), 0, value.length());
        });
        return map.length();
    }

    private void entityLookups(boolean lanes) {
        entities.write(out, RunSection.ENTITY_ENDS);
        out.begin(RunSection.ENTITY_FLAGS);
        for (int number : entities.numbers) {
            out.u8((source.entityKeysUnordered(number) ? RunLayout.KEYS_UNORDERED : 0)
                    | (source.entityLaneUnordered(number) ? RunLayout.LANE_UNORDERED : 0));
        }
        out.end();
        RunLookups.Lists lists = RunLookups.group(rows, entities.count(), row -> entities.id(source.entity(row)));
        lists.write(out, RunSection.ENTITY_LISTS, rows);
        new RunHeads(source, lists).write(out, lanes);
    }

    private void kinds() {
        BitSet kinds = new BitSet();
        for (int row = 0; row < rows; row++) {
            kinds.set(source.kind(row));
        }
        int[] sorted = kinds.stream().toArray();
        out.begin(RunSection.KINDS);
        for (int kind : sorted) {
            out.u16(kind);
        }
        out.end();
        RunLookups.group(rows, sorted.length, row -> Arrays.binarySearch(sorted, source.kind(row)))
                .write(out, RunSection.KIND_LISTS, rows);
    }
}
