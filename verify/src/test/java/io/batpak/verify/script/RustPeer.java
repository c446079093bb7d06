package io.batpak.verify.script;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The program in `interop/`, which drives the Rust batpak 0.9.0; built by cargo on first use, once per JVM.
public final class RustPeer {
    private static @Nullable ScriptPeer built;

    private RustPeer() {}

    /// The peer, or nothing where cargo is not installed. A build that fails is an error.
    public static synchronized Optional<ScriptPeer> find() {
        ScriptPeer ready = built;
        if (ready != null) {
            return Optional.of(ready);
        }
        if (!cargoIsInstalled()) {
            return Optional.empty();
        }
        Path project = Path.of(System.getProperty("batpak.root", "..")).resolve("interop");
        ready = new ScriptPeer("rust", List.of(build(project).toString()));
        built = ready;
        return Optional.of(ready);
    }

    /// The peer; without cargo the test is skipped loudly, in CI a failure.
    ///
    /// @param untested what goes untested then
    public static ScriptPeer orSkip(String untested) {
        return find().orElseThrow(() -> Missing.skip("no cargo on PATH, so " + untested));
    }

    private static boolean cargoIsInstalled() {
        String path = System.getenv("PATH");
        if (path == null) {
            return false;
        }
        for (String directory : path.split(File.pathSeparator, -1)) {
            if (Files.isExecutable(Path.of(directory, "cargo"))) {
                return true;
            }
        }
        return false;
    }

    private static Path build(Path project) {
        Path target = project.resolve("target").toAbsolutePath().normalize();
        ProcessBuilder cargo =
                new ProcessBuilder("cargo", "build", "--release", "--locked", "--target-dir", target.toString());
        try {
            Process process =
                    cargo.directory(project.toFile()).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int status = process.waitFor();
            if (status != 0) {
                throw new IllegalStateException("cargo build of " + project + " ended with " + status + "\n" + output);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cargo build of " + project, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while cargo builds " + project, e);
        }
        return target.resolve("release").resolve("batpak-peer");
    }
}
