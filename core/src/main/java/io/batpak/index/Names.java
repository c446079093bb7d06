package io.batpak.index;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/// A dictionary of entities or scopes: name to cell, id to cell and, when sorted, namespace prefix to cells.
///
/// Threads: one interning thread, any number of readers. A reader may meet a name whose first row it cannot see; the
/// list of rows then is empty for it.
final class Names {
    private static final int CHUNK_BITS = 8;
    private static final int CHUNK = 1 << CHUNK_BITS;
    private static final char SEPARATOR = ':';

    private final ConcurrentHashMap<String, NameCell> byName = new ConcurrentHashMap<>();
    private final @Nullable ConcurrentSkipListMap<String, NameCell> sorted;
    private volatile NameCell[][] byId = {};
    private int count;

    Names(boolean searchedByPrefix) {
        sorted = searchedByPrefix ? new ConcurrentSkipListMap<>() : null;
    }

    NameCell intern(String name) {
        NameCell known = byName.get(name);
        return known != null ? known : add(name);
    }

    private NameCell add(String name) {
        NameCell cell = new NameCell(name, count);
        int chunk = cell.id >> CHUNK_BITS;
        NameCell[][] chunks = byId;
        if (chunk == chunks.length) {
            chunks = Arrays.copyOf(chunks, chunk + 1);
            chunks[chunk] = new NameCell[CHUNK];
            byId = chunks;
        }
        chunks[chunk][cell.id & (CHUNK - 1)] = cell;
        count++;
        byName.put(name, cell);
        if (sorted != null) {
            sorted.put(name, cell);
        }
        return cell;
    }

    @Nullable
    NameCell find(String name) {
        return byName.get(name);
    }

    NameCell get(int id) {
        return byId[id >> CHUNK_BITS][id & (CHUNK - 1)];
    }

    /// The cells whose name is `prefix` or starts with `prefix` and a colon, unless they list more than `rowsMax` rows
    /// in total: then `null`, and the caller is better off with another axis.
    @Nullable
    List<NameCell> below(String prefix, long rowsMax) {
        List<NameCell> found = new ArrayList<>();
        long rows = 0;
        NameCell exact = byName.get(prefix);
        if (exact != null) {
            found.add(exact);
            rows = exact.size();
        }
        if (sorted != null) {
            // In any lexicographic order the names below "prefix:" end before "prefix" and the character after ':'.
            var range = sorted.subMap(prefix + SEPARATOR, prefix + (char) (SEPARATOR + 1));
            for (NameCell cell : range.values()) {
                rows += cell.size();
                if (rows > rowsMax) {
                    return null;
                }
                found.add(cell);
            }
        }
        return rows > rowsMax ? null : found;
    }
}
