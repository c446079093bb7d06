package io.batpak.compact;

import io.batpak.error.SegmentDamageException;
import io.batpak.fs.Mapping;
import java.util.Map;

/// Segments that are mapped already.
///
/// Threads: one at a time.
public final class MappedSources implements SourceBytes {
    private final Map<Long, Mapping> segments;

    /// @param segments mappings by segment id; they stay the caller's
    public MappedSources(Map<Long, Mapping> segments) {
        this.segments = Map.copyOf(segments);
    }

    @Override
    public void read(long segment, long at, byte[] target, int offset, int length) {
        Mapping mapping = segments.get(segment);
        if (mapping == null) {
            throw new IllegalArgumentException("segment " + segment + " is no source");
        }
        if (at < 0 || at > mapping.length() - length) {
            throw SegmentDamageException.structure(segment, at, "the file ends inside a frame");
        }
        mapping.copy(at, target, offset, length);
    }
}
