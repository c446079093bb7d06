package io.batpak.model;

/// Where a frame lies on disk. Compaction moves frames, so a position is only good while its segment exists.
///
/// @param segment the segment's id, unsigned
/// @param offset byte in the segment file where the frame head starts
/// @param length bytes of the whole frame, head included
public record FramePosition(long segment, long offset, int length) {}
