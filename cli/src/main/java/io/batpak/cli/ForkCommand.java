package io.batpak.cli;

import io.batpak.Store;
import io.batpak.cli.json.CopyJson;
import io.batpak.model.CopyPreference;
import io.batpak.model.ForkOptions;
import io.batpak.model.ForkReport;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `fork`: a second journal that shares what no longer changes.
@Command(
        name = "fork",
        description = {
            "Make a second journal that goes its own way from here. Finished segments are shared where possible.",
            "The journal is opened for writing, so its opening and closing are recorded in it."
        })
final class ForkCommand extends CopyCommand {
    @Option(
            names = "--prefer",
            paramLabel = "WAY",
            converter = Converters.Copying.class,
            description = "reflink_then_hardlink (the default), hardlink_only or deep_copy_only.")
    private CopyPreference preference = CopyPreference.REFLINK_THEN_HARDLINK;

    @Option(names = "--include-caches", description = "Copy index files, too; an open makes them again otherwise.")
    private boolean includeCaches;

    @Override
    void copy(Store store, Path to, Output output) {
        ForkReport report =
                store.fork(to, ForkOptions.standard().prefer(preference).excludeCaches(!includeCaches));
        if (output.json()) {
            output.document(CopyJson.fork(report));
            return;
        }
        ForkReport.StrategyCounts counts = report.strategyCounts();
        output.line("fork       " + report.forkId().hex());
        output.line("shared     " + Text.count(report.sharedSegmentIds().size(), "segment"));
        output.line("copied     " + Text.count(report.deepCopiedSegmentIds().size(), "segment"));
        output.line("files      " + counts.reflink() + " reflinked, " + counts.hardlink() + " linked, "
                + counts.deepCopy() + " copied, " + (counts.cacheRegenerable() + counts.excluded()) + " left behind");
        watermark(output, report.sourceWatermark());
        hidden(output, report.copiedVisibilityRanges());
        for (ForkReport.Finding finding : report.findings()) {
            if (finding instanceof ForkReport.Finding.DestinationCleared(long count)) {
                cleared(output, count);
            }
        }
    }
}
