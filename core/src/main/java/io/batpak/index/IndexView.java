package io.batpak.index;

import io.batpak.model.Entry;
import io.batpak.model.EventId;
import io.batpak.model.Region;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/// Every row published before the view was taken and nothing else, for its whole life.
///
/// Results that iterate are lazy, may be iterated again with the same outcome, and need no closing. Reads
/// without a lane skip the sequences hidden everywhere; reads of one lane skip those hidden on that lane too.
/// Absence is an empty result, never an exception. Threads: share freely.
public final class IndexView {
    private final Index index;
    private final Rows rows;
    private final int bound;
    private final Hidden hidden;
    private final EntityRows entityRows;

    IndexView(Index index, int bound, Hidden hidden) {
        this.index = index;
        this.rows = index.rows;
        this.bound = bound;
        this.hidden = hidden;
        entityRows = new EntityRows(index, bound, hidden);
    }

    /// The entry with this id; the last one in commit order if the id was stored more than once.
    public Optional<Entry> find(EventId id) {
        return entry(index.ids.find(id.high(), id.low(), bound, hidden));
    }

    /// The entry with this sequence.
    public Optional<Entry> atSequence(long sequence) {
        int row = rows.countBelow(sequence, bound);
        boolean found = row < bound && rows.sequence(row) == sequence && !hidden.hides(sequence);
        return entry(found ? row : Rows.NONE);
    }

    /// All entries of the region, in commit order.
    public Iterable<Entry> query(Region region) {
        return query(region, 0);
    }

    /// The entries of the region with a sequence strictly above `sequence`, in commit order.
    public Iterable<Entry> queryAfter(Region region, long sequence) {
        return query(region, rowAfter(sequence));
    }

    /// At most `limit` entries of the region, in commit order, strictly after the sequence `after` if there
    /// is one. Fewer than `limit` means that there are no more.
    ///
    /// @throws IllegalArgumentException if `limit` is negative
    public List<Entry> page(Region region, OptionalLong after, int limit) {
        if (limit < 0) {
            throw new IllegalArgumentException("limit " + limit + " < 0");
        }
        if (limit == 0) {
            return List.of();
        }
        int from = after.isPresent() ? rowAfter(after.getAsLong()) : 0;
        RowCursor candidates = RegionPlan.candidates(index, region, from, bound).get();
        RowFilter filter = new RowFilter(index, hidden, region);
        List<Entry> page = new ArrayList<>(Math.min(limit, 256));
        for (int row = candidates.next(); row != Rows.NONE; row = candidates.next()) {
            if (filter.test(row)) {
                page.add(new IndexEntry(index, row));
                if (page.size() == limit) {
                    break;
                }
            }
        }
        return page;
    }

    private Iterable<Entry> query(Region region, int from) {
        Supplier<RowCursor> candidates = RegionPlan.candidates(index, region, from, bound);
        return () -> new EntryIterator(index, candidates.get(), new RowFilter(index, hidden, region)::test);
    }

    private int rowAfter(long sequence) {
        return sequence == Long.MAX_VALUE ? bound : rows.countBelow(sequence + 1, bound);
    }

    /// The entries of exactly this entity, all lanes, in clock-key order: wall clock, clock, event id.
    public Iterable<Entry> stream(String entity) {
        return () -> new EntryIterator(index, entityRows.inKeyOrder(entity), row -> !hidden.hides(rows.sequence(row)));
    }

    /// The entries of exactly this entity on one lane, in clock-key order.
    ///
    /// @throws IllegalArgumentException if the lane is not in 0..2^32-1
    public Iterable<Entry> stream(String entity, long lane) {
        int laneBits = IndexRow.unsignedInt("lane", lane);
        return () -> new EntryIterator(
                index,
                entityRows.inKeyOrder(entity, laneBits),
                row -> !hidden.hidesOnLane(rows.sequence(row), laneBits));
    }

    /// The last entry of the entity on this lane, in clock-key order, that is not hidden.
    ///
    /// @throws IllegalArgumentException if the lane is not in 0..2^32-1
    public Optional<Entry> latest(String entity, long lane) {
        return entry(entityRows.latest(entity, IndexRow.unsignedInt("lane", lane)));
    }

    /// The entry before this one on its entity and lane: the one whose clock is one less. Empty at clock 0,
    /// when that entry was dropped, and when it is hidden.
    ///
    /// @throws IllegalArgumentException if `entry` is not of this index
    public Optional<Entry> predecessor(Entry entry) {
        if (!(entry instanceof IndexEntry own) || own.index != index) {
            throw new IllegalArgumentException("an entry of another index: " + entry);
        }
        return entry(entityRows.predecessor(own.row));
    }

    /// The entries that name this event as the one that led to them, in commit order, whether or not it is here.
    public Iterable<Entry> effects(long idHigh, long idLow) {
        return () -> shown(index.effects.rows(idHigh, idLow, bound));
    }

    /// The entries of this conversation in commit order. The one that started it belongs to it; an event of
    /// this id that names another conversation does not.
    public Iterable<Entry> correlated(long high, long low) {
        return () -> shown(new LinkPostings.Both(
                new RowCursor.Fixed(index.ids.starters(high, low, bound)), index.conversations.rows(high, low, bound)));
    }

    private EntryIterator shown(RowCursor candidates) {
        return new EntryIterator(index, candidates, row -> !hidden.hides(rows.sequence(row)));
    }

    private Optional<Entry> entry(int row) {
        return row == Rows.NONE ? Optional.empty() : Optional.of(new IndexEntry(index, row));
    }

    /// Number of entries of the entity on all lanes, hidden ones included; empty for an entity without any.
    public OptionalLong entityGeneration(String entity) {
        int count = entityRows.count(entity);
        return count == 0 ? OptionalLong.empty() : OptionalLong.of(count);
    }

    /// Number of entries, hidden ones and further ones of the same id included.
    public long eventCount() {
        return bound;
    }

    /// Number of entries that are not hidden.
    public long visibleCount() {
        HiddenRanges ranges = hidden.everywhere();
        long count = bound;
        for (int i = 0; i < ranges.count(); i++) {
            count -= rows.countBelow(ranges.end(i), bound) - rows.countBelow(ranges.start(i), bound);
        }
        return count;
    }

    /// The sequence of the last entry, hidden or not.
    public OptionalLong lastSequence() {
        return bound == 0 ? OptionalLong.empty() : OptionalLong.of(rows.sequence(bound - 1));
    }

    /// One above [#lastSequence], 0 for an empty view.
    public long nextSequence() {
        return bound == 0 ? 0 : rows.sequence(bound - 1) + 1;
    }

    /// The last entry in commit order, hidden or not.
    public Optional<Entry> last() {
        return entry(bound - 1);
    }

    /// The last entry in commit order that is not hidden.
    public Optional<Entry> lastVisible() {
        int row = bound - 1;
        while (row >= 0 && hidden.hides(rows.sequence(row))) {
            row--;
        }
        return entry(row);
    }

    /// Number of committed entries, those hidden by cancelled fences included.
    public int committedCount() {
        return bound;
    }

    /// A committed entry, hidden or not.
    ///
    /// @param row 0 up to below [#committedCount], in commit order
    public Entry committed(int row) {
        return new IndexEntry(index, Objects.checkIndex(row, bound));
    }

    /// Whether a committed entry is not hidden.
    public boolean isVisible(int row) {
        return !hidden.hides(rows.sequence(Objects.checkIndex(row, bound)));
    }

    /// The committed entry before this one on the same entity and lane, hidden or not; -1 when there is none.
    public int committedPredecessor(int row) {
        return rows.headBefore(Objects.checkIndex(row, bound));
    }
}
