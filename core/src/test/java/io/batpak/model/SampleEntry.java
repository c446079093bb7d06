package io.batpak.model;

import java.util.Optional;

/// An event of the index that has only what policies look at, and is its own candidate.
record SampleEntry(String entity, String scope, int rawKind, long sequence, long wallMillis)
        implements Entry, CompactionCandidate {
    @Override
    public Entry entry() {
        return this;
    }

    @Override
    public StoredEvent event() {
        throw new AssertionError("a policy read the payload of " + this);
    }

    @Override
    public EventKind kind() {
        return EventKind.ofRaw(rawKind);
    }

    @Override
    public EventId eventId() {
        return new EventId(1, sequence);
    }

    @Override
    public CorrelationId correlationId() {
        return new CorrelationId(1, sequence);
    }

    @Override
    public Optional<CausationId> causationId() {
        return Optional.empty();
    }

    @Override
    public Coordinate coordinate() {
        return Coordinate.of(entity, scope);
    }

    @Override
    public long lane() {
        return 0;
    }

    @Override
    public long depth() {
        return 0;
    }

    @Override
    public long clock() {
        return 0;
    }

    @Override
    public Hash previousHash() {
        return Hash.ZERO;
    }

    @Override
    public Hash eventHash() {
        return Hash.ZERO;
    }

    @Override
    public Extensions extensions() {
        return Extensions.none();
    }

    @Override
    public FramePosition position() {
        return new FramePosition(1, 0, 100);
    }
}
