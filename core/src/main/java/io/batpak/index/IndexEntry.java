package io.batpak.index;

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

/// One event as the index shows it: a row number that reads the columns when asked.
///
/// Threads: share freely; what it shows never changes.
final class IndexEntry implements Entry {
    final Index index;
    final int row;

    IndexEntry(Index index, int row) {
        this.index = index;
        this.row = row;
    }

    @Override
    public long sequence() {
        return index.rows.sequence(row);
    }

    @Override
    public EventId eventId() {
        return index.rows.eventId(row);
    }

    @Override
    public CorrelationId correlationId() {
        return index.rows.correlationId(row);
    }

    @Override
    public Optional<CausationId> causationId() {
        return index.rows.causationId(row);
    }

    @Override
    public Coordinate coordinate() {
        return new Coordinate(entity(), scope());
    }

    @Override
    public String entity() {
        return index.entities.get(index.rows.entity(row)).name;
    }

    @Override
    public String scope() {
        return index.scopes.get(index.rows.scope(row)).name;
    }

    @Override
    public EventKind kind() {
        return index.rows.eventKind(row);
    }

    @Override
    public long lane() {
        return Integer.toUnsignedLong(index.rows.lane(row));
    }

    @Override
    public long depth() {
        return Integer.toUnsignedLong(index.rows.depth(row));
    }

    @Override
    public long clock() {
        return Integer.toUnsignedLong(index.rows.clock(row));
    }

    @Override
    public long wallMillis() {
        return index.rows.wallMillis(row);
    }

    @Override
    public Hash previousHash() {
        return index.rows.previousHash(row);
    }

    @Override
    public Hash eventHash() {
        return index.rows.eventHash(row);
    }

    @Override
    public Extensions extensions() {
        return index.extensions.of(row);
    }

    @Override
    public FramePosition position() {
        return index.rows.position(row);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof IndexEntry that && that.index == index && that.row == row;
    }

    @Override
    public int hashCode() {
        return Integer.hashCode(row);
    }

    @Override
    public String toString() {
        return sequence() + " " + eventId() + " " + entity() + "@" + scope() + " " + kind() + " lane " + lane()
                + " clock " + clock();
    }
}
