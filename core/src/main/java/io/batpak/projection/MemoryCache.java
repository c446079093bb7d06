package io.batpak.projection;

import io.batpak.model.Bytes;
import io.batpak.model.InvalidArgumentException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Rows in a map; the one used longest ago goes first.
final class MemoryCache implements ProjectionCache {
    private static final float LOAD = 0.75f;

    private final int rowsMax;
    /// Guarded by this.
    private final Map<Bytes, CacheRow> rows = new LinkedHashMap<>(16, LOAD, true);

    MemoryCache(int rowsMax) {
        if (rowsMax < 1) {
            throw new InvalidArgumentException("rowsMax", rowsMax, "1 or more");
        }
        this.rowsMax = rowsMax;
    }

    @Override
    public synchronized Optional<CacheRow> get(Bytes key) {
        return Optional.ofNullable(rows.get(key));
    }

    @Override
    public synchronized void put(Bytes key, Bytes value, CacheMeta meta) {
        rows.put(key, new CacheRow(value, meta));
        if (rows.size() > rowsMax) {
            Iterator<Bytes> oldest = rows.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
    }

    @Override
    public synchronized long deletePrefix(Bytes prefix) {
        int before = rows.size();
        rows.keySet().removeIf(key -> key.hex().startsWith(prefix.hex()));
        return (long) before - rows.size();
    }

    @Override
    public void sync() {}
}
