package io.batpak.model;

import java.util.Optional;

/// When segments are merged without anybody asking for it: in the background, after an open and behind a segment
/// that has ended. Immutable.
///
/// Every opening of a journal begins a segment, so without merging, a journal that is opened often has many small
/// ones. [SmallSegments] is what a store does if nothing else is said; a store without background threads
/// (`cooperative`), or one that syncs as 0.9.0 does, merges nothing by itself.
///
/// Merged events keep their sequences, ids and receipts. The thread starts when there is something to merge; if the
/// system gives none, that is logged and the store works without it. A merge steps aside for a compaction, a copy or
/// the closing of the store, and is not begun beside a fence: then it is made up for behind the next segment, when
/// the store is closed or when it is opened again. One that fails is logged, and tried again not before a segment
/// has ended or the store is opened anew.
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

    /// Only segments that are small against what one may hold are merged: what many openings left behind. Merged
    /// segments have at most a sixteenth of that, or 4096 bytes. Where this is more than a quarter, nothing is
    /// merged, so full segments are left alone.
    ///
    /// A session may be too short for the background, so `close` puts small segments together as well: one run of
    /// them, at most a megabyte, and only if there were enough when the store was opened or segments ended since.
    record SmallSegments() implements AutoMerge {
        /// A merged segment has at most this part of the bytes that a segment may have.
        private static final int PART = 16;

        /// As many parts there must be at least, or full segments might look like small ones.
        private static final int PARTS_MIN = 4;

        private static final int MIN_SEGMENTS = 8;

        @Override
        public Optional<Compaction> compaction(long segmentBytesMax) {
            long outputMax = Math.max(Compaction.OUTPUT_BYTES_MIN, segmentBytesMax / PART);
            if (outputMax > segmentBytesMax / PARTS_MIN) {
                return Optional.empty();
            }
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
        ///     [Compaction#BYTES_PER_SECOND_MIN]
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
