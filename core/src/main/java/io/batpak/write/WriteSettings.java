package io.batpak.write;

import io.batpak.fs.SyncMode;

/// The few values of the configuration that the commit engine needs; checked where the configuration is built.
///
/// @param segmentBytesMax a segment that has reached this many bytes takes no further commit
/// @param appendBytesMax payload and encoded extensions of one event, bytes
/// @param batchEventsMax items of one batch
/// @param batchBytesMax payloads and encoded extensions of one batch, bytes
/// @param syncEveryEvents commits after which a sync is due; 0 means after every commit
/// @param syncMode how much of the file's metadata a sync covers
public record WriteSettings(
        long segmentBytesMax,
        int appendBytesMax,
        int batchEventsMax,
        int batchBytesMax,
        long syncEveryEvents,
        SyncMode syncMode) {}
