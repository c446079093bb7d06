package io.batpak.index;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// A dictionary of entities or scopes: name to cell, id to cell, and namespace prefix to cells.
///
/// Interning does not sort: a search by prefix scans the newest names; once they are more than 4096 it merges
/// them into a new sorted array for all later searches. So the commit turn pays nothing for searches that
/// nobody makes.
///
/// Threads: one interning thread, any number of readers. A reader may meet a name whose first row it cannot
/// see; the list of rows then is empty for it.
final class Names {
    private static final int CHUNK_BITS = 8;
    private static final int CHUNK = 1 << CHUNK_BITS;
    private static final int UNSORTED_MAX = 4096;
    private static final char SEPARATOR = ':';
    private static final NameCell[] NO_CELLS = {};

    private final Table byName = new Table();
    private volatile NameCell[][] byId = {};
    private volatile int count;
    /// The cells of the ids below its length, by name.
    private final AtomicReference<NameCell[]> sorted = new AtomicReference<>(NO_CELLS);

    private final class Table extends KeylessTable {
        @Override
        long hashOf(int id) {
            return hash(get(id).name);
        }

        private static long hash(String name) {
            return mix(name.hashCode());
        }

        @Nullable
        NameCell find(String name, int bound) {
            long hash = hash(name);
            Bucket bucket = bucket(hash);
            byte tag = tag(hash);
            int mask = bucket.slots.length - 1;
            for (int at = (int) hash & mask; ; at = (at + 1) & mask) {
                int slot = bucket.slots[at];
                if (slot == 0) {
                    return null;
                }
                if (slot <= bound && bucket.tags[at] == tag) {
                    NameCell cell = get(slot - 1);
                    if (cell.name.equals(name)) {
                        return cell;
                    }
                }
            }
        }
    }

    NameCell intern(String name) {
        NameCell known = find(name);
        return known != null ? known : add(name);
    }

    private NameCell add(String name) {
        int id = count;
        NameCell cell = new NameCell(name, id);
        int chunk = id >> CHUNK_BITS;
        NameCell[][] chunks = byId;
        if (chunk == chunks.length) {
            chunks = Arrays.copyOf(chunks, chunk + 1);
            chunks[chunk] = new NameCell[CHUNK];
            byId = chunks;
        }
        chunks[chunk][id & (CHUNK - 1)] = cell;
        byName.add(Table.hash(name), id);
        count = id + 1; // last: below this bound a reader finds every cell complete
        return cell;
    }

    @Nullable
    NameCell find(String name) {
        return byName.find(name, count);
    }

    /// One above the highest id.
    int count() {
        return count;
    }

    NameCell get(int id) {
        return byId[id >> CHUNK_BITS][id & (CHUNK - 1)];
    }

    /// The cells whose name is `prefix` or starts with `prefix` and a colon; `null` as soon as they are
    /// more than the caller wants to merge.
    @Nullable
    List<NameCell> below(String prefix, MergeLimit limit) {
        List<NameCell> found = new ArrayList<>();
        NameCell exact = find(prefix);
        if (exact != null) {
            found.add(exact);
        }
        int bound = count;
        NameCell[] ordered = ordered(bound);
        String start = prefix + SEPARATOR;
        long rows = exact == null ? 0 : exact.size();
        int at = place(ordered, start);
        boolean exceeded = false;
        while (at < ordered.length && ordered[at].name.startsWith(start) && !exceeded) {
            rows += ordered[at].size();
            found.add(ordered[at++]);
            exceeded = limit.exceeded(found.size(), rows);
        }
        for (int id = ordered.length; id < bound && !exceeded; id++) {
            NameCell cell = get(id);
            if (cell.name.startsWith(start)) {
                rows += cell.size();
                found.add(cell);
                exceeded = limit.exceeded(found.size(), rows);
            }
        }
        return exceeded ? null : found;
    }

    /// Place of the first cell whose name is not below `name`.
    private static int place(NameCell[] ordered, String name) {
        int low = 0;
        int high = ordered.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (ordered[middle].name.compareTo(name) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /// The cells of all ids below the length of the result, sorted by name; at most [#UNSORTED_MAX] ids below
    /// `bound` are not among them.
    private NameCell[] ordered(int bound) {
        NameCell[] before = sorted.get();
        if (bound - before.length <= UNSORTED_MAX) {
            return before;
        }
        NameCell[] added = new NameCell[bound - before.length];
        for (int i = 0; i < added.length; i++) {
            added[i] = get(before.length + i);
        }
        Arrays.sort(added, Comparator.comparing(cell -> cell.name));
        NameCell[] merged = merge(before, added);
        return sorted.accumulateAndGet(merged, (old, own) -> old.length >= own.length ? old : own);
    }

    private static NameCell[] merge(NameCell[] many, NameCell[] few) {
        NameCell[] merged = new NameCell[many.length + few.length];
        int from = 0;
        for (int i = 0; i < few.length; i++) {
            int to = place(many, few[i].name);
            System.arraycopy(many, from, merged, from + i, to - from);
            merged[to + i] = few[i];
            from = to;
        }
        System.arraycopy(many, from, merged, from + few.length, many.length - from);
        return merged;
    }
}
