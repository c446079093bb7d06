package io.batpak.bench.table;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A program that ran to its end.
///
/// @param code how it ended
/// @param output what it printed
/// @param errors what it complained of
record Ran(int code, String output, String errors) {
    private static final long MINUTES_MAX = 30;

    /// Runs a program and waits for it; it is killed when it takes too long or when we are interrupted.
    ///
    /// @throws IOException when it cannot be started or takes too long
    static Ran of(List<String> command) throws IOException, InterruptedException {
        Path output = Files.createTempFile("batpak-bench-", ".out");
        Path errors = Files.createTempFile("batpak-bench-", ".err");
        Process process = null;
        try {
            process = new ProcessBuilder(command)
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectOutput(output.toFile())
                    .redirectError(errors.toFile())
                    .start();
            if (!process.waitFor(MINUTES_MAX, TimeUnit.MINUTES)) {
                throw new IOException(command.getFirst() + " took more than " + MINUTES_MAX + " minutes");
            }
            return new Ran(process.exitValue(), text(output), text(errors));
        } finally {
            if (process != null) {
                process.destroyForcibly();
            }
            Files.delete(output);
            Files.delete(errors);
        }
    }

    private static String text(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.UTF_8);
    }
}
