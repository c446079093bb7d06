package io.batpak.model;

/// How far a compaction has come.
///
/// @param bytesDone bytes written so far, of all steps
/// @param bytesTotal bytes that all steps will write, as far as is known before; the last report of a compaction
///     that ran to its end says the same as `bytesDone`
/// @param step the step under way, 1 or more
/// @param steps how many steps there are
public record CompactionProgress(long bytesDone, long bytesTotal, int step, int steps) {
    /// What is done, 0.0 to 1.0.
    public double fraction() {
        return bytesTotal <= 0 ? 1 : Math.min(1, (double) bytesDone / bytesTotal);
    }
}
