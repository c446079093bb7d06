package io.batpak.model;

/// Sizes of an open journal.
///
/// @param eventCount committed events, hidden ones included
/// @param nextSequence the sequence the next event will get
/// @param segments segment files of the log, the growing one included
/// @param idempotencyKeys keyed events committed through this handle, its own lifecycle events included; a
///     keyed append recognises every event of the journal by its id, also those that are not counted here
public record Stats(long eventCount, long nextSequence, int segments, long idempotencyKeys) {}
