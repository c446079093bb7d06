package io.batpak.index;

import io.batpak.fs.Mapping;
import io.batpak.fs.Retirable;
import io.batpak.model.CausationId;
import io.batpak.model.Coordinate;
import io.batpak.model.CorrelationId;
import io.batpak.model.Entry;
import io.batpak.model.EventId;
import io.batpak.model.EventKind;
import io.batpak.model.Extensions;
import io.batpak.model.FramePosition;
import io.batpak.model.Hash;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One event as the index shows it: a row of a part, whose columns are read when asked. Two of one index are equal
/// if they show the same event, whatever parts they were taken from.
///
/// Threads: share freely; what it shows never changes.
final class IndexEntry implements Entry, Retirable {
    final Index index;
    private final Part part;
    private final int row;

    IndexEntry(Index index, Part part, int row) {
        this.index = index;
        this.part = part;
        this.row = row;
    }

    /// Its row in `parts`, or [Columns#NONE] if it is not among those below `bound` and in none of its own parts:
    /// it was dropped, or came later.
    int rowIn(Parts parts, int bound) {
        if (parts.partOf(part.base) == part) {
            return part.base + row;
        }
        int found = parts.rowFrom(sequence(), bound);
        return found < bound && parts.sequence(found) == sequence() ? found : Columns.NONE;
    }

    @Override
    public long sequence() {
        return part.columns.sequence(row);
    }

    @Override
    public EventId eventId() {
        return part.columns.eventId(row);
    }

    @Override
    public CorrelationId correlationId() {
        return part.columns.correlationId(row);
    }

    @Override
    public Optional<CausationId> causationId() {
        return part.columns.causationId(row);
    }

    @Override
    public Coordinate coordinate() {
        return new Coordinate(entity(), scope());
    }

    @Override
    public String entity() {
        return part.entityName(part.columns.entity(row));
    }

    @Override
    public String scope() {
        return part.scopeName(part.columns.scope(row));
    }

    @Override
    public EventKind kind() {
        return part.columns.eventKind(row);
    }

    @Override
    public long lane() {
        return Integer.toUnsignedLong(part.columns.lane(row));
    }

    @Override
    public long depth() {
        return Integer.toUnsignedLong(part.columns.depth(row));
    }

    @Override
    public long clock() {
        return Integer.toUnsignedLong(part.columns.clock(row));
    }

    @Override
    public long wallMillis() {
        return part.columns.wallMillis(row);
    }

    @Override
    public Hash previousHash() {
        return part.columns.previousHash(row);
    }

    @Override
    public Hash eventHash() {
        return part.columns.eventHash(row);
    }

    @Override
    public Extensions extensions() {
        return part.extensions(row);
    }

    @Override
    public @Nullable Mapping retired() {
        return part.retired(row);
    }

    @Override
    public FramePosition position() {
        return part.columns.position(row);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof IndexEntry that && that.index == index && that.sequence() == sequence();
    }

    @Override
    public int hashCode() {
        return Long.hashCode(sequence());
    }

    @Override
    public String toString() {
        return sequence() + " " + eventId() + " " + entity() + "@" + scope() + " " + kind() + " lane " + lane()
                + " clock " + clock();
    }
}
