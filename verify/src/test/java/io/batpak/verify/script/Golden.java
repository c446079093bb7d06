package io.batpak.verify.script;

import java.nio.file.Files;
import java.nio.file.Path;

/// Where the golden data is.
public final class Golden {
    private Golden() {}

    /// A folder of the golden data; absent it is skipped loudly, in CI a failure.
    public static Path folder(String name) {
        Path path = Path.of(System.getProperty("batpak.golden", "../../shared/golden"), name);
        if (!Files.isDirectory(path)) {
            throw Missing.skip("golden data not found at " + path.toAbsolutePath());
        }
        return path;
    }
}
