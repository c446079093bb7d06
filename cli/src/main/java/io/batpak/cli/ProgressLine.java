package io.batpak.cli;

import io.batpak.model.CompactionListener;
import io.batpak.model.CompactionProgress;
import java.io.PrintWriter;
import java.util.Locale;

/// One line that tells how far a compaction has come, written over and over, and blank in the end. One thread.
final class ProgressLine implements CompactionListener, AutoCloseable {
    private static final int HUNDRED = 100;
    private static final int BAR_WIDTH = 25;

    private final PrintWriter writer;
    private final boolean shown;
    private int percent = -1;
    private int width;

    /// @param shown whether anybody sees it; if not, nothing is written
    ProgressLine(PrintWriter writer, boolean shown) {
        this.writer = writer;
        this.shown = shown;
    }

    @Override
    public void progressed(CompactionProgress progress) {
        int now = (int) (HUNDRED * progress.fraction());
        if (!shown || now == percent) {
            return;
        }
        percent = now;
        int done = BAR_WIDTH * now / HUNDRED;
        String line = String.format(
                Locale.ROOT,
                "[%s%s] %3d %%  %,d of %,d bytes, step %d of %d",
                "#".repeat(done),
                " ".repeat(BAR_WIDTH - done),
                now,
                progress.bytesDone(),
                progress.bytesTotal(),
                progress.step(),
                progress.steps());
        write(Text.padded(line, width));
        width = line.length();
    }

    private void write(String line) {
        writer.print("\r" + line);
        writer.flush();
    }

    @Override
    public void close() {
        if (width > 0) {
            write(" ".repeat(width) + "\r");
        }
    }
}
