package io.batpak.cli;

import io.batpak.Backups;
import io.batpak.cli.json.BackupJson;
import io.batpak.model.RestoreReport;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `restore`: a journal from its backup, proven.
@Command(
        name = "restore",
        description = {
            "Put a journal back from the backup directory DIR into JOURNAL, which must be missing or empty.",
            "Every byte is proven against the manifest before anything is put in place."
        })
final class RestoreCommand extends DirectoryCommand {
    @Parameters(index = "1", paramLabel = "JOURNAL", description = "Where the journal is to be.")
    private Path destination = Path.of("");

    @Option(names = "--manifest", paramLabel = "N", description = "Number of the backup (the newest).")
    private @Nullable Long manifest;

    @Override
    int run(Output output) {
        RestoreReport report = manifest == null
                ? Backups.restore(directory(), destination)
                : Backups.restore(directory(), destination, manifest);
        if (output.json()) {
            output.document(BackupJson.restore(report));
        } else {
            output.line("manifest   " + report.number());
            output.line("segments   " + report.manifest().segments().size());
            output.line("written    " + Text.count(report.files(), "file") + ", " + Text.bytes(report.bytes()));
            output.line("proof      all segments are what the manifest says");
        }
        return ExitCodes.OK;
    }
}
