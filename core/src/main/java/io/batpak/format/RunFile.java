package io.batpak.format;

import io.batpak.fs.Mapping;
import io.batpak.hash.Hash256;
import io.batpak.model.Bytes;
import io.batpak.model.Extensions;
import io.batpak.msgpack.MessageFormatException;
import io.batpak.msgpack.MessageReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// A mapped index run (`*.fbx`): rows in commit order, from 0, and what finds them. Immutable.
///
/// Rows that callers name must be in `0..rows() - 1`; the answer to others is another row's, or an exception.
/// Entities and scopes are ids of [#entities] and [#scopes]. `int` values are the 32 bits of unsigned numbers.
///
/// Every block is checked when it is first read, unless [#verifyAll] was there before. A read that meets
/// damage throws [io.batpak.error.IndexRunDamageException]; whatever the bytes are, no other exception leaves
/// this class but those of the mapping.
///
/// Threads: shared freely. Bytes: docs/formats/index-run.md
public final class RunFile {
    /// No such row.
    public static final int NONE = RunSource.NONE;

    private static final int HASH_WORDS = Hash256.BYTES / Long.BYTES;
    private static final int ID_WORDS = 2;

    private final RunDirectory directory;
    private final RunBytes bytes;
    private final int rows;
    private final List<RunSegment> segments;
    /// One above the last row of each segment.
    private final int[] segmentEnds;

    private final RunColumn sequences;
    private final RunColumn walls;
    private final RunColumn offsets;
    private final RunColumn lengths;
    private final RunColumn kinds;
    private final RunColumn lanes;
    private final RunColumn depths;
    private final RunColumn clocks;
    private final RunColumn entityIds;
    private final RunColumn scopeIds;
    private final RunSide previousHashes;
    private final RunSide correlations;
    private final RunSide causations;
    private final RunSide extensions;
    private final RunNames entities;
    private final RunNames scopes;
    private final RunLookup lookup;
    private final int stride;
    private final long idsAt;
    private final long hashesAt;
    private final long flagsAt;
    private final long beforeAt;

    private RunFile(RunDirectory directory, List<RunSegment> segments, int[] segmentEnds) {
        this.directory = directory;
        this.bytes = directory.bytes;
        this.rows = directory.rows;
        this.segments = segments;
        this.segmentEnds = segmentEnds;
        sequences = directory.column(RunField.SEQUENCE);
        walls = directory.column(RunField.WALL);
        offsets = directory.column(RunField.OFFSET);
        lengths = directory.column(RunField.LENGTH);
        kinds = directory.column(RunField.KIND);
        lanes = directory.column(RunField.LANE);
        depths = directory.column(RunField.DEPTH);
        clocks = directory.column(RunField.CLOCK);
        entityIds = directory.column(RunField.ENTITY);
        scopeIds = directory.column(RunField.SCOPE);
        previousHashes = directory.side(RunSection.PREVIOUS_ROWS, RunSection.PREVIOUS_HASHES);
        correlations = directory.ordered(
                RunSection.CORRELATION_ROWS, RunSection.CORRELATION_IDS, RunSection.CORRELATION_ORDER);
        causations = directory.ordered(RunSection.CAUSATION_ROWS, RunSection.CAUSATION_IDS, RunSection.CAUSATION_ORDER);
        extensions = directory.side(RunSection.EXTENSION_ROWS, RunSection.EXTENSION_ENDS);
        entities = directory.names(RunSection.ENTITY_ENDS);
        scopes = directory.names(RunSection.SCOPE_ENDS);
        lookup = new RunLookup(directory, correlations, causations);
        RunRowLayout layout = directory.rowLayout();
        idsAt = directory.at(RunSection.ROWS);
        stride = layout.stride;
        hashesAt = directory.at(RunSection.HASHES);
        flagsAt = idsAt + layout.flagsAt;
        beforeAt = idsAt + layout.beforeAt;
    }

    /// Opens a mapped file; the mapping must live as long as what is returned.
    ///
    /// Checks, in order: length, magic, version ([Damage.Reason#RUN_VERSION] for any that this release does
    /// not know), lengths, checksum of the directory, counts, segments. Nothing else is read.
    ///
    /// @param name what errors call the file
    public static Decoded<RunFile> open(String name, Mapping mapping) {
        return switch (RunDirectory.open(name, mapping)) {
            case Decoded.Damaged<RunDirectory>(Damage damage) -> new Decoded.Damaged<>(damage);
            case Decoded.Ok<RunDirectory>(RunDirectory directory) -> open(directory);
        };
    }

    private static Decoded<RunFile> open(RunDirectory directory) {
        long at = directory.at(RunSection.SEGMENTS);
        Damage damage = directory.bytes.check(at, at + directory.length(RunSection.SEGMENTS));
        if (damage != null) {
            return new Decoded.Damaged<>(damage);
        }
        int count = directory.count(RunSection.SEGMENTS);
        List<RunSegment> segments = new ArrayList<>(count);
        int[] ends = new int[count];
        long row = 0;
        for (int i = 0; i < count; i++, at += RunSection.SEGMENTS.elementBytes) {
            RunSegment segment = segment(directory.bytes, at);
            row += Integer.toUnsignedLong(segment.rows());
            if (row > directory.rows
                    || (i > 0 && segment.id() <= segments.get(i - 1).id())) {
                break;
            }
            segments.add(segment);
            ends[i] = (int) row;
        }
        if (segments.size() < count || row != directory.rows) {
            String detail = "the segments have " + row + " of " + directory.rows + " rows, or do not ascend";
            return new Decoded.Damaged<>(Damage.of(Damage.Reason.RUN_GEOMETRY, detail));
        }
        return new Decoded.Ok<>(new RunFile(directory, List.copyOf(segments), ends));
    }

    private static RunSegment segment(RunBytes bytes, long at) {
        return new RunSegment(
                bytes.u64(at + RunLayout.SEGMENT_ID_AT),
                bytes.u64(at + RunLayout.SEGMENT_LENGTH_AT),
                bytes.u64(at + RunLayout.SEGMENT_CREATED_AT),
                bytes.i32(at + RunLayout.SEGMENT_TAIL_CRC_AT),
                bytes.u64(at + RunLayout.SEGMENT_FRAMES_END_AT),
                (bytes.i32(at + RunLayout.SEGMENT_FLAGS_AT) & RunLayout.FOOTER_PROVEN) != 0,
                bytes.i32(at + RunLayout.SEGMENT_FOOTER_CRC_AT),
                bytes.i32(at + RunLayout.SEGMENT_ROWS_AT));
    }

    /// Checks every block now, so that no later read has to. Empty if all are good.
    public Optional<Damage> verifyAll() {
        return Optional.ofNullable(bytes.check(0, bytes.length()));
    }

    /// Whether a read has met damage. Such a file should go, so that the next open makes it anew.
    public boolean isDamaged() {
        return bytes.isDamaged();
    }

    /// Number of rows.
    public int rows() {
        return rows;
    }

    /// The segments this run covers, ascending.
    public List<RunSegment> segments() {
        return segments;
    }

    /// What finds rows by id, name, kind, lane or cause.
    public RunLookup lookup() {
        return lookup;
    }

    /// The entities of the rows.
    public RunNames entities() {
        return entities;
    }

    /// The scopes of the rows.
    public RunNames scopes() {
        return scopes;
    }

    /// The place in [#segments] of the segment of a row.
    public int segmentIndex(int row) {
        int low = 0;
        int high = segmentEnds.length - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (segmentEnds[middle] <= row) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /// The first row of the segment at this place in [#segments]; that of the next one if it has none.
    public int firstRow(int segmentIndex) {
        return segmentIndex == 0 ? 0 : segmentEnds[segmentIndex - 1];
    }

    /// Id of the segment of a row.
    public long segment(int row) {
        return segments.get(segmentIndex(row)).id();
    }

    /// First half of the event id.
    public long idHigh(int row) {
        return bytes.u64(idsAt + (long) stride * row);
    }

    /// Second half of the event id.
    public long idLow(int row) {
        return bytes.u64(idsAt + (long) stride * row + Long.BYTES);
    }

    /// Sequence; ascends with the row.
    public long sequence(int row) {
        return sequences.get(row) + row;
    }

    /// Wall clock, milliseconds.
    public long wallMillis(int row) {
        return walls.get(row);
    }

    /// Byte offset of the frame.
    public long offset(int row) {
        return offsets.get(row);
    }

    /// Length of the frame with its head, bytes.
    public int length(int row) {
        return (int) lengths.get(row);
    }

    /// Kind, 0 to 65535.
    public int kind(int row) {
        return (int) kinds.get(row) & 0xFFFF;
    }

    /// Lane.
    public int lane(int row) {
        return (int) lanes.get(row);
    }

    /// Depth on the lane.
    public int depth(int row) {
        return (int) depths.get(row);
    }

    /// Clock on the lane.
    public int clock(int row) {
        return (int) clocks.get(row);
    }

    /// Id of the entity.
    public int entity(int row) {
        return id(entityIds.get(row), entities);
    }

    /// Id of the scope.
    public int scope(int row) {
        return id(scopeIds.get(row), scopes);
    }

    private int id(long id, RunNames names) {
        if (id < 0 || id >= names.count()) {
            throw bytes.damaged("a row has name " + id + " of " + names.count());
        }
        return (int) id;
    }

    /// The `word`-th 8 bytes of the event hash, big-endian, 0 to 3.
    public long hashWord(int row, int word) {
        return Long.reverseBytes(bytes.u64(hashesAt + ((long) row * HASH_WORDS + word) * Long.BYTES));
    }

    /// Copies the 32 bytes of the event hash.
    public void copyEventHash(int row, byte[] target, int at) {
        bytes.copy(hashesAt + (long) row * Hash256.BYTES, target, at, Hash256.BYTES);
    }

    /// The head of this row's entity and lane when it was inserted: a row, [RunSource#NONE] or
    /// [RunSource#EARLIER].
    public int before(int row) {
        int before = bytes.i32(beforeAt + (long) stride * row);
        if (before < RunSource.EARLIER || before >= row) {
            throw bytes.damaged("row " + before + " stands before row " + row);
        }
        return before;
    }

    private int flags(int row) {
        return bytes.u8(flagsAt + (long) stride * row);
    }

    /// Whether the previous hash is the event hash of [#before], which then is a row of this run.
    public boolean previousIsBefore(int row) {
        return (flags(row) & RunLayout.PREVIOUS_IS_BEFORE) != 0;
    }

    /// The `word`-th 8 bytes of the previous hash, big-endian, 0 to 3.
    public long previousHashWord(int row, int word) {
        int flags = flags(row);
        if ((flags & RunLayout.PREVIOUS_IS_BEFORE) != 0) {
            int before = before(row);
            if (before < 0) {
                throw bytes.damaged("row " + row + " has the hash of no row");
            }
            return hashWord(before, word);
        }
        return (flags & RunLayout.PREVIOUS_STORED) == 0
                ? 0
                : Long.reverseBytes(previousHashes.word(row, word, HASH_WORDS));
    }

    /// Whether the event is correlated with itself.
    public boolean isOwnCorrelation(int row) {
        return (flags(row) & RunLayout.CORRELATION_STORED) == 0;
    }

    /// First half of the correlation id.
    public long correlationHigh(int row) {
        return isOwnCorrelation(row) ? idHigh(row) : correlations.word(row, 0, ID_WORDS);
    }

    /// Second half of the correlation id.
    public long correlationLow(int row) {
        return isOwnCorrelation(row) ? idLow(row) : correlations.word(row, 1, ID_WORDS);
    }

    /// Whether the event has a causation id.
    public boolean hasCausation(int row) {
        return (flags(row) & RunLayout.CAUSATION_STORED) != 0;
    }

    /// First half of the causation id; 0 without one.
    public long causationHigh(int row) {
        return hasCausation(row) ? causations.word(row, 0, ID_WORDS) : 0;
    }

    /// Second half of the causation id; 0 without one.
    public long causationLow(int row) {
        return hasCausation(row) ? causations.word(row, 1, ID_WORDS) : 0;
    }

    /// One of the `EXTENSIONS_` states of [RunSource].
    public int extensionState(int row) {
        return flags(row) & RunLayout.EXTENSIONS_MASK;
    }

    /// The extensions of a row; none unless its state is [RunSource#EXTENSIONS_KNOWN].
    public Extensions extensions(int row) {
        if (extensionState(row) != RunSource.EXTENSIONS_KNOWN) {
            return Extensions.none();
        }
        int place = extensions.place(row);
        long endAt = directory.at(RunSection.EXTENSION_ENDS) + Long.BYTES * (long) place;
        long start = place == 0 ? 0 : bytes.u64(endAt - Long.BYTES);
        long end = bytes.u64(endAt);
        if (start < 0 || start > end || end > directory.length(RunSection.EXTENSION_BYTES)) {
            throw bytes.damaged("extensions from " + start + " to " + end);
        }
        byte[] map = new byte[(int) Math.min(end - start, Integer.MAX_VALUE - 8)];
        bytes.copy(directory.at(RunSection.EXTENSION_BYTES) + start, map, 0, map.length);
        try {
            MessageReader reader = new MessageReader(map);
            SortedMap<String, Bytes> stored = new TreeMap<>();
            for (int left = reader.mapHeader(); left > 0; left--) {
                stored.put(reader.string(), Bytes.of(reader.intArray()));
            }
            return Extensions.stored(stored);
        } catch (MessageFormatException e) {
            throw bytes.damaged("extensions of row " + row + ": " + e.getMessage());
        }
    }
}
