package io.batpak.testkit;

import io.batpak.fs.StoreFs;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/// A journal on the real file system passes the suite.
/// Tier: conformance.
final class LocalFsStoreConformanceTest extends StoreConformance {
    @TempDir
    private Path root;

    @Override
    protected StoreFs emptyDirectory() {
        return StoreFs.local(root.resolve("journal"));
    }

    @Override
    protected StoreFs foundAgain(StoreFs fs) {
        return StoreFs.local(Path.of(fs.directory()));
    }
}
