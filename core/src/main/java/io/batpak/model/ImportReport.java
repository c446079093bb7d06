package io.batpak.model;

import java.util.OptionalLong;

/// What became of the events that an import looked at. Every one of them is counted once.
///
/// @param imported events that are new here
/// @param deduplicated events that an earlier import, or this one, had brought already
/// @param skippedReserved events of kinds that only a store writes
/// @param skippedFiltered events the caller's filter did not want
/// @param skippedReimported events that come from the very source namespace that is imported
/// @param sourceHighWatermark highest sequence looked at, unsigned; empty if there was no event
public record ImportReport(
        long imported,
        long deduplicated,
        long skippedReserved,
        long skippedFiltered,
        long skippedReimported,
        OptionalLong sourceHighWatermark) {}
