package io.batpak.testkit;

import io.batpak.fs.StoreFs;

/// The file system in memory passes the suite.
/// Tier: conformance.
final class MemFsConformanceTest extends StoreFsConformance {
    @Override
    protected StoreFs emptyDirectory() {
        return new MemFs();
    }

    @Override
    protected StoreFs anotherOpener(StoreFs fs) {
        return fs;
    }

    @Override
    protected void hardLink(StoreFs fs, String from, String to) {
        ((MemFs) fs).link(from, to);
    }

    @Override
    protected void symbolicLink(StoreFs fs, String name, String target) {
        ((MemFs) fs).symlink(name, target);
    }
}
