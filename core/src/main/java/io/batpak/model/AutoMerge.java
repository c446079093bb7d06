package io.batpak.model;

import java.util.Optional;

/// When segments are merged without anybody asking for it: in the background, after an open and whenever a segment
/// has ended. Immutable.
///
/// Every opening of a journal begins a segment, so without merging, a journal that is opened often has many small
/// ones.
public sealed interface AutoMerge {
    /// What becomes of segments.
    ///
    /// @param segmentBytesMax how long a segment of the journal may become
    /// @return empty if nothing is merged by itself
    Optional<Compaction> compaction(long segmentBytesMax);

    /// Nothing is merged by itself.
    record Never() implements AutoMerge {
        @Override
        public Optional<Compaction> compaction(long segmentBytesMax) {
            return Optional.empty();
        }
    }

    /// Only segments that are small against what one may hold are merged: what many openings left behind.
    record SmallSegments() implements AutoMerge {
        /// A merged segment has at most this part of the bytes that a segment may have.
        private static final int PART = 16;

        private static final int MIN_SEGMENTS = 8;

        @Override
        public Optional<Compaction> compaction(long segmentBytesMax) {
            long outputMax = Math.max(Compaction.OUTPUT_BYTES_MIN, segmentBytesMax / PART);
            return Optional.of(Compaction.merge()
                    .but()
                    .scope(CompactionScope.TIERED)
                    .minSegments(MIN_SEGMENTS)
                    .outputBytesMax(outputMax)
                    .build());
        }
    }

    /// Neighbours of about one size are merged up to the full size of a segment.
    ///
    /// @param bytesPerSecondMax how many bytes may be written in a second, on the average; 0 for no limit
    record Tiered(long bytesPerSecondMax) implements AutoMerge {
        /// @throws io.batpak.error.ConfigurationException if the limit is too low, see
        /// [Compaction#BYTES_PER_SECOND_MIN]
        public Tiered {
            tiered(bytesPerSecondMax);
        }

        private static Compaction tiered(long bytesPerSecondMax) {
            return Compaction.merge()
                    .but()
                    .scope(CompactionScope.TIERED)
                    .bytesPerSecondMax(bytesPerSecondMax)
                    .build();
        }

        @Override
        public Optional<Compaction> compaction(long segmentBytesMax) {
            return Optional.of(tiered(bytesPerSecondMax));
        }
    }
}
