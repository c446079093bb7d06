package io.batpak.index;

import io.batpak.format.RunFile;
import io.batpak.format.RunList;
import io.batpak.format.RunLookup;
import io.batpak.format.RunNames;
import io.batpak.format.RunSegment;
import io.batpak.format.RunSource;
import io.batpak.model.Extensions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/// A part whose columns and lists lie in a mapped run file.
///
/// Threads: share freely. The mapping lasts as long as anybody can reach this part.
final class RunPart extends Part {
    private final RunFile file;
    private final RunLookup lookup;
    private final RunNames entities;
    private final RunNames scopes;
    private final ExtensionSource source;
    private final boolean anyLaneUnordered;

    RunPart(int base, RunFile file, ExtensionSource source, Era era) {
        super(base, new RunColumns(file), era);
        this.file = file;
        this.source = source;
        lookup = file.lookup();
        entities = file.entities();
        scopes = file.scopes();
        anyLaneUnordered = anyLaneUnordered(lookup, entities.count());
    }

    private static boolean anyLaneUnordered(RunLookup lookup, int entities) {
        for (int entity = 0; entity < entities; entity++) {
            if (lookup.entityLaneUnordered(entity)) {
                return true;
            }
        }
        return false;
    }

    /// Rows of a run file as a list of this index.
    private record Listed(RunList rows) implements RowList {
        @Override
        public int size() {
            return rows.size();
        }

        @Override
        public int get(int at) {
            return rows.get(at);
        }
    }

    RunFile file() {
        return file;
    }

    @Override
    LongStream segmentIds() {
        return file.segments().stream().mapToLong(RunSegment::id);
    }

    @Override
    int count() {
        return file.rows();
    }

    @Override
    int entityNumber(String name) {
        return entities.find(name);
    }

    @Override
    String entityName(int number) {
        return entities.name(number);
    }

    @Override
    int entityCount() {
        return entities.count();
    }

    @Override
    int scopeNumber(String name) {
        return scopes.find(name);
    }

    @Override
    String scopeName(int number) {
        return scopes.name(number);
    }

    @Override
    int scopeCount() {
        return scopes.count();
    }

    @Override
    RowList ofEntity(int number) {
        return new Listed(lookup.entityRows(number));
    }

    @Override
    RowList ofScope(int number) {
        return new Listed(lookup.scopeRows(number));
    }

    @Override
    int[] kinds() {
        int[] kinds = new int[lookup.kindCount()];
        for (int at = 0; at < kinds.length; at++) {
            kinds[at] = lookup.kindAt(at);
        }
        return kinds;
    }

    @Override
    RowList ofKind(int kind) {
        return new Listed(lookup.kindRows(kind));
    }

    @Override
    List<RowList> ofCategory(int category) {
        List<RowList> lists = new ArrayList<>();
        for (int at = 0; at < lookup.kindCount(); at++) {
            if (lookup.kindAt(at) >>> KindPostings.CATEGORY_SHIFT == category) {
                lists.add(new Listed(lookup.kindRowsAt(at)));
            }
        }
        return lists;
    }

    @Override
    @Nullable
    RowList ofLane(int lane) {
        int index = lookup.laneIndex(lane);
        return index == RunFile.NONE ? null : new Listed(lookup.laneRows(index));
    }

    @Override
    int[] lanes() {
        int[] lanes = new int[lookup.laneCount()];
        for (int at = 0; at < lanes.length; at++) {
            lanes[at] = lookup.laneAt(at);
        }
        return lanes;
    }

    @Override
    @Nullable
    List<RowList> ofNamespace(String prefix, MergeLimit limit) {
        List<RowList> lists = new ArrayList<>();
        long rows = 0;
        int exact = entities.find(prefix);
        if (exact != RunNames.NONE) {
            lists.add(ofEntity(exact));
            rows = lists.getFirst().size();
        }
        int end = entities.namespaceEnd(prefix);
        for (int entity = entities.namespaceStart(prefix); entity < end; entity++) {
            RowList list = ofEntity(entity);
            lists.add(list);
            rows += list.size();
            if (limit.exceeded(lists.size(), rows)) {
                return null;
            }
        }
        return lists;
    }

    @Override
    int zoneRows() {
        return RunLookup.ZONE_ROWS;
    }

    @Override
    int withClockFrom(int row, int first, int last, int end) {
        return lookup.withClockFrom(row, first, last, end);
    }

    @Override
    int findBelow(long idHigh, long idLow, int bound) {
        return lookup.findBelow(idHigh, idLow, bound);
    }

    @Override
    RowCursor effectsOf(long idHigh, long idLow, int bound) {
        return new RowCursor.Listed(new Listed(lookup.causedBy(idHigh, idLow)), 0, bound);
    }

    @Override
    RowCursor correlatedWith(long idHigh, long idLow, int bound) {
        return new RowCursor.Listed(new Listed(lookup.correlatedWith(idHigh, idLow)), 0, bound);
    }

    @Override
    int head(int entity, int lane, int bound) {
        int head = lookup.head(entity, lane);
        return head < bound ? head : HeadTable.BEYOND_BOUND;
    }

    @Override
    boolean keysUnordered(int entity) {
        return lookup.entityKeysUnordered(entity);
    }

    @Override
    boolean laneUnordered(int entity) {
        return lookup.entityLaneUnordered(entity);
    }

    @Override
    boolean anyLaneUnordered() {
        return anyLaneUnordered;
    }

    @Override
    Extensions extensions(int row) {
        return switch (file.extensionState(row)) {
            case RunSource.EXTENSIONS_NONE -> Extensions.none();
            case RunSource.EXTENSIONS_KNOWN -> file.extensions(row);
            default -> source.read(columns.position(row), () -> retired(row));
        };
    }
}
