package io.batpak.compact;

import io.batpak.fs.StoreFs;
import io.batpak.index.Index;
import io.batpak.read.EventReader;
import io.batpak.segment.SegmentReads;
import io.batpak.sidecar.IndexRuns;
import io.batpak.time.Clock;
import io.batpak.time.Spawner;
import io.batpak.time.Ticker;
import io.batpak.write.Housekeeping;
import org.jspecify.annotations.Nullable;

/// What a compaction works with: the open journal, and its surroundings.
///
/// @param fs the directory of the journal, locked
/// @param index answers for it
/// @param runs the run files of the index
/// @param reads reads from its segments
/// @param events reads its events
/// @param housekeeping the commit engine
/// @param clock for preambles and ages
/// @param ticker lets time pass where there is a limit
/// @param spawner gives helpers, null for none
/// @param segmentBytesMax how long a segment of the journal may become
public record Tools(
        StoreFs fs,
        Index index,
        IndexRuns runs,
        SegmentReads reads,
        EventReader events,
        Housekeeping housekeeping,
        Clock clock,
        Ticker ticker,
        @Nullable Spawner spawner,
        long segmentBytesMax) {}
