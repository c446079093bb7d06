package io.batpak.index;

import io.batpak.model.Hash;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/// The columns of a part in memory: dense ones in chunks, sparse ones in side tables.
///
/// Not stored per row: the correlation of an event correlated with itself, a missing causation, a previous
/// hash that equals the hash of the lane's head at that time, and the segment, which changes only now and
/// then.
///
/// Threads: one inserting thread; readers ask only for rows their view shows.
final class Rows extends Columns {
    /// Leaves `row + 1` an int.
    static final int ROWS_MAX = Integer.MAX_VALUE - 1;

    private static final int FIRST_CHUNK_ROWS = 64;

    private volatile RowChunk[] chunks = {new RowChunk(FIRST_CHUNK_ROWS)};
    final SideTable correlations = new SideTable(RowChunk.ID_LONGS);
    final SideTable causations = new SideTable(RowChunk.ID_LONGS);
    private final SideTable previousHashes = new SideTable(RowChunk.HASH_LONGS);
    private final SideTable segments = new SideTable(1);
    private int count;

    /// Rows inserted so far; for the inserting thread.
    int count() {
        return count;
    }

    /// Copies `from` into the next row. `head` is the head of its entity and lane, [#EARLIER] or [#NONE]; the
    /// previous hash of an event behind an earlier part must be in `from`.
    int append(IndexRow from, int entity, int scope, int head) {
        int row = count;
        RowChunk chunk = room(row);
        int slot = row & RowChunk.ROW_MASK;
        int at = slot * RowChunk.ID_LONGS;
        chunk.ids[at] = from.idHigh;
        chunk.ids[at + 1] = from.idLow;
        copy(from.eventHash, chunk.hashes, slot * RowChunk.HASH_LONGS);
        at = slot * RowChunk.LONGS;
        chunk.longs[at + RowChunk.SEQUENCE] = from.sequence;
        chunk.longs[at + RowChunk.WALL_MILLIS] = from.wallMillis;
        chunk.longs[at + RowChunk.OFFSET] = from.offset;
        at = slot * RowChunk.INTS;
        chunk.ints[at + RowChunk.ENTITY] = entity;
        chunk.ints[at + RowChunk.SCOPE] = scope;
        chunk.ints[at + RowChunk.LANE] = from.lane;
        chunk.ints[at + RowChunk.DEPTH] = from.depth;
        chunk.ints[at + RowChunk.CLOCK] = from.clock;
        chunk.ints[at + RowChunk.LENGTH] = from.length;
        chunk.ints[at + RowChunk.HEAD_BEFORE] = head;
        chunk.noteClock(from.clock);
        chunk.kinds[slot] = (short) from.kind;
        chunk.flags[slot] = (byte) (from.extensionState | appendSparse(from, row, head));
        count = row + 1;
        return row;
    }

    private int appendSparse(IndexRow from, int row, int head) {
        int flags = 0;
        if (!from.isOwnCorrelation()) {
            correlations.add(row, from.correlationHigh, from.correlationLow);
            flags |= RowChunk.CORRELATION_STORED;
        }
        if (from.hasCausation()) {
            causations.add(row, from.causationHigh, from.causationLow);
            flags |= RowChunk.CAUSATION_STORED;
        }
        Hash previous = from.previousHash;
        if (head >= 0 && (from.behindHead || hasEventHash(head, previous))) {
            flags |= RowChunk.PREVIOUS_HASH_OF_HEAD;
        } else if (!previous.isZero()) {
            previousHashes.add(row, previous.word(0), previous.word(1), previous.word(2), previous.word(3));
            flags |= RowChunk.PREVIOUS_HASH_STORED;
        }
        if (segments.isEmpty() || segments.word(segments.floor(row), 0) != from.segment) {
            segments.add(row, from.segment);
        }
        return flags;
    }

    private RowChunk room(int row) {
        RowChunk[] all = chunks;
        int at = row >> RowChunk.ROW_BITS;
        if (at == all.length) {
            all = Arrays.copyOf(all, at + 1);
            all[at] = new RowChunk(RowChunk.ROWS_MAX);
            chunks = all;
        } else if ((row & RowChunk.ROW_MASK) == all[at].capacity) {
            all = all.clone();
            all[at] = all[at].doubled();
            chunks = all;
        }
        return all[at];
    }

    private static void copy(Hash hash, long[] to, int at) {
        for (int word = 0; word < RowChunk.HASH_LONGS; word++) {
            to[at + word] = hash.word(word);
        }
    }

    private RowChunk chunk(int row) {
        return chunks[row >> RowChunk.ROW_BITS];
    }

    private long longAt(int row, int column) {
        return chunk(row).longs[(row & RowChunk.ROW_MASK) * RowChunk.LONGS + column];
    }

    private int intAt(int row, int column) {
        return chunk(row).ints[(row & RowChunk.ROW_MASK) * RowChunk.INTS + column];
    }

    @Override
    long sequence(int row) {
        return longAt(row, RowChunk.SEQUENCE);
    }

    @Override
    long wallMillis(int row) {
        return longAt(row, RowChunk.WALL_MILLIS);
    }

    @Override
    int entity(int row) {
        return intAt(row, RowChunk.ENTITY);
    }

    @Override
    int scope(int row) {
        return intAt(row, RowChunk.SCOPE);
    }

    @Override
    int lane(int row) {
        return intAt(row, RowChunk.LANE);
    }

    @Override
    int depth(int row) {
        return intAt(row, RowChunk.DEPTH);
    }

    @Override
    int clock(int row) {
        return intAt(row, RowChunk.CLOCK);
    }

    /// The first row from `row` on in a chunk that may have a clock from `first` to `last`, or `end`.
    int withClockFrom(int row, int first, int last, int end) {
        RowChunk[] all = chunks;
        for (int start = row; start < end; start = (start | RowChunk.ROW_MASK) + 1) {
            RowChunk chunk = all[start >> RowChunk.ROW_BITS];
            if (Integer.compareUnsigned(chunk.clockLeast, last) <= 0
                    && Integer.compareUnsigned(chunk.clockGreatest, first) >= 0) {
                return start;
            }
        }
        return end;
    }

    @Override
    int headBefore(int row) {
        return intAt(row, RowChunk.HEAD_BEFORE);
    }

    @Override
    int kind(int row) {
        return chunk(row).kinds[row & RowChunk.ROW_MASK] & 0xFFFF;
    }

    private int flags(int row) {
        return chunk(row).flags[row & RowChunk.ROW_MASK];
    }

    @Override
    int extensionState(int row) {
        return flags(row) & RowChunk.EXTENSIONS_MASK;
    }

    void forgetUnknownExtensions(int row) {
        chunk(row).forgetUnknownExtensions(row & RowChunk.ROW_MASK);
    }

    @Override
    long idHigh(int row) {
        return chunk(row).ids[(row & RowChunk.ROW_MASK) * RowChunk.ID_LONGS];
    }

    @Override
    long idLow(int row) {
        return chunk(row).ids[(row & RowChunk.ROW_MASK) * RowChunk.ID_LONGS + 1];
    }

    @Override
    long hashWord(int row, int word) {
        return chunk(row).hashes[(row & RowChunk.ROW_MASK) * RowChunk.HASH_LONGS + word];
    }

    @Override
    boolean previousIsHead(int row) {
        return (flags(row) & RowChunk.PREVIOUS_HASH_MASK) == RowChunk.PREVIOUS_HASH_OF_HEAD;
    }

    @Override
    long previousHashWord(int row, int word) {
        return switch (flags(row) & RowChunk.PREVIOUS_HASH_MASK) {
            case RowChunk.PREVIOUS_HASH_OF_HEAD -> hashWord(headBefore(row), word);
            case RowChunk.PREVIOUS_HASH_STORED -> previousHashes.word(previousHashes.floor(row), word);
            default -> 0;
        };
    }

    @Override
    boolean ownsCorrelation(int row) {
        return (flags(row) & RowChunk.CORRELATION_STORED) == 0;
    }

    @Override
    long correlationWord(int row, int word) {
        if (ownsCorrelation(row)) {
            return word == 0 ? idHigh(row) : idLow(row);
        }
        return correlations.word(correlations.floor(row), word);
    }

    @Override
    long causationWord(int row, int word) {
        return (flags(row) & RowChunk.CAUSATION_STORED) == 0 ? 0 : causations.word(causations.floor(row), word);
    }

    LongStream segmentIds() {
        return IntStream.range(0, segments.size()).mapToLong(place -> segments.word(place, 0));
    }

    @Override
    long segment(int row) {
        return segments.word(segments.floor(row), 0);
    }

    @Override
    long offset(int row) {
        return longAt(row, RowChunk.OFFSET);
    }

    @Override
    int length(int row) {
        return intAt(row, RowChunk.LENGTH);
    }
}
