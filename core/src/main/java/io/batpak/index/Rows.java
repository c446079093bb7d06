package io.batpak.index;

import io.batpak.model.CausationId;
import io.batpak.model.CorrelationId;
import io.batpak.model.EventId;
import io.batpak.model.EventKind;
import io.batpak.model.FramePosition;
import io.batpak.model.Hash;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;

/// The columns of all rows: dense ones in chunks, sparse ones in side tables.
///
/// Not stored per row: the correlation of an event correlated with itself, a missing causation, a previous
/// hash that equals the hash of the lane's head at that time, and the segment, which changes only now and
/// then.
///
/// Threads: one inserting thread; readers ask only for rows their view shows.
final class Rows {
    /// No row.
    static final int NONE = -1;

    /// Leaves `row + 1` an int.
    static final int ROWS_MAX = Integer.MAX_VALUE - 1;

    private static final int FIRST_CHUNK_ROWS = 64;

    private static final VarHandle LONG_BE = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

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

    /// Copies `from` into the next row. `head` is the head of its entity and lane, or [#NONE].
    int append(IndexRow from, int entity, int scope, int head) {
        int row = count;
        if (row == ROWS_MAX) {
            throw new IllegalStateException("the index is full: " + row + " rows");
        }
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
        chunk.kinds[slot] = (short) from.kind;
        chunk.flags[slot] = (byte) (from.extensionState | appendSparse(from, row, head));
        count = row + 1;
        return row;
    }

    private int appendSparse(IndexRow from, int row, int head) {
        int flags = 0;
        if (!from.ownCorrelation && !(from.correlationHigh == from.idHigh && from.correlationLow == from.idLow)) {
            correlations.add(row, from.correlationHigh, from.correlationLow);
            flags |= RowChunk.CORRELATION_STORED;
        }
        if ((from.causationHigh | from.causationLow) != 0) {
            causations.add(row, from.causationHigh, from.causationLow);
            flags |= RowChunk.CAUSATION_STORED;
        }
        Hash previous = from.previousHash;
        if (head != NONE && (from.behindHead || hasEventHash(head, previous))) {
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

    long sequence(int row) {
        return longAt(row, RowChunk.SEQUENCE);
    }

    long wallMillis(int row) {
        return longAt(row, RowChunk.WALL_MILLIS);
    }

    int entity(int row) {
        return intAt(row, RowChunk.ENTITY);
    }

    int scope(int row) {
        return intAt(row, RowChunk.SCOPE);
    }

    int lane(int row) {
        return intAt(row, RowChunk.LANE);
    }

    int depth(int row) {
        return intAt(row, RowChunk.DEPTH);
    }

    int clock(int row) {
        return intAt(row, RowChunk.CLOCK);
    }

    /// The head of this row's entity and lane when it was inserted, or [#NONE].
    int headBefore(int row) {
        return intAt(row, RowChunk.HEAD_BEFORE);
    }

    int kind(int row) {
        return chunk(row).kinds[row & RowChunk.ROW_MASK] & 0xFFFF;
    }

    EventKind eventKind(int row) {
        return EventKind.ofRaw(kind(row));
    }

    int flags(int row) {
        return chunk(row).flags[row & RowChunk.ROW_MASK];
    }

    void forgetUnknownExtensions(int row) {
        chunk(row).forgetUnknownExtensions(row & RowChunk.ROW_MASK);
    }

    long idHigh(int row) {
        return chunk(row).ids[(row & RowChunk.ROW_MASK) * RowChunk.ID_LONGS];
    }

    long idLow(int row) {
        return chunk(row).ids[(row & RowChunk.ROW_MASK) * RowChunk.ID_LONGS + 1];
    }

    EventId eventId(int row) {
        return new EventId(idHigh(row), idLow(row));
    }

    CorrelationId correlationId(int row) {
        if ((flags(row) & RowChunk.CORRELATION_STORED) == 0) {
            return new CorrelationId(idHigh(row), idLow(row));
        }
        int place = correlations.floor(row);
        return new CorrelationId(correlations.word(place, 0), correlations.word(place, 1));
    }

    Optional<CausationId> causationId(int row) {
        if ((flags(row) & RowChunk.CAUSATION_STORED) == 0) {
            return Optional.empty();
        }
        int place = causations.floor(row);
        return Optional.of(new CausationId(causations.word(place, 0), causations.word(place, 1)));
    }

    boolean hasEventHash(int row, Hash hash) {
        long[] hashes = chunk(row).hashes;
        int at = (row & RowChunk.ROW_MASK) * RowChunk.HASH_LONGS;
        return hashes[at] == hash.word(0)
                && hashes[at + 1] == hash.word(1)
                && hashes[at + 2] == hash.word(2)
                && hashes[at + 3] == hash.word(3);
    }

    /// The `word`-th 8 bytes of the event hash.
    long hashWord(int row, int word) {
        return chunk(row).hashes[(row & RowChunk.ROW_MASK) * RowChunk.HASH_LONGS + word];
    }

    Hash eventHash(int row) {
        long[] hashes = chunk(row).hashes;
        int at = (row & RowChunk.ROW_MASK) * RowChunk.HASH_LONGS;
        return Hash.of(hashes[at], hashes[at + 1], hashes[at + 2], hashes[at + 3]);
    }

    Hash previousHash(int row) {
        return switch (flags(row) & RowChunk.PREVIOUS_HASH_MASK) {
            case RowChunk.PREVIOUS_HASH_OF_HEAD -> eventHash(headBefore(row));
            case RowChunk.PREVIOUS_HASH_STORED -> {
                SideTable stored = previousHashes;
                int place = stored.floor(row);
                yield Hash.of(
                        stored.word(place, 0), stored.word(place, 1), stored.word(place, 2), stored.word(place, 3));
            }
            default -> Hash.ZERO;
        };
    }

    /// One half of the correlation id: 0 the first, 1 the second.
    long correlationWord(int row, int word) {
        if ((flags(row) & RowChunk.CORRELATION_STORED) == 0) {
            return word == 0 ? idHigh(row) : idLow(row);
        }
        return correlations.word(correlations.floor(row), word);
    }

    /// One half of the causation id, 0 without one.
    long causationWord(int row, int word) {
        return (flags(row) & RowChunk.CAUSATION_STORED) == 0 ? 0 : causations.word(causations.floor(row), word);
    }

    void copyEventHash(int row, byte[] target, int at) {
        long[] hashes = chunk(row).hashes;
        int from = (row & RowChunk.ROW_MASK) * RowChunk.HASH_LONGS;
        for (int word = 0; word < RowChunk.HASH_LONGS; word++) {
            LONG_BE.set(target, at + word * Long.BYTES, hashes[from + word]);
        }
    }

    void copyPreviousHash(int row, byte[] target, int at) {
        if ((flags(row) & RowChunk.PREVIOUS_HASH_MASK) == RowChunk.PREVIOUS_HASH_OF_HEAD) {
            copyEventHash(headBefore(row), target, at);
        } else {
            previousHash(row).write(target, at);
        }
    }

    long offset(int row) {
        return longAt(row, RowChunk.OFFSET);
    }

    int length(int row) {
        return intAt(row, RowChunk.LENGTH);
    }

    FramePosition position(int row) {
        long segment = segments.word(segments.floor(row), 0);
        return new FramePosition(segment, longAt(row, RowChunk.OFFSET), intAt(row, RowChunk.LENGTH));
    }

    /// Clock-key order: wall clock, clock, event id, all unsigned.
    int compareKeys(int a, int b) {
        int order = Long.compareUnsigned(wallMillis(a), wallMillis(b));
        if (order == 0) {
            order = Integer.compareUnsigned(clock(a), clock(b));
        }
        if (order == 0) {
            order = Long.compareUnsigned(idHigh(a), idHigh(b));
        }
        return order != 0 ? order : Long.compareUnsigned(idLow(a), idLow(b));
    }

    /// How many of the first `bound` rows have a sequence below `sequence`.
    int countBelow(long sequence, int bound) {
        int low = 0;
        int high = bound;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sequence(middle) < sequence) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
