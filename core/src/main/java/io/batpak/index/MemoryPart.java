package io.batpak.index;

import io.batpak.model.Extensions;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/// A part whose columns, postings and tables lie in memory. The last part of an index is one, and grows.
///
/// Threads: one inserting thread, any number of readers; see the package documentation.
final class MemoryPart extends Part {
    final Rows rows;
    final Names entities = new Names();
    final Names scopes = new Names();
    final KindPostings kinds = new KindPostings();
    /// Lane 0, which nearly every row has, is not listed.
    final ConcurrentHashMap<Integer, Postings> lanes = new ConcurrentHashMap<>();

    final IdTable ids;
    final HeadTable heads;
    private final LinkPostings effects;
    private final LinkPostings conversations;
    final RowExtensions extensions;
    private volatile boolean anyLaneUnordered;
    private boolean usesLaneZero;

    MemoryPart(int base, ExtensionSource source, Era era) {
        this(base, new Rows(), source, era);
    }

    private MemoryPart(int base, Rows rows, ExtensionSource source, Era era) {
        super(base, rows, era);
        this.rows = rows;
        ids = new IdTable(rows);
        heads = new HeadTable(rows);
        effects = new LinkPostings(rows.causations);
        conversations = new LinkPostings(rows.correlations);
        extensions = new RowExtensions(this, source);
    }

    /// Inserts a row.
    ///
    /// @param localHead the head of its entity and lane in this part
    /// @param headBefore the head of its entity and lane, see [Columns#headBefore]
    /// @return the row
    int insert(IndexRow row, NameCell entity, int localHead, int headBefore) {
        NameCell scope = scopes.intern(row.scope);
        int at = rows.append(row, entity.id, scope.id, headBefore);
        if (row.extensionState == RowChunk.EXTENSIONS_KNOWN) {
            extensions.put(at, row.extensions);
        }
        noteKeyOrder(entity, at);
        entity.add(at);
        scope.add(at);
        kinds.intern(row.kind).add(at);
        if (row.lane == 0) {
            usesLaneZero = true;
        } else {
            lanes.computeIfAbsent(row.lane, _ -> new Postings()).add(at);
        }
        ids.add(at);
        effects.extend();
        conversations.extend();
        if (localHead == Columns.NONE || rows.compareKeys(localHead, rows, at) < 0) {
            heads.put(entity, at, localHead);
        }
        return at;
    }

    /// Some lane of this entity does not ascend.
    void noteLaneUnordered(NameCell entity) {
        entity.laneUnordered = true;
        anyLaneUnordered = true;
    }

    private void noteKeyOrder(NameCell entity, int row) {
        int size = entity.size();
        if (size > 0 && !entity.keysUnordered) {
            entity.keysUnordered = rows.compareKeys(entity.get(size - 1), rows, row) > 0;
        }
    }

    @Override
    LongStream segmentIds() {
        return rows.segmentIds();
    }

    @Override
    int count() {
        return rows.count();
    }

    @Override
    int entityNumber(String name) {
        NameCell cell = entities.find(name);
        return cell == null ? Columns.NONE : cell.id;
    }

    @Override
    String entityName(int number) {
        return entities.get(number).name;
    }

    @Override
    int entityCount() {
        return entities.count();
    }

    @Override
    int scopeNumber(String name) {
        NameCell cell = scopes.find(name);
        return cell == null ? Columns.NONE : cell.id;
    }

    @Override
    String scopeName(int number) {
        return scopes.get(number).name;
    }

    @Override
    int scopeCount() {
        return scopes.count();
    }

    @Override
    RowList ofEntity(int number) {
        return entities.get(number);
    }

    @Override
    RowList ofScope(int number) {
        return scopes.get(number);
    }

    @Override
    int[] kinds() {
        return kinds.all();
    }

    @Override
    @Nullable
    RowList ofKind(int kind) {
        return kinds.find(kind);
    }

    @Override
    List<Postings> ofCategory(int category) {
        return kinds.ofCategory(category);
    }

    @Override
    @Nullable
    RowList ofLane(int lane) {
        return lanes.get(lane);
    }

    @Override
    int[] lanes() {
        IntStream others = lanes.keySet().stream().mapToInt(Integer::intValue);
        return (usesLaneZero ? IntStream.concat(IntStream.of(0), others) : others).toArray();
    }

    @Override
    @Nullable
    List<NameCell> ofNamespace(String prefix, MergeLimit limit) {
        return entities.below(prefix, limit);
    }

    @Override
    int zoneRows() {
        return RowChunk.ROWS_MAX;
    }

    @Override
    int withClockFrom(int row, int first, int last, int end) {
        return rows.withClockFrom(row, first, last, end);
    }

    @Override
    int findBelow(long idHigh, long idLow, int bound) {
        return ids.findBelow(idHigh, idLow, bound);
    }

    @Override
    RowCursor effectsOf(long idHigh, long idLow, int bound) {
        return effects.rows(idHigh, idLow, bound);
    }

    @Override
    RowCursor correlatedWith(long idHigh, long idLow, int bound) {
        return conversations.rows(idHigh, idLow, bound);
    }

    @Override
    int head(int entity, int lane, int bound) {
        return heads.find(entities.get(entity), lane, bound);
    }

    @Override
    boolean keysUnordered(int entity) {
        return entities.get(entity).keysUnordered;
    }

    @Override
    boolean laneUnordered(int entity) {
        return entities.get(entity).laneUnordered;
    }

    @Override
    boolean anyLaneUnordered() {
        return anyLaneUnordered;
    }

    @Override
    Extensions extensions(int row) {
        return extensions.of(row);
    }
}
