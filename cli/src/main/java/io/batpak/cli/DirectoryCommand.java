package io.batpak.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// What all commands on one journal directory share.
abstract class DirectoryCommand implements Callable<Integer>, JsonSwitch {
    @Parameters(index = "0", paramLabel = "DIR", description = "Directory of the journal.")
    private Path directory = Path.of("");

    @Option(names = "--json", description = "Print JSON, one document a line.")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    Path directory() {
        return directory;
    }

    CommandSpec spec() {
        return spec;
    }

    @Override
    public boolean json() {
        return json;
    }

    @Override
    public final Integer call() {
        return run(new Output(spec.commandLine().getOut(), json));
    }

    /// Does the work and answers the exit code.
    abstract int run(Output output);
}
