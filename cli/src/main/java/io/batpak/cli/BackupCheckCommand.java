package io.batpak.cli;

import io.batpak.Backups;
import io.batpak.cli.json.BackupJson;
import io.batpak.fs.StoreFs;
import io.batpak.model.RestoreProof;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `backup-check`: whether a backup is what its manifest says.
@Command(
        name = "backup-check",
        description = {
            "Read everything that a manifest in the backup directory DIR names, and compare.",
            "Exit code 1 if a problem is found."
        })
final class BackupCheckCommand extends DirectoryCommand {
    @Option(names = "--manifest", paramLabel = "N", description = "Number of the backup (the newest).")
    private @Nullable Long manifest;

    @Option(
            names = "--against",
            paramLabel = "JOURNAL",
            description = "Compare the segments of this directory instead: a restored journal not opened since.")
    private @Nullable Path journal;

    @Override
    int run(Output output) {
        OptionalLong number = manifest == null ? OptionalLong.empty() : OptionalLong.of(manifest);
        StoreFs backup = StoreFs.local(directory());
        RestoreProof proof =
                journal == null ? Backups.check(backup, number) : Backups.compare(backup, number, existing(journal));
        if (output.json()) {
            output.document(BackupJson.proof(proof));
        } else {
            output.line("manifest   " + proof.manifestBodyHash().hex());
            output.line("observed   " + Text.count(proof.observedSegments().size(), "segment"));
            output.line("proof      " + (proof.isClean() ? "all are what the manifest says" : "not the same"));
            proof.findings().forEach(finding -> output.line("finding    " + finding));
        }
        return proof.isClean() ? ExitCodes.OK : ExitCodes.PROBLEM;
    }

    private static StoreFs existing(Path directory) {
        StoreFs fs = StoreFs.local(directory);
        if (!fs.exists()) {
            throw new UsageException(directory + " is no directory; give the journal to compare");
        }
        return fs;
    }
}
