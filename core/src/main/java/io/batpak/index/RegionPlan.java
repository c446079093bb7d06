package io.batpak.index;

import io.batpak.model.ClockRange;
import io.batpak.model.KindFilter;
import io.batpak.model.Region;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Chooses where the rows of a region are looked for in one part: the axis that is expected to be cheapest.
///
/// Sizes are those of the moment, later rows included; they only steer the choice. Which axis wins never
/// changes the answer, since every row is checked against the whole region.
final class RegionPlan implements MergeLimit {
    /// Rows that a plain scan may look at in the time it takes to set up the merge of one more list.
    private static final int SCANNED_PER_LIST = 16;

    private final Part part;
    private final int bound;
    private final long wanted;
    private @Nullable List<? extends RowList> lists;
    private long cost;

    /// @param wanted how many rows the caller will take, at most
    private RegionPlan(Part part, int bound, long wanted) {
        this.part = part;
        this.bound = bound;
        this.wanted = wanted;
        cost = bound;
    }

    /// Candidates of `region` among the rows `from` to `bound - 1` of `part`, in commit order.
    static RowCursor candidates(Part part, Region region, int from, int bound, long wanted) {
        RegionPlan plan = new RegionPlan(part, bound, wanted);
        region.scopeValue().ifPresent(plan::considerScope);
        region.kindFilter().ifPresent(plan::considerKind);
        region.lane().ifPresent(plan::considerLane);
        region.entityPrefix().ifPresent(plan::considerEntities);
        List<? extends RowList> chosen = plan.lists;
        Optional<ClockRange> clocks = region.clockRange();
        if (chosen == null) {
            return clocks.isPresent()
                    ? new RowCursor.InClockRange(part, clocks.get(), from, bound)
                    : new RowCursor.Range(from, bound);
        }
        if (chosen.size() != 1) {
            return new RowCursor.Merged(chosen, from, bound);
        }
        RowList only = chosen.getFirst();
        return clocks.isPresent()
                ? new RowCursor.ListedInClockRange(part, only, clocks.get(), from, bound)
                : new RowCursor.Listed(only, from, bound);
    }

    private void considerScope(String scope) {
        int number = part.scopeNumber(scope);
        consider(number == Columns.NONE ? null : part.ofScope(number));
    }

    private void considerKind(KindFilter filter) {
        switch (filter) {
            case KindFilter.Exact(var kind) -> consider(part.ofKind(kind.raw()));
            case KindFilter.Category(int category) -> consider(part.ofCategory(category));
            case KindFilter.Any() -> {}
        }
    }

    private void considerLane(long lane) {
        if (lane != 0) {
            consider(part.ofLane((int) lane));
        }
    }

    private void considerEntities(String prefix) {
        List<? extends RowList> below = part.ofNamespace(prefix, this);
        if (below != null) {
            consider(below);
        }
    }

    private void consider(@Nullable RowList list) {
        consider(list == null ? List.of() : List.of(list));
    }

    private void consider(List<? extends RowList> candidates) {
        long total = 0;
        for (RowList list : candidates) {
            total += Math.min(list.size(), bound);
        }
        boolean merge = candidates.size() > 1;
        long own = merge ? total * 2 : total; // a step in a heap per row
        if (own <= cost && !(merge && exceeded(candidates.size(), total))) {
            cost = own;
            lists = candidates;
        }
    }

    /// Merging costs the set-up of every list, whatever is taken, and a step in a heap per row. A plain scan looks
    /// at rows that do not match, but never at more than there are.
    @Override
    public boolean exceeded(int count, long total) {
        long taken = Math.min(wanted, total);
        double scanned = total == 0 ? 0 : Math.min(bound, (double) taken * bound / total);
        return (double) count * SCANNED_PER_LIST + taken * 2.0 > scanned;
    }
}
