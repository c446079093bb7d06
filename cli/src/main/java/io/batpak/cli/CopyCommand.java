package io.batpak.cli;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.model.AutoMerge;
import io.batpak.model.SourceWatermark;
import java.nio.file.Path;
import picocli.CommandLine.Parameters;

/// What `snapshot` and `fork` share: a journal, opened as any writer opens it, and a place for its copy.
abstract class CopyCommand extends DirectoryCommand {
    @Parameters(index = "1", paramLabel = "DEST", description = "Directory of the copy; a store in it is replaced.")
    private Path destination = Path.of("");

    @Override
    final int run(Output output) {
        JournalFiles.requireJournal(directory());
        StoreConfig config =
                StoreConfig.in(directory()).autoMerge(new AutoMerge.Never()).build(); // it is to be copied as it is
        try (Store store = Store.open(config)) {
            copy(store, destination, output);
            return ExitCodes.OK;
        }
    }

    /// Makes the copy and prints its report.
    abstract void copy(Store store, Path to, Output output);

    static void watermark(Output output, SourceWatermark watermark) {
        output.line("up to      byte " + watermark.offset() + " of segment "
                + Long.toUnsignedString(watermark.segmentId()));
    }

    static void cleared(Output output, long count) {
        output.line("replaced   " + Text.count(count, "file") + " of an earlier store");
    }

    static void hidden(Output output, boolean copied) {
        if (copied) {
            output.line("hidden     ranges of cancelled fences copied");
        }
    }
}
