package io.batpak.write;

import io.batpak.error.IdempotencyOverflowException;
import io.batpak.format.IdempotencyRow;
import io.batpak.format.Kinds;
import io.batpak.format.TombstoneFrames;
import io.batpak.index.IndexView;
import io.batpak.index.IndexWriter;
import io.batpak.index.ReshapedRows;
import io.batpak.index.Reshaping;
import io.batpak.index.Stretch;
import io.batpak.model.Entry;
import io.batpak.model.EventId;
import io.batpak.model.Extensions;
import io.batpak.model.Hash;
import io.batpak.model.IdempotencyOverflow;
import io.batpak.model.IdempotencyRetention;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/// The idempotency keys of a journal: which are known, how many count, which are written to `index.idemp`.
///
/// A key is the id of its event, so the index finds nearly all of them. Held here are one bit for each index
/// row, which tells keyed events from others; what was known of events that a compaction dropped or emptied; and the
/// extensions that the file told. Memory does not grow with the number of keys otherwise.
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

    private final DroppedKeys dropped = new DroppedKeys();

    /// The first row of this session.
    private int sessionStart;

    private int firstRow;
    private long keyedCount;

    /// What was written for a compaction that has not come yet.
    private List<Leaving> leavingNext = List.of();

    private boolean warned;
    /// The event of the opening of this session was dropped.
    private boolean openGone;

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
        BitSet tombstones = new BitSet();
        Arrays.stream(index.rowsOfKind(Kinds.TOMBSTONE)).forEach(tombstones::set);
        int lost = 0;
        for (IdempotencyRow row : loaded) {
            OptionalInt at = index.findRow(row.key().high(), row.key().low());
            if (at.isPresent() && tombstones.get(at.getAsInt()) && isEmptied(at.getAsInt(), row)) {
                gone.add(row);
            } else if (at.isPresent()) {
                takeIndexed(at.getAsInt(), row);
            } else if (row.evicted() || Long.compareUnsigned(row.sequence(), index.nextSequence()) < 0) {
                gone.add(row);
            } else {
                lost++; // no compaction goes above the newest event: a crash took this one, and its key with it
            }
        }
        dropped.add(gone);
        if (lost > 0) {
            LOG.log(System.Logger.Level.WARNING, lost + " remembered keys name events that a crash took away");
        }
    }

    /// Whether a tombstone holds no more than the place of the event that the file tells.
    private boolean isEmptied(int at, IdempotencyRow row) {
        Hash emptied = TombstoneFrames.emptiedHash();
        return index.sequence(at) == row.sequence()
                && index.entry(at).eventHash().equals(emptied)
                && (row.evicted() || !row.contentHash().equals(emptied));
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
    /// dropped or emptied. An event of a cancelled fence is not found, so that its key can be used again.
    Optional<Known> find(EventId key) {
        Optional<Entry> visible = index.findVisible(key);
        Optional<IdempotencyRow> gone = dropped.get(key);
        if (gone.isEmpty()) {
            return visible.map(Known::of);
        }
        IdempotencyRow row = gone.get();
        return visible.map(entry -> entry.sequence() == row.sequence() ? Known.of(row, entry.clock()) : Known.of(entry))
                .or(() -> Optional.of(Known.of(row)));
    }

    /// Whether this is the key of an event that a compaction has dropped or emptied.
    boolean isOfDropped(EventId key) {
        return dropped.contains(key);
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
        dropped.evictBelow(floor);
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
    /// keys, hidden ones left out.
    List<IdempotencyRow> snapshot() {
        return frozen(live(), new BitSet(), List.of()).rows();
    }

    private FrozenKeys.Source live() {
        return new FrozenKeys.Source() {
            @Override
            public Entry entry(int row) {
                return index.entry(row);
            }

            @Override
            public Optional<Entry> find(EventId id) {
                return index.findVisible(id);
            }
        };
    }

    /// The same for later, when others commit again. Everything that was committed is published.
    FrozenKeys freeze() {
        return frozen(published(), new BitSet(), List.of());
    }

    private FrozenKeys.Source published() {
        IndexView view = index.view();
        return new FrozenKeys.Source() {
            @Override
            public Entry entry(int row) {
                return view.inRow(row);
            }

            @Override
            public Optional<Entry> find(EventId id) {
                return view.find(id);
            }
        };
    }

    /// The same as it will be when a compaction has dropped events: to be written before the first of them goes, so
    /// that no crash takes a key along. Of events whose frame is damaged the key goes with the event.
    ///
    /// Of an event of an earlier session it may be unknown whether it was keyed, see [KeyKnowledge]; it then counts
    /// as keyed, for its id may be somebody's key. Events of the journal itself never do.
    ///
    /// @param after what comes in the place of some parts; all of one compaction, because the file has one author
    /// @throws io.batpak.error.StoreException where the disk does not give a frame; nothing was changed
    FrozenKeys freezeWith(List<ReshapedRows> after) {
        leavingNext = List.of();
        leavingNext = after.stream()
                .map(rows -> leaving(rows.stretch(), rows.reshaping()))
                .toList();
        return frozen(published(), Leaving.rows(leavingNext), Leaving.gone(leavingNext));
    }

    private FrozenKeys frozen(FrozenKeys.Source source, BitSet leaving, List<IdempotencyRow> gone) {
        List<Integer> rows = new ArrayList<>();
        int newest = firstOfNewest();
        for (int row = extended.nextSetBit(0); row >= 0 && row < newest; row = extended.nextSetBit(row + 1)) {
            addUnless(leaving, row, rows);
        }
        for (int row = keyed.nextSetBit(newest); row >= 0; row = keyed.nextSetBit(row + 1)) {
            addUnless(leaving, row, rows);
        }
        List<IdempotencyRow> all = new ArrayList<>(dropped.oldestFirst());
        all.addAll(gone);
        return new FrozenKeys(all, rows, new TreeMap<>(told), source);
    }

    private static void addUnless(BitSet leaving, int row, List<Integer> rows) {
        if (!leaving.get(row)) {
            rows.add(row);
        }
    }

    /// The events that go or are emptied and have, or may have, a key that the window has not left behind.
    private Leaving leaving(Stretch stretch, Reshaping reshaping) {
        for (Leaving known : leavingNext) {
            if (known.of().equals(reshaping)) {
                return known;
            }
        }
        KeyKnowledge knowledge = knowledge();
        BitSet leaving = new BitSet();
        List<Integer> rows = new ArrayList<>();
        for (int at = reshaping.nextGone(0); at >= 0; at = reshaping.nextGone(at + 1)) {
            int row = stretch.indexRow(at);
            boolean possible = !knowledge.tells(row)
                    && !Kinds.isReserved(index.entry(row).kind().raw());
            if (row >= firstRow && (keyed.get(row) || possible)) {
                leaving.set(row);
                rows.add(row);
            }
        }
        return new Leaving(reshaping, leaving, new FrozenKeys(List.of(), rows, told, live()).rowsOfLeaving());
    }

    private KeyKnowledge knowledge() {
        return new KeyKnowledge(index, keyed, extended, sessionStart);
    }

    /// Keeps the keys of events that a compaction drops or empties, and follows the others to their new rows. To be
    /// called in the same turn as [io.batpak.index.Index#reshape], before it.
    ///
    /// @param before the parts of the index that are about to be exchanged
    /// @param after what comes in their place
    void reshape(Stretch before, ReshapedRows after) {
        List<IdempotencyRow> gone = leaving(before, after.reshaping()).gone();
        leavingNext = leavingNext.stream()
                .filter(known -> !known.of().equals(after.reshaping()))
                .toList();
        forgetSessions(before, after.reshaping());
        RowMoves moves = new RowMoves(before, after);
        moves.move(keyed);
        moves.move(extended);
        moves.move(told);
        keyedCount = keyed.cardinality();
        firstRow = moves.moved(firstRow);
        sessionStart = moves.moved(sessionStart);
        dropped.add(gone);
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
}
