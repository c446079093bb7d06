package io.batpak.projection;

import io.batpak.model.Bytes;
import java.util.Optional;

/// Keeps nothing.
enum NoCache implements ProjectionCache {
    INSTANCE;

    @Override
    public Capabilities capabilities() {
        return new Capabilities(false, true);
    }

    @Override
    public Optional<CacheRow> get(Bytes key) {
        return Optional.empty();
    }

    @Override
    public void put(Bytes key, Bytes value, CacheMeta meta) {}

    @Override
    public long deletePrefix(Bytes prefix) {
        return 0;
    }

    @Override
    public void sync() {}
}
