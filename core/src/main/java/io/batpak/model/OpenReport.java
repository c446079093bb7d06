package io.batpak.model;

import java.util.List;

/// What an open found in the directory and what it mended there.
///
/// @param openPath which source the index came from; `Rebuild` means the segments themselves
/// @param restoredEntries committed events found, hidden ones included
/// @param tailEntries of those, how many were found behind an index artifact; 0 when there is none
/// @param elapsedMicros how long reading took, microseconds
/// @param segments what each segment showed, in log order
/// @param repairs what a writable open changed before it went on; a read-only open changes nothing and lists
///     what a writable one would change
/// @param notices other findings worth knowing, in plain words
public record OpenReport(
        String openPath,
        long restoredEntries,
        long tailEntries,
        long elapsedMicros,
        List<SegmentFinding> segments,
        List<Repair> repairs,
        List<String> notices) {
    public OpenReport {
        segments = List.copyOf(segments);
        repairs = List.copyOf(repairs);
        notices = List.copyOf(notices);
    }

    /// One segment as the open saw it.
    ///
    /// @param segment its id
    /// @param fileLength length of the file, bytes
    /// @param wholeLength bytes up to the end of the last whole frame; 0 when its preamble was never finished
    /// @param tail how its frames end: `CLEAN`, or what a crash left, see docs/guarantees.md
    /// @param footer whether a footer with a valid checksum ends it
    public record SegmentFinding(long segment, long fileLength, long wholeLength, String tail, boolean footer) {}

    /// One change to a file.
    ///
    /// @param file its name
    /// @param what what was done, in plain words
    /// @param fromLength length before, bytes
    /// @param toLength length after, bytes
    /// @param done false on a read-only open, which only reports
    public record Repair(String file, String what, long fromLength, long toLength, boolean done) {}
}
