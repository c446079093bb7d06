package io.batpak.write;

import io.batpak.error.IdempotencyOverflowException;
import io.batpak.format.IdempotencyRow;
import io.batpak.index.IndexView;
import io.batpak.index.IndexWriter;
import io.batpak.model.Entry;
import io.batpak.model.EventId;
import io.batpak.model.Extensions;
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

    private int firstRow;
    private long keyedCount;
    private boolean warned;

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
        gone.sort(Comparator.comparing(IdempotencyRow::recordedSequence, Long::compareUnsigned));
        droppedByAge.addAll(gone);
        gone.forEach(row -> dropped.put(EventId.of(row.key()), row));
        if (lost > 0) {
            LOG.log(System.Logger.Level.WARNING, lost + " remembered keys name events that a crash took away");
        }
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
    /// keys, hidden ones left out.
    List<IdempotencyRow> snapshot() {
        return frozen(new FrozenKeys.Source() {
                    @Override
                    public Entry entry(int row) {
                        return index.entry(row);
                    }

                    @Override
                    public Optional<Entry> find(EventId id) {
                        return index.findVisible(id);
                    }
                })
                .rows();
    }

    /// The same for later, when others commit again. Everything that was committed is published.
    FrozenKeys freeze() {
        IndexView view = index.view();
        return frozen(new FrozenKeys.Source() {
            @Override
            public Entry entry(int row) {
                return view.inRow(row);
            }

            @Override
            public Optional<Entry> find(EventId id) {
                return view.find(id);
            }
        });
    }

    private FrozenKeys frozen(FrozenKeys.Source source) {
        List<Integer> rows = new ArrayList<>();
        int newest = firstOfNewest();
        for (int row = extended.nextSetBit(0); row >= 0 && row < newest; row = extended.nextSetBit(row + 1)) {
            rows.add(row);
        }
        for (int row = keyed.nextSetBit(newest); row >= 0; row = keyed.nextSetBit(row + 1)) {
            rows.add(row);
        }
        return new FrozenKeys(List.copyOf(droppedByAge), rows, new TreeMap<>(told), source);
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
