package io.batpak.compact;

import io.batpak.format.RunFile;
import io.batpak.format.RunSegment;
import io.batpak.format.RunSource;
import io.batpak.fs.FileFacts;
import io.batpak.fs.StoreFs;
import io.batpak.index.Stretch;
import io.batpak.segment.SegmentName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The finished segments of a journal as a compaction finds them, and the rows of their events. Immutable.
///
/// Rows are counted over all finished parts of the index, from 0 on.
final class Survey {
    private final List<Stretch> parts;
    private final int[] firstRows;
    private final List<Found> segments = new ArrayList<>();

    /// A finished segment.
    ///
    /// @param id its number
    /// @param fileBytes length of its file
    /// @param run what its run knows of it; rows are 0 if no run covers it
    /// @param firstRow the row of its first event
    /// @param part place of the part that covers it, -1 if none does
    record Found(long id, long fileBytes, RunSegment run, int firstRow, int part) {
        int rows() {
            return run.rows();
        }

        int endRow() {
            return firstRow + run.rows();
        }
    }

    private Survey(List<Stretch> parts) {
        this.parts = parts;
        firstRows = new int[parts.size() + 1];
        for (int at = 0; at < parts.size(); at++) {
            firstRows[at + 1] = firstRows[at] + parts.get(at).rows();
        }
    }

    /// Looks at the segments below `growing`.
    ///
    /// @param parts the finished parts of the index that stand for them, the first to the last; all lie in
    ///     run files
    static Survey of(StoreFs fs, List<Stretch> parts, long growing) {
        Survey survey = new Survey(parts);
        Map<Long, Found> covered = survey.covered();
        Map<Long, Long> files = new TreeMap<>();
        for (String name : fs.list()) {
            SegmentName.parse(name)
                    .filter(segment -> segment.isCanonical() && segment.id() < growing)
                    .ifPresent(segment -> files.put(
                            segment.id(), fs.facts(name).map(FileFacts::length).orElse(0L)));
        }
        files.forEach((id, bytes) -> survey.segments.add(found(id, bytes, covered.get(id))));
        return survey;
    }

    private static Found found(long id, long bytes, @Nullable Found covered) {
        return covered == null
                ? new Found(id, bytes, new RunSegment(id, bytes, 0, 0, 0, false, 0, 0), 0, -1)
                : new Found(id, bytes, covered.run(), covered.firstRow(), covered.part());
    }

    private Map<Long, Found> covered() {
        Map<Long, Found> found = new HashMap<>();
        for (int at = 0; at < parts.size(); at++) {
            int row = firstRows[at];
            for (RunFile run : parts.get(at).runs()) {
                for (RunSegment segment : run.segments()) {
                    found.put(segment.id(), new Found(segment.id(), segment.fileLength(), segment, row, at));
                    row += segment.rows();
                }
            }
        }
        return found;
    }

    /// The segments, ascending.
    List<Found> segments() {
        return segments;
    }

    /// The first segment that no run covers, or `limit` if that is lower. From there on nothing can be moved: what
    /// a run does not cover, it cannot be taken out of.
    long firstUncovered(long limit) {
        return segments.stream()
                .filter(segment -> segment.part() < 0)
                .mapToLong(Found::id)
                .filter(id -> id < limit)
                .findFirst()
                .orElse(limit);
    }

    /// The segment of this id.
    ///
    /// @throws IllegalArgumentException if there is no such segment
    Found segment(long id) {
        int low = 0;
        int high = segments.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            Found found = segments.get(middle);
            if (found.id() == id) {
                return found;
            }
            low = found.id() < id ? middle + 1 : low;
            high = found.id() < id ? high : middle - 1;
        }
        throw new IllegalArgumentException("segment " + id + " is not finished");
    }

    /// Length of the file of a segment.
    long fileBytes(long id) {
        return segment(id).fileBytes();
    }

    /// The highest wall clock of an event in a segment, milliseconds since 1970; 0 if it has none.
    long newestWallMillis(long id) {
        Found found = segment(id);
        long newest = 0;
        if (found.part() >= 0) {
            RunSource source = parts.get(found.part()).source();
            int first = found.firstRow() - firstRow(found.part());
            for (int row = first; row < first + found.rows(); row++) {
                newest = Math.max(newest, source.wallMillis(row));
            }
        }
        return newest;
    }

    /// The finished parts of the index.
    List<Stretch> parts() {
        return parts;
    }

    /// The row of the first event of a part.
    int firstRow(int part) {
        return firstRows[part];
    }

    /// All rows.
    int rows() {
        return firstRows[parts.size()];
    }
}
