package io.batpak.cli;

import io.batpak.Store;
import io.batpak.cli.json.CopyJson;
import io.batpak.model.SnapshotReport;
import java.nio.file.Path;
import picocli.CommandLine.Command;

/// `snapshot`: a copy of everything.
@Command(
        name = "snapshot",
        description = {
            "Copy a journal. The copy is durable when the command returns; if it fails, DEST is as before.",
            "The journal is opened for writing, so its opening and closing are recorded in it."
        })
final class SnapshotCommand extends CopyCommand {
    @Override
    void copy(Store store, Path to, Output output) {
        SnapshotReport report = store.snapshot(to);
        if (output.json()) {
            output.document(CopyJson.snapshot(report));
            return;
        }
        output.line("snapshot   " + report.snapshotId().hex());
        output.line("copied     " + Text.count(report.copiedSegmentIds().size(), "segment"));
        watermark(output, report.sourceWatermark());
        hidden(output, report.copiedVisibilityRanges());
        for (SnapshotReport.Finding finding : report.findings()) {
            if (finding instanceof SnapshotReport.Finding.DestinationCleared(long count)) {
                cleared(output, count);
            }
        }
    }
}
