package io.batpak.cli;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.cli.json.BackupJson;
import io.batpak.model.AutoMerge;
import io.batpak.model.BackupOptions;
import io.batpak.model.BackupReport;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `backup`: what a backup directory lacks of a journal.
@Command(
        name = "backup",
        description = {
            "Copy to BACKUP what it lacks of the journal DIR, then write a new manifest.",
            "BACKUP is created if it is missing. A run that was cut off is continued by the next."
        })
final class BackupCommand extends DirectoryCommand {
    @Parameters(index = "1", paramLabel = "BACKUP", description = "Directory of the backups of this journal.")
    private Path destination = Path.of("");

    @Option(names = "--verify", description = "Read everything again, and replace files in BACKUP that are damaged.")
    private boolean verify;

    @Option(
            names = "--keep",
            paramLabel = "N",
            description = "Keep only the newest N manifests and the files they name (all).")
    private int keep;

    @Override
    int run(Output output) {
        if (keep < 0) {
            throw new UsageException("--keep " + keep + ": give how many manifests to keep, or 0 for all");
        }
        JournalFiles.requireJournal(directory());
        BackupOptions options = BackupOptions.standard().verifyExisting(verify).keepManifests(keep);
        StoreConfig config =
                StoreConfig.in(directory()).autoMerge(new AutoMerge.Never()).build(); // it is to be copied as it is
        try (Store store = Store.open(config)) {
            BackupReport report = store.backup(destination, options);
            if (output.json()) {
                output.document(BackupJson.backup(report));
            } else {
                print(output, report);
            }
            return report.unreadableManifests().isEmpty() ? ExitCodes.OK : ExitCodes.PROBLEM;
        }
    }

    private static void print(Output output, BackupReport report) {
        output.line("manifest   " + report.number());
        output.line("segments   " + report.manifest().segments().size());
        output.line("copied     " + files(report.objectsCopied(), report.bytesCopied()));
        output.line("present    " + files(report.objectsPresent(), report.bytesPresent()));
        if (report.objectsReplaced() > 0) {
            output.line("replaced   " + Text.count(report.objectsReplaced(), "damaged file"));
        }
        if (report.manifestsRemoved() + report.objectsRemoved() > 0) {
            output.line("removed    " + Text.count(report.manifestsRemoved(), "manifest") + ", "
                    + files(report.objectsRemoved(), report.bytesRemoved()));
        }
        report.unreadableManifests().forEach(name -> output.line("damaged    " + name + ", so nothing was removed"));
    }

    private static String files(int count, long bytes) {
        return Text.count(count, "file") + ", " + Text.bytes(bytes);
    }
}
