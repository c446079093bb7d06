package io.batpak.testkit;

import io.batpak.fs.StoreFs;

/// A journal in memory passes the suite.
/// Tier: conformance.
final class MemFsStoreConformanceTest extends StoreConformance {
    @Override
    protected StoreFs emptyDirectory() {
        return new MemFs();
    }
}
