package io.batpak.model;

import java.util.List;

/// What a compaction would do, were it run now. Nothing was written for it.
///
/// @param kinds what would become of the events of each kind that lies in the segments looked at, by ascending kind
/// @param bytesBefore length of the files that would be rewritten
/// @param bytesAfter length of the files that would replace them, as far as can be told without writing them
/// @param steps the steps, in the order they would be done
/// @param temporaryBytes disk space needed on top of what the journal takes now, until the old files are deleted
public record CompactionForecast(
        List<OfKind> kinds, long bytesBefore, long bytesAfter, List<Step> steps, long temporaryBytes) {
    /// Keeps its own copies of the lists.
    public CompactionForecast {
        kinds = List.copyOf(kinds);
        steps = List.copyOf(steps);
    }

    /// What would become of the events of one kind.
    ///
    /// @param kind the kind they have now
    /// @param kept events that stay as they are
    /// @param dropped events that go, those included of which an emptied tombstone holds the place
    /// @param tombstoned events that stay with the kind [EventKind#TOMBSTONE]
    public record OfKind(EventKind kind, long kept, long dropped, long tombstoned) {}

    /// One step: some neighbouring segments become one.
    ///
    /// @param output id of the new segment
    /// @param sources ids of the segments it replaces, ascending
    public record Step(long output, List<Long> sources) {
        /// Keeps its own copy of the list.
        public Step {
            sources = List.copyOf(sources);
        }
    }

    /// Events that stay as they are.
    public long kept() {
        return kinds.stream().mapToLong(OfKind::kept).sum();
    }

    /// Events that go.
    public long dropped() {
        return kinds.stream().mapToLong(OfKind::dropped).sum();
    }

    /// Events that stay as tombstones.
    public long tombstoned() {
        return kinds.stream().mapToLong(OfKind::tombstoned).sum();
    }
}
