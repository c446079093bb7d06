package io.batpak.model;

/// How far a journal reached when a copy of it was taken: everything in front of this point is in the copy.
///
/// @param segmentId id of the highest segment, unsigned; 0 if there was none
/// @param offset length of that segment's file, bytes; 0 if there was none
public record SourceWatermark(long segmentId, long offset) {
    /// There was no segment.
    public static final SourceWatermark NONE = new SourceWatermark(0, 0);
}
