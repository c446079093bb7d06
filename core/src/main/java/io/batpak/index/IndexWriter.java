package io.batpak.index;

import io.batpak.format.ArtifactRows;
import io.batpak.format.RunFile;
import io.batpak.format.SidxSource;
import io.batpak.model.Entry;
import io.batpak.model.EventId;
import io.batpak.model.Hash;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;

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
    private MemoryPart growing;
    private long lastSequence = -1;
    private boolean inserting;

    IndexWriter(Index index) {
        this.index = index;
        growing = (MemoryPart) index.parts().last();
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
        if (rowCount() >= Rows.ROWS_MAX) {
            throw new IllegalStateException("the index is full: " + rowCount() + " rows");
        }
        inserting = true;
        MemoryPart part = growing;
        NameCell entity = part.entities.intern(row.entity);
        int localHead = part.heads.find(entity, row.lane, Integer.MAX_VALUE);
        int head = head(part, entity, row.lane, localHead);
        int headBefore = head < part.base ? earlier(row, head) : head - part.base;
        int local = part.insert(row, entity, localHead, headBefore);
        if (head != Columns.NONE && !ascends(head, part, local)) {
            part.noteLaneUnordered(entity);
        }
        lastSequence = row.sequence;
        inserting = false;
        return part.base + local;
    }

    /// The head of (entity, lane) among all rows: the one of the growing part, unless that part holds none or is
    /// known not to ascend against earlier ones.
    private int head(MemoryPart part, NameCell entity, int lane, int localHead) {
        if (localHead != Columns.NONE && !entity.laneUnordered) {
            return part.base + localHead;
        }
        if (part.base == 0) {
            return localHead;
        }
        Parts parts = index.parts();
        int before = parts.headBefore(parts.all.length - 1, entity.name, lane);
        if (localHead == Columns.NONE
                || (before != Columns.NONE && parts.compareKeys(before, part.base + localHead) > 0)) {
            return before;
        }
        return part.base + localHead;
    }

    /// How a row refers to a head outside of its part, if there is one; the hash it stands behind then goes with
    /// it.
    private int earlier(IndexRow row, int head) {
        if (head == Columns.NONE) {
            return Columns.NONE;
        }
        if (row.behindHead) {
            row.previousHash = index.parts().eventHash(head);
        }
        return Columns.EARLIER;
    }

    private boolean ascends(int head, MemoryPart part, int local) {
        Part before = index.parts().partOf(head);
        int row = head - before.base;
        return before.columns.compareKeys(row, part.rows, local) < 0
                && Integer.compareUnsigned(before.columns.clock(row), part.rows.clock(local)) < 0;
    }

    /// Begins a new part behind the rows inserted so far, unless the last one is empty.
    public void cut() {
        if (growing.count() > 0) {
            growing = index.cut(rowCount());
        }
    }

    /// Puts the rows of a run file behind those there are, all of them in run files; before the first [#insert].
    /// Takes the run as checked against its segments.
    ///
    /// @throws IllegalStateException if a row was inserted since
    /// @throws IllegalArgumentException if its sequences do not follow, or it is empty
    public void install(RunFile run) {
        if (growing.count() > 0) {
            throw new IllegalStateException("rows stand behind the runs already");
        }
        if (run.rows() == 0 || run.sequence(0) <= lastSequence) {
            throw new IllegalArgumentException(
                    "a run of " + run.rows() + " rows cannot follow sequence " + lastSequence);
        }
        index.install(run, rowCount());
        growing = (MemoryPart) index.parts().last();
        lastSequence = run.sequence(run.rows() - 1);
    }

    /// How many rows the growing part holds.
    public int growingRows() {
        return growing.count();
    }

    /// Hides sequences from readers; see [Index#hide].
    public void hide(HiddenRanges everywhere, Map<Long, HiddenRanges> onLanes) {
        index.hide(everywhere, onLanes);
    }

    /// Makes all inserted rows visible, with one volatile write.
    public void publish() {
        index.publish(rowCount());
    }

    /// Makes the rows below `rowBound` visible; a bound that is visible already changes nothing.
    ///
    /// Any thread may call this with a bound it learned from the inserting thread, given that something
    /// ordered the two, such as a lock or a volatile field.
    public void publish(int rowBound) {
        index.publish(rowBound);
    }

    /// The next row: above the number of events if rows were dropped.
    public int rowCount() {
        return growing.base + growing.count();
    }

    /// Number of events inserted, published or not, without those that were dropped.
    public int eventCount() {
        return index.parts().rankOf(rowCount());
    }

    /// The first row whose sequence is not below `sequence`, or [#rowCount].
    public int rowFrom(long sequence) {
        return index.parts().rowFrom(sequence, rowCount());
    }

    /// All rows with this kind, ascending, published or not.
    public int[] rowsOfKind(int kind) {
        int[] found = {};
        for (Part part : index.parts().all) {
            RowList rows = part.ofKind(kind);
            if (rows != null) {
                int known = found.length;
                found = Arrays.copyOf(found, known + rows.size());
                for (int at = known; at < found.length; at++) {
                    found[at] = part.base + rows.get(at - known);
                }
            }
        }
        return found;
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
        MemoryPart part = growing;
        NameCell cell = part.entities.find(entity);
        if (cell != null) {
            return head(part, cell, laneBits, part.heads.find(cell, laneBits, Integer.MAX_VALUE));
        }
        if (part.base == 0) {
            return Columns.NONE;
        }
        Parts parts = index.parts();
        return parts.headBefore(parts.all.length - 1, entity, laneBits);
    }

    /// The last row inserted with this event id, published or not, hidden or not.
    public OptionalInt findRow(long idHigh, long idLow) {
        return rowOf(index.parts().find(idHigh, idLow, Integer.MAX_VALUE, Hidden.NOTHING));
    }

    /// The newest entry of this id that no cancelled fence hides, inserted but unpublished rows included.
    public Optional<Entry> findVisible(EventId id) {
        int row = index.parts().find(id.high(), id.low(), Integer.MAX_VALUE, index.hidden());
        return row == Columns.NONE ? Optional.empty() : Optional.of(entry(row));
    }

    /// What readers see now.
    public IndexView view() {
        return index.view();
    }

    private static OptionalInt rowOf(int row) {
        return row == Columns.NONE ? OptionalInt.empty() : OptionalInt.of(row);
    }

    /// Clock of an inserted row, 0..2^32-1.
    public long clock(int row) {
        Part part = partOf(row);
        return Integer.toUnsignedLong(part.columns.clock(row - part.base));
    }

    /// Wall clock of an inserted row, in milliseconds.
    public long wallMillis(int row) {
        Part part = partOf(row);
        return part.columns.wallMillis(row - part.base);
    }

    /// Sequence of an inserted row.
    public long sequence(int row) {
        Part part = partOf(row);
        return part.columns.sequence(row - part.base);
    }

    /// Lane of an inserted row, 0..2^32-1.
    public long lane(int row) {
        Part part = partOf(row);
        return Integer.toUnsignedLong(part.columns.lane(row - part.base));
    }

    /// Hash of the stored payload of an inserted row.
    public Hash eventHash(int row) {
        Part part = partOf(row);
        return part.columns.eventHash(row - part.base);
    }

    /// The `word`-th 8 bytes, 0 to 3, of the hash of an inserted row.
    public long hashWord(int row, int word) {
        Part part = partOf(row);
        return part.columns.hashWord(row - part.base, word);
    }

    /// Whether an inserted row has extensions, or its source could not tell.
    public boolean mayHaveExtensions(int row) {
        Part part = partOf(row);
        return part.columns.extensionState(row - part.base) != RowChunk.EXTENSIONS_NONE;
    }

    /// An inserted row as an entry, published or not.
    public Entry entry(int row) {
        Part part = partOf(row);
        return new IndexEntry(index, part, row - part.base);
    }

    /// The rows from `first` on as a footer describes them; all of one part in memory. Any thread that was told
    /// of them after they were inserted may use it.
    ///
    /// @throws IllegalArgumentException if they lie in a run file
    public SidxSource footerRows(int first) {
        Part part = first == rowCount() ? growing : partOf(first);
        if (part instanceof MemoryPart inMemory) {
            return new FooterRows(inMemory, first - inMemory.base);
        }
        throw new IllegalArgumentException("row " + first + " lies in a run file");
    }

    /// All rows inserted so far as the index artifacts of 0.9.0 hold them. Extensions that nobody knows yet are
    /// read from their frames.
    public ArtifactRows artifactRows() {
        return artifactRowsOfNow().get();
    }

    /// The same rows for later. Collecting them takes time in proportion to their number: any thread that was handed
    /// this may do it while others are inserted.
    public Supplier<ArtifactRows> artifactRowsOfNow() {
        Parts parts = index.parts();
        int count = rowCount();
        return () -> new AllRows(parts, count);
    }

    private Part partOf(int row) {
        MemoryPart last = growing;
        if (row >= last.base) {
            if (row >= rowCount()) {
                throw new IllegalArgumentException("row " + row + " of " + rowCount());
            }
            return last;
        }
        if (row < 0) {
            throw new IllegalArgumentException("row " + row);
        }
        Part part = index.parts().partOf(row);
        if (row < part.base || row >= part.base + part.count()) {
            throw new IllegalArgumentException("the event of row " + row + " was dropped");
        }
        return part;
    }
}
