package io.batpak.model;

/// Sizes of an open journal.
///
/// @param eventCount committed events, hidden ones included
/// @param nextSequence the sequence the next event will get
/// @param segments segment files of the log, the growing one included
/// @param idempotencyKeys event ids that a keyed append would recognise
public record Stats(long eventCount, long nextSequence, int segments, long idempotencyKeys) {}
