package io.batpak.format;

/// What an index artifact says besides its rows.
///
/// @param watermarkSegment id of the segment up to which the rows reach, unsigned
/// @param watermarkOffset byte of that segment up to which they reach; its whole length at a clean close
/// @param nextSequence the next sequence the store would have handed out, unsigned
/// @param fallbacks stand-ins for reserved kinds, over all opens
public record ArtifactHead(long watermarkSegment, long watermarkOffset, long nextSequence, KindFallbacks fallbacks) {}
