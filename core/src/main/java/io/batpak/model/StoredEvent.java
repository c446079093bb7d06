package io.batpak.model;

import io.batpak.model.PayloadFormatException.Reason;

/// An event as the store keeps it: coordinate, header, chain, payload bytes, and its place in the store.
/// Immutable.
public final class StoredEvent {
    private final Coordinate coordinate;
    private final EventHeader header;
    private final HashChain chain;
    private final Committed committed;
    private final byte[] payload;

    /// What the commit added to an event.
    ///
    /// @param sequence commit order
    /// @param position where the frame lies on disk
    /// @param extensions the receipt extensions
    public record Committed(long sequence, FramePosition position, Extensions extensions) {}

    /// @param payload the stored bytes; given away, not copied
    public StoredEvent(
            Coordinate coordinate, EventHeader header, HashChain chain, Committed committed, byte[] payload) {
        this.coordinate = coordinate;
        this.header = header;
        this.chain = chain;
        this.committed = committed;
        this.payload = payload;
    }

    /// Entity and scope.
    public Coordinate coordinate() {
        return coordinate;
    }

    /// The header.
    public EventHeader header() {
        return header;
    }

    /// The hashes of this event and of its predecessor.
    public HashChain chain() {
        return chain;
    }

    /// Commit order, unique in the store.
    public long sequence() {
        return committed.sequence();
    }

    /// Where the frame lay when the event was read.
    public FramePosition position() {
        return committed.position();
    }

    /// The receipt extensions.
    public Extensions extensions() {
        return committed.extensions();
    }

    /// The event's id.
    public EventId eventId() {
        return header.eventId();
    }

    /// What the event is.
    public EventKind kind() {
        return header.kind();
    }

    /// A copy of the stored payload bytes; ciphertext if the header says so.
    public byte[] payload() {
        return payload.clone();
    }

    /// Length of the stored payload in bytes.
    public int payloadLength() {
        return payload.length;
    }

    /// The payload as a value; null for the markers around a batch.
    ///
    /// @throws PayloadFormatException if the payload is encrypted or cannot be shown as a value
    public Value value() {
        EventKind kind = header.kind();
        if (kind.equals(EventKind.SYSTEM_BATCH_BEGIN) || kind.equals(EventKind.SYSTEM_BATCH_COMMIT)) {
            return Value.nil();
        }
        if (header.encryption().isPresent()) {
            throw new PayloadFormatException(Reason.ENCRYPTED, "the payload is encrypted", null);
        }
        return Value.fromMessagePack(payload);
    }

    /// Id, kind, coordinate and sequence, for people.
    @Override
    public String toString() {
        return eventId() + " " + kind() + " " + coordinate + " #" + Long.toUnsignedString(sequence());
    }
}
