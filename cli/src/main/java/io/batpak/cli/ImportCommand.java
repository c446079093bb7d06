package io.batpak.cli;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.StoreReader;
import io.batpak.cli.json.ModelJson;
import io.batpak.model.ImportOptions;
import io.batpak.model.ImportReport;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `import`: events of one journal, appended to another.
@Command(
        name = "import",
        description = {
            "Append the events of journal SOURCE to journal DEST. Creates DEST if it is missing or empty.",
            "Repeating it under the same namespace imports only what is new. SOURCE is only read."
        })
final class ImportCommand implements Callable<Integer>, JsonSwitch {
    @Parameters(index = "0", paramLabel = "SOURCE", description = "Directory of the journal to read.")
    private Path source = Path.of("");

    @Parameters(index = "1", paramLabel = "DEST", description = "Directory of the journal to append to.")
    private Path destination = Path.of("");

    @Option(
            names = "--namespace",
            paramLabel = "NAME",
            description = "What the source is called; without it a name is made of its path.")
    private @Nullable String namespace;

    @ArgGroup(exclusive = false, heading = "Region of SOURCE (all conditions must hold):%n", order = 1)
    private RegionOptions region = new RegionOptions();

    @Option(names = "--after", paramLabel = "SEQUENCE", description = "Only events of SOURCE behind this sequence.")
    private @Nullable Long after;

    @Option(names = "--chunk", paramLabel = "N", description = "Append at most N events at once (256).")
    private int chunk = ImportOptions.CHUNK_SIZE;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public boolean json() {
        return json;
    }

    @Override
    public Integer call() {
        if (!JournalFiles.isFresh(destination)) {
            JournalFiles.requireJournal(destination);
        }
        try (StoreReader from = JournalFiles.open(source)) {
            ImportOptions options = options(from);
            try (Store store = Store.open(StoreConfig.in(destination).build())) {
                print(store.importEvents(from, options), options);
            }
        }
        return ExitCodes.OK;
    }

    private ImportOptions options(StoreReader from) {
        String name =
                namespace == null ? ImportOptions.namespaceOf(from.diagnostics().directory()) : namespace;
        ImportOptions options = ImportOptions.from(name).region(region.region()).chunkSize(chunk);
        return after == null ? options : options.after(after);
    }

    private void print(ImportReport report, ImportOptions options) {
        Output output = new Output(spec.commandLine().getOut(), json);
        if (json) {
            output.document(ModelJson.importReport(report).put("namespace", options.sourceNamespace()));
            return;
        }
        output.line("imported   " + Text.count(report.imported(), "event"));
        output.line("known      " + report.deduplicated());
        output.line("left out   " + (report.skippedReserved() + report.skippedReimported())
                + " that only a store writes or that come from this namespace");
        output.line("namespace  " + Text.printable(options.sourceNamespace()));
        report.sourceHighWatermark().ifPresent(last -> output.line("to go on   --after " + last));
    }
}
