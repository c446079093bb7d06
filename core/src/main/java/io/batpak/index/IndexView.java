package io.batpak.index;

import io.batpak.format.Kinds;
import io.batpak.model.Entry;
import io.batpak.model.EventId;
import io.batpak.model.Region;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/// Every row published before the view was taken and nothing else, for its whole life.
///
/// Results that iterate are lazy, may be iterated again with the same outcome, and need no closing. Reads
/// without a lane skip the sequences hidden everywhere; reads of one lane skip those hidden on that lane too.
/// Absence is an empty result, never an exception. Threads: share freely.
public final class IndexView {
    final Index index;
    final Parts parts;
    final int bound;
    final Hidden hidden;
    private final EntityRows entityRows;
    private final long epoch;

    IndexView(Index index, long epoch, Parts parts, int bound, Hidden hidden) {
        this.index = index;
        this.epoch = epoch;
        this.parts = parts;
        this.bound = bound;
        this.hidden = hidden;
        entityRows = new EntityRows(this);
    }

    /// Behind the last local row that this view shows in a part.
    int endIn(Part part, int place) {
        return place == parts.all.length - 1 ? part.localBound(bound) : Math.min(part.count(), part.localBound(bound));
    }

    /// The entry with this id; the last one in commit order if the id was stored more than once.
    public Optional<Entry> find(EventId id) {
        return entry(parts.find(id.high(), id.low(), bound, hidden));
    }

    /// The entry with this sequence.
    public Optional<Entry> atSequence(long sequence) {
        int row = parts.rowFrom(sequence, bound);
        boolean found = row < bound && parts.sequence(row) == sequence && !hidden.hides(sequence);
        return entry(found ? row : Columns.NONE);
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
        EntryCursor cursor = new EntryCursor.OfRegion(this, region, from, limit);
        List<Entry> page = new ArrayList<>(Math.min(limit, 256));
        while (page.size() < limit && cursor.advance()) {
            page.add(cursor.entry());
        }
        return page;
    }

    /// As [#queryAfter], without entries that are hidden on their own lane: what the folds of entities see.
    ///
    /// @param sequence -1 for all entries
    public Iterable<Entry> visibleAfter(Region region, long sequence) {
        int from = rowAfter(sequence);
        return () -> new EntryIterator(
                new EntryCursor.ShownOnOwnLane(new EntryCursor.OfRegion(this, region, from, Long.MAX_VALUE)));
    }

    private Iterable<Entry> query(Region region, int from) {
        return () -> new EntryIterator(new EntryCursor.OfRegion(this, region, from, Long.MAX_VALUE));
    }

    private int rowAfter(long sequence) {
        return sequence == Long.MAX_VALUE ? bound : parts.rowFrom(sequence + 1, bound);
    }

    /// The entries of exactly this entity, all lanes, in clock-key order: wall clock, clock, event id.
    public Iterable<Entry> stream(String entity) {
        return () -> new EntryIterator(entityRows.inKeyOrder(entity));
    }

    /// The entries of exactly this entity with a sequence strictly above `sequence`, all lanes, in commit order.
    /// Those hidden on their own lane are skipped as well.
    ///
    /// @param sequence -1 for all entries
    public Iterable<Entry> entityAfter(String entity, long sequence) {
        int from = rowAfter(sequence);
        return () -> new EntryIterator(entityRows.inCommitOrder(entity, from));
    }

    /// The last of all entries that [#entityAfter] shows.
    public Optional<Entry> newest(String entity) {
        return entry(entityRows.newest(entity));
    }

    /// How often events may have disappeared from the index before this view was taken, at least. Two views of one
    /// index with the same number show the same events, as far as both reach, unless an [Index#reshape] was
    /// under way when the first one was taken.
    public long epoch() {
        return epoch;
    }

    /// The entries of exactly this entity on one lane, in clock-key order.
    ///
    /// @throws IllegalArgumentException if the lane is not in 0..2^32-1
    public Iterable<Entry> stream(String entity, long lane) {
        int laneBits = IndexRow.unsignedInt("lane", lane);
        return () -> new EntryIterator(entityRows.inKeyOrder(entity, laneBits));
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
        return entry(entityRows.predecessor(own));
    }

    /// The entries that name this event as the one that led to them, in commit order, whether or not it is
    /// here.
    public Iterable<Entry> effects(long idHigh, long idLow) {
        return () -> new EntryIterator(new LinkCursor.Effects(this, idHigh, idLow));
    }

    /// The entries of this conversation in commit order. The one that started it belongs to it; an event of
    /// this id that names another conversation does not.
    public Iterable<Entry> correlated(long high, long low) {
        return () -> new EntryIterator(new LinkCursor.Conversation(this, high, low));
    }

    /// The entry in a row, hidden or not.
    ///
    /// @param row number of a row that is published
    public Entry inRow(int row) {
        return at(row);
    }

    Entry at(int row) {
        Part part = parts.partOf(row);
        return new IndexEntry(index, part, row - part.base);
    }

    Optional<Entry> entry(int row) {
        return row == Columns.NONE ? Optional.empty() : Optional.of(at(row));
    }

    /// Number of entries of the entity on all lanes, hidden ones included; empty for an entity without any.
    public OptionalLong entityGeneration(String entity) {
        int count = entityRows.count(entity);
        return count == 0 ? OptionalLong.empty() : OptionalLong.of(count);
    }

    /// The sequence of the `n`-th newest entry of an entity, 1 being the newest, all lanes together; hidden entries
    /// and those of reserved kinds do not count. Empty if it has fewer.
    public OptionalLong nthNewest(String entity, int n) {
        int left = n;
        for (int place = parts.all.length - 1; place >= 0; place--) {
            Part part = parts.all[place];
            int number = part.entityNumber(entity);
            RowList rows = number == Columns.NONE ? null : part.ofEntity(number);
            int at = rows == null ? 0 : rows.countBelow(endIn(part, place));
            while (rows != null && at > 0) {
                at--;
                int row = rows.get(at);
                long sequence = part.columns.sequence(row);
                boolean counts = !Kinds.isReserved(part.columns.kind(row)) && !hidden.hides(sequence);
                left -= counts ? 1 : 0;
                if (left == 0) {
                    return OptionalLong.of(sequence);
                }
            }
        }
        return OptionalLong.empty();
    }

    /// Number of entries, hidden ones and further ones of the same id included.
    public long eventCount() {
        return parts.rankOf(bound);
    }

    /// Number of entries of each kind that there are any of, hidden ones included, by raw kind.
    public SortedMap<Integer, Long> kindCounts() {
        SortedMap<Integer, Long> counts = new TreeMap<>();
        for (int place = 0; place < parts.all.length; place++) {
            Part part = parts.all[place];
            int end = endIn(part, place);
            for (int kind : part.kinds()) {
                RowList rows = part.ofKind(kind);
                long count = rows == null ? 0 : rows.countBelow(end);
                if (count > 0) {
                    counts.merge(kind, count, Long::sum);
                }
            }
        }
        return counts;
    }

    /// Number of entries that are not hidden.
    public long visibleCount() {
        HiddenRanges ranges = hidden.everywhere();
        long count = parts.rankOf(bound);
        for (int i = 0; i < ranges.count(); i++) {
            count -= countBelow(ranges.end(i)) - countBelow(ranges.start(i));
        }
        return count;
    }

    private int countBelow(long sequence) {
        return parts.rankOf(parts.rowFrom(sequence, bound));
    }

    /// What no read shows.
    public HiddenRanges hiddenEverywhere() {
        return hidden.everywhere();
    }

    /// What reads of this lane do not show besides [#hiddenEverywhere].
    ///
    /// @throws IllegalArgumentException if the lane is not in 0..2^32-1
    public HiddenRanges hiddenOnLane(long lane) {
        HiddenRanges own = hidden.lanes().get(IndexRow.unsignedInt("lane", lane));
        return own == null ? HiddenRanges.none() : own;
    }

    /// The sequence of the last entry, hidden or not.
    public OptionalLong lastSequence() {
        int row = parts.rowBefore(bound);
        return row == Columns.NONE ? OptionalLong.empty() : OptionalLong.of(parts.sequence(row));
    }

    /// One above [#lastSequence], 0 for an empty view.
    public long nextSequence() {
        int row = parts.rowBefore(bound);
        return row == Columns.NONE ? 0 : parts.sequence(row) + 1;
    }

    /// The last entry in commit order, hidden or not.
    public Optional<Entry> last() {
        return entry(parts.rowBefore(bound));
    }

    /// The last entry in commit order that is not hidden.
    public Optional<Entry> lastVisible() {
        int row = parts.rowBefore(bound);
        while (row != Columns.NONE && hidden.hides(parts.sequence(row))) {
            row = parts.rowBefore(row);
        }
        return entry(row);
    }

    /// The newest entry of a lane.
    ///
    /// @param last hidden or not
    /// @param lastVisible the newest one that is not hidden
    public record LaneEnd(Entry last, Optional<Entry> lastVisible) {}

    /// The newest entries of each lane, by commit order.
    public List<LaneEnd> laneEnds() {
        return new LaneEnds(this).find();
    }

    /// Number of committed entries, those hidden by cancelled fences included.
    public int committedCount() {
        return parts.rankOf(bound);
    }

    /// A committed entry, hidden or not.
    ///
    /// @param number 0 up to below [#committedCount], in commit order
    public Entry committed(int number) {
        return at(rowOf(number));
    }

    /// The number of the first committed entry that lies in this segment or in one behind it; [#committedCount] if
    /// there is none.
    public int firstIn(long segment) {
        int low = 0;
        int high = committedCount();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (committed(middle).position().segment() < segment) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private int rowOf(int number) {
        return parts.rowAt(Objects.checkIndex(number, committedCount()));
    }

    /// Whether a committed entry is not hidden.
    ///
    /// @param number as for [#committed]
    public boolean isVisible(int number) {
        return !hidden.hides(parts.sequence(rowOf(number)));
    }

    /// The number of the committed entry before this one on the same entity and lane, hidden or not; -1 when there
    /// is none.
    ///
    /// @param number as for [#committed]
    public int committedPredecessor(int number) {
        int before = parts.headBefore(rowOf(number));
        return before < 0 ? Columns.NONE : parts.rankOf(before);
    }
}
