package io.batpak.write;

import io.batpak.index.IndexWriter;

/// What belongs to the holder of the turn.
///
/// @param index where committed events are entered
/// @param marks how far the journal has come
/// @param log the growing end
/// @param keys the idempotency keys
/// @param publication what was written and is not shown yet
record TurnState(IndexWriter index, Watermarks marks, GrowingLog log, KeyWindow keys, Publication publication) {}
