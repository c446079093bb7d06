package io.batpak.index;

import io.batpak.fs.Mapping;
import io.batpak.model.Extensions;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/// One stretch of the journal: the events of a few neighbouring segments, with everything needed to find
/// them.
///
/// Rows inside a part are local, 0 is its first; the *global* row of an event is its local row plus [#base].
/// Behind its last row there may be global rows that belong to no part. A part never looks at another one. Names of
/// entities and scopes have numbers of the part's own.
///
/// Threads: share freely. A part that grows answers for rows below the bound that the caller passes.
abstract sealed class Part permits MemoryPart, RunPart {
    /// The global row of the first local row.
    final int base;

    final Columns columns;

    /// When its segments were named; moves on as long as all of them keep their files.
    private volatile Era era;

    Part(int base, Columns columns, Era era) {
        this.base = base;
        this.columns = columns;
        this.era = era;
    }

    /// The file that held the segment of a row, if it has lost its name since.
    final @Nullable Mapping retired(int row) {
        Era since = era;
        return since.isPresent() ? null : since.retired(columns.segment(row));
    }

    final Era era() {
        return era;
    }

    /// Moves on to a later era, unless one of its segments was retired before.
    final void moveTo(Era later) {
        Era since = era;
        if (!since.isPresent() && segmentIds().allMatch(segment -> since.retired(segment) == null)) {
            era = later;
        }
    }

    /// Moves on to a later era in which none of its segments was retired after all.
    final void stayIn(Era later) {
        era = later;
    }

    /// The ids of its segments; those without events may be missing.
    abstract LongStream segmentIds();

    /// Rows in it; for a part that grows only the inserting thread may ask.
    abstract int count();

    /// Number of an entity, [Columns#NONE] if no event of this part has it.
    abstract int entityNumber(String name);

    abstract String entityName(int number);

    /// One above the highest number of an entity.
    abstract int entityCount();

    /// Number of a scope, [Columns#NONE] if no event of this part has it.
    abstract int scopeNumber(String name);

    abstract String scopeName(int number);

    /// One above the highest number of a scope.
    abstract int scopeCount();

    abstract RowList ofEntity(int number);

    abstract RowList ofScope(int number);

    /// The kinds of the events of this part.
    abstract int[] kinds();

    /// `null` if no event of this part has this kind.
    abstract @Nullable RowList ofKind(int kind);

    /// The lists of all kinds of a category, 0..15.
    abstract List<? extends RowList> ofCategory(int category);

    /// The rows on a lane other than 0; `null` if there are none.
    abstract @Nullable RowList ofLane(int lane);

    /// The lanes that events of this part are on, lane 0 included.
    abstract int[] lanes();

    /// The lists of the entities whose name is `prefix` or starts with `prefix` and a colon; `null` as soon
    /// as they are more than the caller wants to merge.
    abstract @Nullable List<? extends RowList> ofNamespace(String prefix, MergeLimit limit);

    /// How many rows share what is known of their clocks.
    abstract int zoneRows();

    /// The first row from `row` on that may have a clock from `first` to `last`, or `end` if no row before has.
    abstract int withClockFrom(int row, int first, int last, int end);

    /// The highest row below `bound` with this event id, hidden or not, or [Columns#NONE].
    abstract int findBelow(long idHigh, long idLow, int bound);

    /// The rows below `bound` whose causation is this id, ascending.
    abstract RowCursor effectsOf(long idHigh, long idLow, int bound);

    /// The rows below `bound` that another event's id correlates, ascending.
    abstract RowCursor correlatedWith(long idHigh, long idLow, int bound);

    /// The row of (entity, lane) with the greatest clock key, hidden or not: [Columns#NONE] if there is none
    /// below `bound`, [HeadTable#BEYOND_BOUND] if the part cannot tell for this bound.
    abstract int head(int entity, int lane, int bound);

    /// Commit order of this entity's rows in this part may not be their clock-key order.
    abstract boolean keysUnordered(int entity);

    /// Some lane of this entity has rows here whose clock key or clock does not ascend, among themselves or
    /// against earlier parts.
    abstract boolean laneUnordered(int entity);

    /// Whether that holds for any entity of this part.
    abstract boolean anyLaneUnordered();

    /// The receipt extensions of a row; read from its frame if nobody knows them yet.
    abstract Extensions extensions(int row);

    /// How many of this part's rows are below the global row `bound`; more than it has if the bound lies behind it.
    final int localBound(int bound) {
        return Math.max(0, bound - base);
    }
}
