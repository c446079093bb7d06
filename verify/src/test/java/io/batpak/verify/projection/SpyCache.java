package io.batpak.verify.projection;

import io.batpak.model.Bytes;
import io.batpak.projection.CacheFailedException;
import io.batpak.projection.CacheMeta;
import io.batpak.projection.CacheRow;
import io.batpak.projection.ProjectionCache;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Keeps rows, counts calls, and fails on demand.
final class SpyCache implements ProjectionCache {
    final Map<Bytes, CacheRow> rows = new HashMap<>();
    int gets;
    int puts;
    int prefetches;
    long expected;
    boolean failsToGet;
    boolean failsToPut;
    boolean failsToPrefetch;

    @Override
    public Capabilities capabilities() {
        return new Capabilities(true, false);
    }

    @Override
    public Optional<CacheRow> get(Bytes key) {
        gets++;
        if (failsToGet) {
            throw new CacheFailedException("no get", null);
        }
        return Optional.ofNullable(rows.get(key));
    }

    @Override
    public void put(Bytes key, Bytes value, CacheMeta meta) {
        puts++;
        if (failsToPut) {
            throw new CacheFailedException("no put", null);
        }
        rows.put(key, new CacheRow(value, meta));
    }

    @Override
    public long deletePrefix(Bytes prefix) {
        return 0;
    }

    @Override
    public void sync() {}

    @Override
    public void prefetch(Bytes key, CacheMeta meta) {
        prefetches++;
        expected = meta.watermark();
        if (failsToPrefetch) {
            throw new CacheFailedException("no prefetch", null);
        }
    }
}
