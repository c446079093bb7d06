package io.batpak.recovery;

import io.batpak.model.OpenReport;

/// What an open would find, see [Restore#inspect].
///
/// @param nextSequence the sequence the next event would get
/// @param segmentCount segment files found
/// @param report findings, and repairs that a writable open would make
public record Inspected(long nextSequence, int segmentCount, OpenReport report) {}
