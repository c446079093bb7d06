package io.batpak.cli;

import java.io.BufferedWriter;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The `batpak` program.
@Command(
        name = "batpak",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        description = "Look into, append to and verify batpak journals.",
        footer = {
            "",
            "Exit codes: 0 ok, 1 problem found, 2 usage or environment, 3 store locked.",
            "Read commands change nothing. Start with: batpak demo"
        },
        subcommands = {
            InfoCommand.class,
            TailCommand.class,
            GetCommand.class,
            QueryCommand.class,
            GraphCommand.class,
            ProjectCommand.class,
            CursorsCommand.class,
            VerifyCommand.class,
            ReceiptCommand.class,
            AppendCommand.class,
            ImportCommand.class,
            SnapshotCommand.class,
            ForkCommand.class,
            BackupCommand.class,
            RestoreCommand.class,
            BackupCheckCommand.class,
            CompactCommand.class,
            ExecCommand.class,
            BenchCommand.class,
            DemoCommand.class
        })
public final class BatpakCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    /// Runs one command and exits with its code.
    public static void main(String[] arguments) {
        System.exit(run(arguments, System.out, System.err));
    }

    /// Runs one command that prints to `output` and `errors`; answers its exit code. Only `exec` uses the
    /// streams of the process.
    public static int run(String[] arguments, PrintStream output, PrintStream errors) {
        // Without automatic flushing: long listings would pay a system call for each line.
        PrintWriter printer =
                new PrintWriter(new BufferedWriter(new OutputStreamWriter(output, StandardCharsets.UTF_8)), false);
        PrintWriter complaints = new PrintWriter(errors, true, StandardCharsets.UTF_8);
        CommandLine commandLine = new CommandLine(new BatpakCommand());
        explain(commandLine);
        Failures failures = new Failures();
        int code = commandLine
                .setOut(printer)
                .setErr(complaints)
                .setExecutionExceptionHandler(failures)
                .setParameterExceptionHandler(failures)
                .execute(arguments);
        printer.flush();
        complaints.flush();
        return code;
    }

    /// Every command, and every command of a command, tells what it does.
    private static void explain(CommandLine commands) {
        for (CommandLine sub : commands.getSubcommands().values()) {
            sub.getCommandSpec().mixinStandardHelpOptions(true);
            sub.getCommandSpec().versionProvider(new Version());
            sub.getCommandSpec().usageMessage().sortOptions(false);
            explain(sub);
        }
    }

    /// Without a command there is nothing to do.
    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "which command?");
    }
}
