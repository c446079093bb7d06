package io.batpak.verify.damage;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Starts a class of the tests in a JVM of its own, with what it says on standard error shown here.
public final class ChildJvm {
    private ChildJvm() {}

    /// Starts it with a limit of its heap, such as `-Xmx64m`.
    public static Process start(Class<?> program, String heap, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                heap,
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                program.getName()));
        command.addAll(arguments);
        try {
            return new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Kills it, and takes the whole lines that it had printed and nobody has read.
    public static void kill(Process process, BufferedReader lines, Consumer<String> line) throws IOException {
        process.toHandle().destroyForcibly(); // unlike the process itself, it leaves our end of the pipe open
        StringBuilder rest = new StringBuilder();
        char[] chunk = new char[8192];
        for (int length = lines.read(chunk); length >= 0; length = lines.read(chunk)) {
            rest.append(chunk, 0, length);
        }
        rest.substring(0, rest.lastIndexOf("\n") + 1).lines().forEach(line);
    }
}
