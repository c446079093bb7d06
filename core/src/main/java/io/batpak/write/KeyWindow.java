package io.batpak.write;

import io.batpak.error.IdempotencyOverflowException;
import io.batpak.error.StoreException;
import io.batpak.format.IdempotencyRow;
import io.batpak.format.Kinds;
import io.batpak.index.IndexWriter;
import io.batpak.index.ReshapedRows;
import io.batpak.index.Reshaping;
import io.batpak.index.Stretch;
import io.batpak.model.Entry;
import io.batpak.model.EventId;
import io.batpak.model.Extensions;
import io.batpak.model.IdempotencyKey;
import io.batpak.model.IdempotencyOverflow;
import io.batpak.model.IdempotencyRetention;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/// The idempotency keys of a journal: which are known, how many count, which are written to `index.idemp`.
///
/// A key is the id of its event, so the index finds nearly all of them. Held here are one bit for each index
/// row, which tells keyed events from others; the rows of events that a compaction dropped; and the extensions
/// that the file told. Memory does not grow with the number of keys otherwise.
///
/// Confined to the holder of the turn. Made after recovery, before the first commit.
final class KeyWindow {
    /// How many of the newest keys are written whatever the index knows, design of `index.idemp`.
    static final int NEWEST_WRITTEN = 1 << 16;

    private static final System.Logger LOG = System.getLogger("io.batpak");

    private final IndexWriter index;
    private final IdempotencyRetention retention;
    private final IdempotencyOverflow overflow;
    private final int newestWritten;

    /// Rows of keyed events; none below `firstRow`, which the window has left behind.
    private final BitSet keyed = new BitSet();

    /// Those of them that have extensions.
    private final BitSet extended = new BitSet();

    /// Extensions by row as the file told them, so that no frame has to be read for them.
    private final TreeMap<Integer, Extensions> told = new TreeMap<>();

    /// Keys of events that are in no row of the index.
    private final Map<EventId, IdempotencyRow> dropped = new HashMap<>();

    /// The same, oldest first.
    private final ArrayDeque<IdempotencyRow> droppedByAge = new ArrayDeque<>();

    /// The first row of this session.
    private int sessionStart;

    private int firstRow;
    private long keyedCount;

    /// What was written for a compaction that has not come yet, by what it does.
    private final List<Leaving> leavingNext = new ArrayList<>();

    private boolean warned;
    /// The event of the opening of this session was dropped.
    private boolean openGone;

    /// Keyed events that a compaction drops.
    ///
    /// @param of what the compaction does
    /// @param rows their rows
    /// @param gone what is remembered of them; nothing of those whose frames cannot be read
    private record Leaving(Reshaping of, BitSet rows, List<IdempotencyRow> gone) {}

    /// @param loaded what the file told, no two rows with one key
    KeyWindow(
            IndexWriter index,
            List<IdempotencyRow> loaded,
            IdempotencyRetention retention,
            IdempotencyOverflow overflow) {
        this(index, loaded, retention, overflow, NEWEST_WRITTEN);
    }

    KeyWindow(
            IndexWriter index,
            List<IdempotencyRow> loaded,
            IdempotencyRetention retention,
            IdempotencyOverflow overflow,
            int newestWritten) {
        this.index = index;
        this.retention = retention;
        this.overflow = overflow;
        this.newestWritten = newestWritten;
        this.sessionStart = index.rowCount();
        take(loaded);
    }

    private void take(List<IdempotencyRow> loaded) {
        List<IdempotencyRow> gone = new ArrayList<>();
        int lost = 0;
        for (IdempotencyRow row : loaded) {
            OptionalInt at = index.findRow(row.key().high(), row.key().low());
            if (at.isPresent()) {
                takeIndexed(at.getAsInt(), row);
            } else if (row.evicted() || Long.compareUnsigned(row.sequence(), index.nextSequence()) < 0) {
                gone.add(row);
            } else {
                lost++; // no compaction goes above the newest event: a crash took this one, and its key with it
            }
        }
        drop(gone);
        if (lost > 0) {
            LOG.log(System.Logger.Level.WARNING, lost + " remembered keys name events that a crash took away");
        }
    }

    private void drop(List<IdempotencyRow> gone) {
        gone.forEach(row -> dropped.put(EventId.of(row.key()), row));
        droppedByAge.clear();
        droppedByAge.addAll(dropped.values().stream()
                .sorted(Comparator.comparing(IdempotencyRow::recordedSequence, Long::compareUnsigned))
                .toList());
    }

    private void takeIndexed(int at, IdempotencyRow row) {
        if (keyed.get(at)) {
            return;
        }
        keyed.set(at);
        keyedCount++;
        boolean sameEvent = index.sequence(at) == row.sequence();
        if (sameEvent && !row.extensions().isEmpty()) {
            extended.set(at);
            told.put(at, row.extensions());
        }
    }

    /// The event committed under a key: the newest in the log that is not hidden, or one that a compaction has
    /// dropped. An event of a cancelled fence is not found, so that its key can be used again.
    Optional<Known> find(EventId key) {
        Optional<Entry> visible = index.findVisible(key);
        if (visible.isPresent()) {
            return visible.map(Known::of);
        }
        IdempotencyRow row = dropped.get(key);
        return row == null ? Optional.empty() : Optional.of(Known.of(row));
    }

    /// Whether this is the key of an event that a compaction has dropped.
    boolean isOfDropped(EventId key) {
        return dropped.containsKey(key);
    }

    /// Makes room for keys that are not known yet, before anything is written.
    ///
    /// @param newKeys how many there are, each counted once
    /// @param nextSequence the sequence the next event will get
    /// @throws IdempotencyOverflowException if there is no room and the configuration wants none to be made
    void admit(int newKeys, long nextSequence) {
        if (newKeys == 0 || !(retention instanceof IdempotencyRetention.Hybrid hybrid) || fits(newKeys, hybrid)) {
            return;
        }
        evict(nextSequence);
        if (fits(newKeys, hybrid)) {
            return;
        }
        switch (overflow) {
            case WARN -> warnOnce(hybrid);
            case FAIL_CLOSED, BACKPRESSURE -> throw new IdempotencyOverflowException(count(), hybrid.maxKeys());
        }
    }

    private boolean fits(int newKeys, IdempotencyRetention.Hybrid hybrid) {
        return count() + newKeys <= hybrid.maxKeys();
    }

    private void warnOnce(IdempotencyRetention.Hybrid hybrid) {
        if (!warned) {
            warned = true;
            LOG.log(
                    System.Logger.Level.WARNING,
                    "a new idempotency key is accepted above maxKeys, " + hybrid.maxKeys() + ": all " + count()
                            + " others lie in the last " + hybrid.keepSequences() + " sequences, which are kept");
        }
    }

    /// Counts the keyed event in a row that was just inserted.
    void record(int row) {
        if (openGone && index.entry(row).kind().raw() == Kinds.CLOSE_COMPLETED) {
            return; // see forgetSessions
        }
        keyed.set(row);
        keyedCount++;
        if (index.mayHaveExtensions(row)) {
            extended.set(row);
        }
    }

    /// How many keys are remembered: those the file told and those recorded, without those the window has left
    /// behind. This is what 0.9.0 counts.
    long count() {
        return keyedCount + dropped.size();
    }

    /// Forgets what lies outside the window. An event that is in the log is found by its id all the same.
    ///
    /// @param frontier the sequence the next event will get
    void evict(long frontier) {
        long keep = switch (retention) {
            case IdempotencyRetention.Unbounded() -> Long.MAX_VALUE;
            case IdempotencyRetention.Window(long keepSequences) -> keepSequences;
            case IdempotencyRetention.Hybrid(long keepSequences, long _) -> keepSequences;
        };
        long floor = frontier - keep;
        if (floor <= 0) {
            return;
        }
        evictRowsBelow(index.rowFrom(floor));
        for (IdempotencyRow oldest = droppedByAge.peek();
                oldest != null && Long.compareUnsigned(oldest.recordedSequence(), floor) < 0;
                oldest = droppedByAge.peek()) {
            droppedByAge.remove();
            dropped.remove(EventId.of(oldest.key()));
        }
    }

    private void evictRowsBelow(int bound) {
        if (bound <= firstRow) {
            return;
        }
        for (int row = keyed.nextSetBit(firstRow); row >= 0 && row < bound; row = keyed.nextSetBit(row + 1)) {
            keyedCount--;
        }
        keyed.clear(firstRow, bound);
        extended.clear(firstRow, bound);
        told.headMap(bound).clear();
        firstRow = bound;
    }

    /// What is to be written to the file: keys of dropped events, keyed events with extensions, and the newest
    /// keys. Hidden events are left out; their keys may be used again.
    ///
    /// Reads the frames of those whose extensions nobody knows, at most once each; an event whose frame cannot
    /// be read is left out as well, because its extensions must not be written as none.
    List<IdempotencyRow> snapshot() {
        return snapshot(List.of());
    }

    /// The same as it will be when a compaction has dropped events: to be written before the first of them goes, so
    /// that no crash takes a key along. Of events whose frame cannot be read the key goes with the event.
    ///
    /// Of an event of an earlier session it may be unknown whether it was keyed, see [KeyKnowledge]; it then counts
    /// as keyed, for its id may be somebody's key. Events of the journal itself never do.
    ///
    /// @param all everything the compaction does, parts of the index that do not overlap
    List<IdempotencyRow> snapshotWith(List<ReshapedRows> all) {
        leavingNext.clear();
        all.forEach(rows -> leavingNext.add(leaving(rows.stretch(), rows.reshaping())));
        return snapshot(leavingNext);
    }

    private List<IdempotencyRow> snapshot(List<Leaving> all) {
        List<IdempotencyRow> rows = new ArrayList<>();
        BitSet leaving = new BitSet();
        droppedByAge.forEach(row -> rows.add(row.asEvicted()));
        for (Leaving some : all) {
            some.gone.forEach(row -> rows.add(row.asEvicted()));
            leaving.or(some.rows);
        }
        BitSet written = (BitSet) keyed.clone();
        written.clear(0, firstOfNewest());
        written.or(extended);
        written.andNot(leaving);
        written.stream().forEach(row -> rowOf(row).ifPresent(rows::add));
        return rows;
    }

    /// The events that go and have, or may have, a key that the window has not left behind.
    private Leaving leaving(Stretch stretch, Reshaping reshaping) {
        Optional<Leaving> written = leavingNext.stream().filter(known -> known.of.equals(reshaping)).findFirst();
        return written.orElseGet(() -> foundLeaving(stretch, reshaping));
    }

    private Leaving foundLeaving(Stretch stretch, Reshaping reshaping) {
        KeyKnowledge knowledge = knowledge();
        BitSet leaving = new BitSet();
        List<IdempotencyRow> gone = new ArrayList<>();
        for (int at = reshaping.nextDropped(0); at >= 0; at = reshaping.nextDropped(at + 1)) {
            int row = stretch.indexRow(at);
            boolean possible = !knowledge.tells(row)
                    && !Kinds.isReserved(index.entry(row).kind().raw());
            if (row >= firstRow && (keyed.get(row) || possible)) {
                leaving.set(row);
                rowOf(row).ifPresent(gone::add);
            }
        }
        return new Leaving(reshaping, leaving, gone);
    }

    private KeyKnowledge knowledge() {
        return new KeyKnowledge(index, keyed, extended, sessionStart);
    }

    /// Keeps the keys of events that a compaction drops, and follows the others to their new rows. To be called in
    /// the same turn as [io.batpak.index.Index#reshape], before it.
    ///
    /// @param before the parts of the index that are about to be exchanged
    /// @param after what comes in their place
    void reshape(Stretch before, ReshapedRows after) {
        List<IdempotencyRow> gone = leaving(before, after.reshaping()).gone;
        leavingNext.removeIf(known -> known.of.equals(after.reshaping()));
        forgetSessions(before, after.reshaping());
        RowMoves moves = new RowMoves(before, after);
        moves.move(keyed);
        moves.move(extended);
        moves.move(told);
        keyedCount = keyed.cardinality();
        firstRow = moves.moved(firstRow);
        sessionStart = moves.moved(sessionStart);
        drop(gone);
    }

    /// Without the event of its opening a session looks like a part of the one before. So that nobody takes the end
    /// of the one for the end of the other, the key of its close is forgotten.
    private void forgetSessions(Stretch before, Reshaping reshaping) {
        KeyKnowledge knowledge = knowledge();
        for (int open : index.rowsOfKind(Kinds.OPEN_COMPLETED)) {
            int at = before.rowFrom(open);
            if (open < before.firstRow() || open >= before.endRow()) {
                continue;
            }
            if (reshaping.isDropped(at) || reshaping.isTombstone(at)) {
                int close = knowledge.closeBehind(open);
                if (close >= 0 && keyed.get(close)) {
                    keyed.clear(close);
                    extended.clear(close);
                    keyedCount--;
                }
                openGone |= open >= sessionStart;
            }
        }
    }

    private int firstOfNewest() {
        int first = keyed.length();
        for (int left = newestWritten; left > 0 && first > 0; left--) {
            int before = keyed.previousSetBit(first - 1);
            if (before < 0) {
                return first;
            }
            first = before;
        }
        return first;
    }

    private Optional<IdempotencyRow> rowOf(int row) {
        Entry entry = index.entry(row);
        boolean answers = index.findVisible(entry.eventId())
                .filter(newest -> newest.sequence() == entry.sequence())
                .isPresent();
        return answers ? extensions(row, entry).map(found -> rowOf(entry, found)) : Optional.empty();
    }

    private Optional<Extensions> extensions(int row, Entry entry) {
        Extensions known = told.get(row);
        if (known != null) {
            return Optional.of(known);
        }
        try {
            return Optional.of(entry.extensions());
        } catch (StoreException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "the key of " + entry.eventId() + " is not written to the file: " + e.getMessage());
            return Optional.empty();
        }
    }

    private static IdempotencyRow rowOf(Entry entry, Extensions extensions) {
        return new IdempotencyRow(
                IdempotencyKey.of(entry.eventId()),
                entry.eventId(),
                entry.sequence(),
                entry.position(),
                entry.eventHash(),
                entry.previousHash(),
                entry.coordinate(),
                entry.kind(),
                entry.sequence(),
                false,
                extensions);
    }
}
