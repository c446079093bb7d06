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
import java.util.Optional;

/// What is known of each row of one part: in memory ([Rows]) or mapped from a run file ([RunColumns]).
///
/// Rows are local to the part, entities and scopes are numbers of the part's own dictionaries. Threads: as the
/// part.
abstract class Columns {
    /// No row.
    static final int NONE = -1;

    /// A row of an earlier part.
    static final int EARLIER = -2;

    private static final VarHandle LONG_BE = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    abstract long sequence(int row);

    abstract long wallMillis(int row);

    abstract int entity(int row);

    abstract int scope(int row);

    abstract int lane(int row);

    abstract int depth(int row);

    abstract int clock(int row);

    abstract int kind(int row);

    abstract long idHigh(int row);

    abstract long idLow(int row);

    /// The `word`-th 8 bytes of the event hash.
    abstract long hashWord(int row, int word);

    /// The `word`-th 8 bytes of the previous hash.
    abstract long previousHashWord(int row, int word);

    /// Whether the previous hash is the event hash of [#headBefore], which then is a row of this part.
    abstract boolean previousIsHead(int row);

    /// The head of this row's entity and lane when it was inserted: a row of this part, [#EARLIER] if it lies in an
    /// earlier one, or [#NONE].
    abstract int headBefore(int row);

    /// One half of the correlation id: 0 the first, 1 the second.
    abstract long correlationWord(int row, int word);

    /// Whether the event is correlated with itself and nothing is stored for it.
    abstract boolean ownsCorrelation(int row);

    /// One half of the causation id, 0 without one.
    abstract long causationWord(int row, int word);

    abstract long segment(int row);

    abstract long offset(int row);

    abstract int length(int row);

    /// [RowChunk#EXTENSIONS_NONE], `KNOWN` or `UNKNOWN`.
    abstract int extensionState(int row);

    final EventKind eventKind(int row) {
        return EventKind.ofRaw(kind(row));
    }

    final EventId eventId(int row) {
        return new EventId(idHigh(row), idLow(row));
    }

    final CorrelationId correlationId(int row) {
        return ownsCorrelation(row)
                ? new CorrelationId(idHigh(row), idLow(row))
                : new CorrelationId(correlationWord(row, 0), correlationWord(row, 1));
    }

    final Optional<CausationId> causationId(int row) {
        long high = causationWord(row, 0);
        long low = causationWord(row, 1);
        return (high | low) == 0 ? Optional.empty() : Optional.of(new CausationId(high, low));
    }

    final boolean hasEventHash(int row, Hash hash) {
        for (int word = 0; word < RowChunk.HASH_LONGS; word++) {
            if (hashWord(row, word) != hash.word(word)) {
                return false;
            }
        }
        return true;
    }

    final Hash eventHash(int row) {
        return Hash.of(hashWord(row, 0), hashWord(row, 1), hashWord(row, 2), hashWord(row, 3));
    }

    final Hash previousHash(int row) {
        return Hash.of(
                previousHashWord(row, 0), previousHashWord(row, 1), previousHashWord(row, 2), previousHashWord(row, 3));
    }

    final void copyEventHash(int row, byte[] target, int at) {
        for (int word = 0; word < RowChunk.HASH_LONGS; word++) {
            LONG_BE.set(target, at + word * Long.BYTES, hashWord(row, word));
        }
    }

    final void copyPreviousHash(int row, byte[] target, int at) {
        for (int word = 0; word < RowChunk.HASH_LONGS; word++) {
            LONG_BE.set(target, at + word * Long.BYTES, previousHashWord(row, word));
        }
    }

    final FramePosition position(int row) {
        return new FramePosition(segment(row), offset(row), length(row));
    }

    /// Clock-key order of a row here and a row of `other`: wall clock, clock, event id, all unsigned.
    final int compareKeys(int row, Columns other, int otherRow) {
        int order = Long.compareUnsigned(wallMillis(row), other.wallMillis(otherRow));
        if (order == 0) {
            order = Integer.compareUnsigned(clock(row), other.clock(otherRow));
        }
        if (order == 0) {
            order = Long.compareUnsigned(idHigh(row), other.idHigh(otherRow));
        }
        return order != 0 ? order : Long.compareUnsigned(idLow(row), other.idLow(otherRow));
    }

    /// How many of the first `bound` rows have a sequence below `sequence`.
    final int countBelow(long sequence, int bound) {
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
