package io.batpak.index;

import io.batpak.fs.Mapping;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A time in which the files of segments keep their names. It ends when a compaction retires some of them.
///
/// A part means by the id of a segment the file that had that name when the part was made: the one that was retired
/// first of that id from its era on, or the one that has the name now. An era knows the next one and not the one
/// before, so that what was retired is unmapped when nothing that is older can be reached.
///
/// Threads: ended once, by one thread; asked by any.
final class Era {
    private final int number;
    private volatile @Nullable End end;

    private Era(int number) {
        this.number = number;
    }

    static Era first() {
        return new Era(0);
    }

    private record End(Map<Long, Mapping> retired, Era next) {}

    /// Ends it.
    ///
    /// @param retired the files that lose their names, by segment
    Era end(Map<Long, Mapping> retired) {
        if (end != null) {
            throw new IllegalStateException("an era ends once");
        }
        Era next = new Era(number + 1);
        end = new End(Map.copyOf(retired), next);
        return next;
    }

    /// The earlier one of two of one index.
    Era earlier(Era other) {
        return number <= other.number ? this : other;
    }

    /// Whether nothing was retired since it began.
    boolean isPresent() {
        return end == null;
    }

    /// The file that a segment meant in this era; null if it still has that name.
    @Nullable
    Mapping retired(long segment) {
        for (End at = end; at != null; at = at.next.end) {
            Mapping retired = at.retired.get(segment);
            if (retired != null) {
                return retired;
            }
        }
        return null;
    }
}
