package io.batpak.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/// The root of the command line. Exit codes: 0 ok, 1 problem found, 2 usage or environment, 3 store locked.
@Command(
        name = "batpak",
        mixinStandardHelpOptions = true,
        version = "batpak 0.1.0-SNAPSHOT",
        description = "Looks into batpak stores and appends to them.",
        synopsisSubcommandLabel = "COMMAND")
public final class BatpakCommand {

    private BatpakCommand() {}

    /// Runs one command and ends the process with its exit code.
    public static void main(String[] args) {
        System.exit(new CommandLine(new BatpakCommand()).execute(args));
    }
}
