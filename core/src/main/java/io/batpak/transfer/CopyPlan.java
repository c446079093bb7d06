package io.batpak.transfer;

import io.batpak.fs.FileFacts;
import io.batpak.fs.IoKind;
import io.batpak.fs.IoSite;
import io.batpak.fs.StoreFs;
import io.batpak.fs.StoreIoException;
import io.batpak.segment.SegmentName;
import io.batpak.segment.StoreFileKind;
import io.batpak.sidecar.RetentionCutsFile;
import io.batpak.sidecar.RunName;
import io.batpak.write.Housekeeping;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What becomes of each file of the source in a copy that ends at a fixed point of the log.
///
/// Keys and hidden ranges are not in it: a copy writes them anew, as they were at the point.
///
/// @param files in the order of their names
record CopyPlan(List<PlannedFile> files) {
    /// What becomes of a file.
    enum Fate {
        /// A segment in front of the point's: does not change any more.
        FINISHED,
        /// The segment of the point, as far as the point.
        GROWING,
        /// Belongs to the journal; small, replaced as a whole.
        COPIED,
        /// An open makes it again.
        CACHE,
        /// Behind the point, or not of the journal.
        LEFT
    }

    /// One file.
    ///
    /// @param length how many of its bytes count
    record PlannedFile(String name, Fate fate, long length) {
        /// The id of a segment.
        long segment() {
            return SegmentName.parse(name).orElseThrow().id();
        }
    }

    /// Lists the source and decides.
    ///
    /// @throws StoreIoException `NOT_FOUND` if a segment has vanished
    static CopyPlan of(StoreFs source, Housekeeping.Point point) {
        List<PlannedFile> files = new ArrayList<>();
        for (String name : source.entries()) {
            StoreFileKind kind = StoreFileKind.of(name);
            if (kind != StoreFileKind.VISIBILITY_RANGES && kind != StoreFileKind.IDEMPOTENCY) {
                planned(source, name, point).ifPresent(files::add);
            }
        }
        return new CopyPlan(List.copyOf(files));
    }

    private static Optional<PlannedFile> planned(StoreFs source, String name, Housekeeping.Point point) {
        Fate fate = fate(name, point.segment());
        Optional<FileFacts> facts = source.facts(name);
        if (facts.isEmpty() && (fate == Fate.FINISHED || fate == Fate.GROWING)) {
            throw new StoreIoException(IoSite.of("copy", name), IoKind.NOT_FOUND, "the segment has vanished");
        }
        return facts.map(found -> new PlannedFile(name, fate, fate == Fate.GROWING ? point.offset() : found.length()));
    }

    private static Fate fate(String name, long growing) {
        return switch (StoreFileKind.of(name)) {
            case SEGMENT -> {
                int order = Long.compareUnsigned(
                        SegmentName.parse(name).orElseThrow().id(), growing);
                yield order < 0 ? Fate.FINISHED : order == 0 ? Fate.GROWING : Fate.LEFT;
            }
            case CHECKPOINT, MMAP_INDEX -> Fate.CACHE;
            case OTHER ->
                name.equals(RetentionCutsFile.NAME)
                        ? Fate.COPIED
                        : RunName.parse(name).isPresent() ? Fate.CACHE : Fate.LEFT;
            case MALFORMED_SEGMENT, COMPACT_SOURCE, COMPACTION_MARKER -> Fate.LEFT;
            case VISIBILITY_RANGES, IDEMPOTENCY, CURSORS, KEYSET -> Fate.LEFT;
        };
    }

    /// The files of one fate.
    List<PlannedFile> of(Fate fate) {
        return files.stream().filter(file -> file.fate() == fate).toList();
    }

    /// Bytes in the files of one fate.
    long bytes(Fate fate) {
        return of(fate).stream().mapToLong(PlannedFile::length).sum();
    }
}
