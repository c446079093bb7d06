package io.batpak.write;

import io.batpak.index.IndexWriter;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// Looks up the newest committed event of a stream, hidden ones included.
final class Heads {
    private Heads() {}

    static Placed.@Nullable Head of(IndexWriter index, String entity, long lane) {
        OptionalInt head = index.head(entity, lane);
        if (head.isEmpty()) {
            return null;
        }
        int row = head.getAsInt();
        return new Placed.Head(index.clock(row), index.wallMillis(row), index.eventHash(row));
    }
}
