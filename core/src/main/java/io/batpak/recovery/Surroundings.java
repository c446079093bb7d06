package io.batpak.recovery;

import io.batpak.fs.StoreFs;
import io.batpak.time.Clock;
import io.batpak.time.Spawner;

/// What an open works with.
///
/// @param fs the directory
/// @param clock for the report and for finished preambles
/// @param spawner where threads come from that read ahead
/// @param readAheadFromBytes how many bytes of segments there must be to read before other threads help; with
///     [#NEVER] everything happens in one order, on the caller
/// @param checkRunsWholly whether index runs are checked to the last byte before they are used
/// @param mmapIndex whether `index.fbati` is read, and refused when it is of a later release
/// @param checkpoint the same for `index.ckpt`
public record Surroundings(
        StoreFs fs,
        Clock clock,
        Spawner spawner,
        long readAheadFromBytes,
        boolean checkRunsWholly,
        boolean mmapIndex,
        boolean checkpoint) {
    /// No threads but the caller.
    public static final long NEVER = Long.MAX_VALUE;

    /// One thread, both artifacts.
    public static Surroundings of(StoreFs fs, Clock clock) {
        return new Surroundings(fs, clock, Spawner.platformThreads(), NEVER, false, true, true);
    }
}
