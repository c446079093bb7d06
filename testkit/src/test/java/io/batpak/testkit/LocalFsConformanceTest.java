package io.batpak.testkit;

import io.batpak.fs.StoreFs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/// The real file system passes the suite.
/// Tier: conformance.
final class LocalFsConformanceTest extends StoreFsConformance {
    @TempDir
    private Path root;

    @Override
    protected StoreFs emptyDirectory() {
        return StoreFs.local(root.resolve("not").resolve("yet"));
    }

    @Override
    protected StoreFs anotherOpener(StoreFs fs) {
        return StoreFs.local(Path.of(fs.directory()));
    }

    @Override
    protected void hardLink(StoreFs fs, String from, String to) throws IOException {
        Files.createLink(path(fs, to), path(fs, from));
    }

    @Override
    protected void symbolicLink(StoreFs fs, String name, String target) throws IOException {
        Files.createSymbolicLink(path(fs, name), Path.of(target));
    }

    private static Path path(StoreFs fs, String name) {
        return Path.of(fs.directory()).resolve(name);
    }
}
