package io.batpak.index;

import io.batpak.format.SidxSource;
import io.batpak.model.Entry;
import io.batpak.model.EventId;
import io.batpak.model.Hash;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// Inserts rows and publishes them.
///
/// An inserted row counts for heads and ids at once, for this class; readers see it when it is published. The
/// head of an (entity, lane) is its row with the greatest clock key (wall clock, clock, event id), whatever
/// the order of inserts: after a restart that is the rule of the format, and a live event always has the
/// greatest.
///
/// Threads: everything but [#publish(int)] belongs to one thread at a time, with a hand-over that orders
/// memory, such as the commit turn.
public final class IndexWriter {
    private final Index index;
    private long lastSequence = -1;
    private boolean inserting;

    IndexWriter(Index index) {
        this.index = index;
    }

    /// Inserts a committed event and returns its row. Nothing of `row` is kept.
    ///
    /// If it fails for lack of memory, the index may be incomplete and refuses every further insert; what was
    /// published stays readable.
    ///
    /// @throws IllegalArgumentException if the sequence is not above the one inserted before, or negative
    /// @throws IllegalStateException if the index is full (2^31 - 2 rows), or an earlier insert failed
    ///     half-way
    public int insert(IndexRow row) {
        if (row.sequence <= lastSequence) {
            throw new IllegalArgumentException("sequence " + row.sequence + " after " + lastSequence);
        }
        if (inserting) {
            throw new IllegalStateException("an earlier insert failed half-way");
        }
        inserting = true;
        Rows rows = index.rows;
        NameCell entity = index.entities.intern(row.entity);
        NameCell scope = index.scopes.intern(row.scope);
        int head = index.heads.find(entity, row.lane, Integer.MAX_VALUE);
        int at = rows.append(row, entity.id, scope.id, head);
        if (row.extensionState == RowChunk.EXTENSIONS_KNOWN) {
            index.extensions.put(at, row.extensions);
        }
        boolean newHead = noteOrder(entity, at, head);
        entity.add(at);
        scope.add(at);
        index.kinds.intern(row.kind).add(at);
        if (row.lane != 0) {
            index.lanes.computeIfAbsent(row.lane, _ -> new Postings()).add(at);
        }
        index.ids.add(at);
        index.effects.extend();
        index.conversations.extend();
        if (newHead) {
            index.heads.put(entity, at, head);
        }
        lastSequence = row.sequence;
        inserting = false;
        return at;
    }

    /// Whether `row` is the new head of its lane.
    private boolean noteOrder(NameCell entity, int row, int head) {
        Rows rows = index.rows;
        boolean greatest = head == Rows.NONE || rows.compareKeys(head, row) < 0;
        if (head != Rows.NONE && !(greatest && Integer.compareUnsigned(rows.clock(head), rows.clock(row)) < 0)) {
            entity.laneUnordered = true;
        }
        int size = entity.size();
        if (size > 0 && !entity.keysUnordered) {
            int last = entity.get(size - 1);
            entity.keysUnordered = last == head ? !greatest : rows.compareKeys(last, row) > 0;
        }
        return greatest;
    }

    /// Hides sequences from readers; see [Index#hide].
    public void hide(HiddenRanges everywhere, Map<Long, HiddenRanges> onLanes) {
        index.hide(everywhere, onLanes);
    }

    /// Makes all inserted rows visible, with one volatile write.
    public void publish() {
        index.publish(index.rows.count());
    }

    /// Makes the rows below `rowBound` visible; a bound that is visible already changes nothing.
    ///
    /// Any thread may call this with a bound it learned from the inserting thread, given that something
    /// ordered the two, such as a lock or a volatile field.
    public void publish(int rowBound) {
        index.publish(rowBound);
    }

    /// Number of rows inserted, published or not; the next row.
    public int rowCount() {
        return index.rows.count();
    }

    /// One above the last inserted sequence, 0 while there is none.
    public long nextSequence() {
        return lastSequence + 1;
    }

    /// The head of (entity, lane), published or not; empty before its first event.
    ///
    /// @throws IllegalArgumentException if the lane is not in 0..2^32-1
    public OptionalInt head(String entity, long lane) {
        return rowOf(headRow(entity, lane));
    }

    /// The row of the head of (entity, lane), published or not; -1 before its first event.
    ///
    /// @throws IllegalArgumentException if the lane is not in 0..2^32-1
    public int headRow(String entity, long lane) {
        int laneBits = IndexRow.unsignedInt("lane", lane);
        NameCell cell = index.entities.find(entity);
        return cell == null ? Rows.NONE : index.heads.find(cell, laneBits, Integer.MAX_VALUE);
    }

    /// The last row inserted with this event id, published or not, hidden or not.
    public OptionalInt findRow(long idHigh, long idLow) {
        return rowOf(index.ids.find(idHigh, idLow, Integer.MAX_VALUE, Hidden.NOTHING));
    }

    /// The newest entry of this id that no cancelled fence hides, inserted but unpublished rows included.
    public Optional<Entry> findVisible(EventId id) {
        int row = index.ids.find(id.high(), id.low(), Integer.MAX_VALUE, index.hidden());
        return row == Rows.NONE ? Optional.empty() : Optional.of(entry(row));
    }

    private static OptionalInt rowOf(int row) {
        return row == Rows.NONE ? OptionalInt.empty() : OptionalInt.of(row);
    }

    /// Clock of an inserted row, 0..2^32-1.
    public long clock(int row) {
        return Integer.toUnsignedLong(index.rows.clock(inserted(row)));
    }

    /// Wall clock of an inserted row, in milliseconds.
    public long wallMillis(int row) {
        return index.rows.wallMillis(inserted(row));
    }

    /// Sequence of an inserted row.
    public long sequence(int row) {
        return index.rows.sequence(inserted(row));
    }

    /// Lane of an inserted row, 0..2^32-1.
    public long lane(int row) {
        return Integer.toUnsignedLong(index.rows.lane(inserted(row)));
    }

    /// Hash of the stored payload of an inserted row.
    public Hash eventHash(int row) {
        return index.rows.eventHash(inserted(row));
    }

    /// The `word`-th 8 bytes, 0 to 3, of the hash of an inserted row.
    public long hashWord(int row, int word) {
        return index.rows.hashWord(inserted(row), word);
    }

    /// Whether an inserted row has extensions, or its source could not tell.
    public boolean mayHaveExtensions(int row) {
        return (index.rows.flags(inserted(row)) & RowChunk.EXTENSIONS_MASK) != RowChunk.EXTENSIONS_NONE;
    }

    /// An inserted row as an entry, published or not.
    public Entry entry(int row) {
        return new IndexEntry(index, inserted(row));
    }

    /// The rows from `first` on as a footer describes them. Any thread that was told of them after they were
    /// inserted may use it.
    public SidxSource footerRows(int first) {
        return new FooterRows(index, first);
    }

    private int inserted(int row) {
        if (row < 0 || row >= index.rows.count()) {
            throw new IllegalArgumentException("row " + row + " of " + index.rows.count());
        }
        return row;
    }
}
