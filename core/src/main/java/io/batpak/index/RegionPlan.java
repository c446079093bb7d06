package io.batpak.index;

import io.batpak.model.KindFilter;
import io.batpak.model.Region;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Chooses where the rows of a region are looked for: the axis that lists the fewest rows.
///
/// Sizes are those of the moment, later rows included; they only steer the choice. Which axis wins never
/// changes the answer, since every row is checked against the whole region.
final class RegionPlan {
    private final Index index;
    private final int bound;
    private @Nullable List<? extends Postings> lists;
    private long rows;

    private RegionPlan(Index index, int bound) {
        this.index = index;
        this.bound = bound;
        rows = bound;
    }

    /// Candidates of `region` among the rows below `bound`, in commit order; each call of the result starts
    /// at the row `from` anew.
    static Supplier<RowCursor> candidates(Index index, Region region, int from, int bound) {
        RegionPlan plan = new RegionPlan(index, bound);
        region.scopeValue().ifPresent(plan::considerScope);
        region.kindFilter().ifPresent(plan::considerKind);
        region.lane().ifPresent(plan::considerLane);
        region.entityPrefix().ifPresent(plan::considerEntities);
        List<? extends Postings> chosen = plan.lists;
        if (chosen == null) {
            return () -> new RowCursor.Range(from, bound);
        }
        if (chosen.size() == 1) {
            Postings only = chosen.getFirst();
            return () -> new RowCursor.Listed(only, from, bound);
        }
        return () -> new RowCursor.Merged(chosen, from, bound);
    }

    private void considerScope(String scope) {
        consider(index.scopes.find(scope));
    }

    private void considerKind(KindFilter filter) {
        switch (filter) {
            case KindFilter.Exact(var kind) -> consider(index.kinds.find(kind.raw()));
            case KindFilter.Category(int category) -> consider(index.kinds.ofCategory(category));
            case KindFilter.Any() -> {}
        }
    }

    private void considerLane(long lane) {
        if (lane != 0) {
            consider(index.lanes.get((int) lane));
        }
    }

    private void considerEntities(String prefix) {
        List<NameCell> below = index.entities.below(prefix, rows / 2); // as in consider: merging counts twice
        if (below != null) {
            consider(below);
        }
    }

    private void consider(@Nullable Postings list) {
        consider(list == null ? List.of() : List.of(list));
    }

    private void consider(List<? extends Postings> candidates) {
        long total = 0;
        for (Postings list : candidates) {
            total += Math.min(list.size(), bound);
        }
        // Merging costs a step in a heap per row; one list or a plain scan of as many rows is cheaper.
        long cost = candidates.size() > 1 ? total * 2 : total;
        if (cost <= rows) {
            rows = cost;
            lists = candidates;
        }
    }
}
