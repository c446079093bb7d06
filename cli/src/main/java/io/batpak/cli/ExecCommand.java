package io.batpak.cli;

import io.batpak.cli.script.ScriptSession;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `exec`: a journal script from standard input.
@Command(
        name = "exec",
        description = {
            "Run a journal script: JSON commands on standard input, JSON replies on standard output, one a line.",
            "Every reply is flushed before the next command is read. All directories lie below ROOT."
        })
final class ExecCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "ROOT", description = "Directory that holds the script's directories.")
    private Path root = Path.of("");

    @Override
    public Integer call() throws IOException {
        Files.createDirectories(root);
        // The plain descriptor: whatever is written has left the process when write returns.
        try (FileOutputStream output = new FileOutputStream(FileDescriptor.out)) {
            ScriptSession session = new ScriptSession(
                    root.toRealPath(),
                    Version.text(),
                    output,
                    status -> Runtime.getRuntime().halt(status));
            return session.run(System.in) ? ExitCodes.OK : ExitCodes.PROBLEM;
        }
    }
}
