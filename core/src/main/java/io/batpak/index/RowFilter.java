package io.batpak.index;

import io.batpak.model.ClockRange;
import io.batpak.model.KindFilter;
import io.batpak.model.Region;

/// Tells whether a row lies in a region and is not hidden; checks every axis, whatever axis the rows came
/// from.
///
/// Threads: one reader, since it remembers its last answer about an entity.
final class RowFilter {
    private static final int ANY_KIND = 0;
    private static final int ONE_KIND = 1;
    private static final int ONE_CATEGORY = 2;

    private final Part part;
    private final Columns rows;
    private final Hidden hidden;
    private final Region region;
    private final boolean anyEntity;
    private final int scope;
    private final boolean anyScope;
    private final int kindRule;
    private final int kindValue;
    private final boolean anyLane;
    private final int lane;
    private final boolean anyClock;
    private final int clockFirst;
    private final int clockLast;
    private int lastEntity = Columns.NONE;
    private boolean lastEntityMatches;

    RowFilter(Part part, Hidden hidden, Region region) {
        this.part = part;
        this.rows = part.columns;
        this.hidden = hidden;
        this.region = region;
        anyEntity = region.entityPrefix().isEmpty();
        anyScope = region.scopeValue().isEmpty();
        scope = region.scopeValue().map(part::scopeNumber).orElse(Columns.NONE);
        switch (region.kindFilter().orElse(new KindFilter.Any())) {
            case KindFilter.Exact(var kind) -> {
                kindRule = ONE_KIND;
                kindValue = kind.raw();
            }
            case KindFilter.Category(int category) -> {
                kindRule = ONE_CATEGORY;
                kindValue = category;
            }
            case KindFilter.Any() -> {
                kindRule = ANY_KIND;
                kindValue = 0;
            }
        }
        anyLane = region.lane().isEmpty();
        lane = (int) region.lane().orElse(0);
        ClockRange clocks = region.clockRange().orElse(null);
        anyClock = clocks == null;
        clockFirst = clocks == null ? 0 : (int) clocks.start();
        clockLast = clocks == null ? 0 : (int) clocks.end();
    }

    boolean test(int row) {
        return laneMatches(row) && kindMatches(row) && scopeMatches(row) && clockMatches(row) && entityMatches(row);
    }

    private boolean laneMatches(int row) {
        long sequence = rows.sequence(row);
        return anyLane ? !hidden.hides(sequence) : rows.lane(row) == lane && !hidden.hidesOnLane(sequence, lane);
    }

    private boolean kindMatches(int row) {
        return switch (kindRule) {
            case ONE_KIND -> rows.kind(row) == kindValue;
            case ONE_CATEGORY -> rows.kind(row) >>> 12 == kindValue;
            default -> true;
        };
    }

    private boolean scopeMatches(int row) {
        return anyScope || rows.scope(row) == scope;
    }

    private boolean clockMatches(int row) {
        if (anyClock) {
            return true;
        }
        int clock = rows.clock(row);
        return Integer.compareUnsigned(clock, clockFirst) >= 0 && Integer.compareUnsigned(clock, clockLast) <= 0;
    }

    private boolean entityMatches(int row) {
        if (anyEntity) {
            return true;
        }
        int entity = rows.entity(row);
        if (entity != lastEntity) {
            lastEntity = entity;
            lastEntityMatches = region.matchesEntity(part.entityName(entity));
        }
        return lastEntityMatches;
    }
}
