package io.batpak.model;

import java.util.Optional;

/// What is stored about an event besides its coordinate and payload.
///
/// @param eventId the event's id
/// @param correlationId the conversation; the event's own id if it starts one
/// @param causationId the event that led to this one; empty if there is none
/// @param timestampMicros wall clock of the append in microseconds since 1970
/// @param position place in the entity's graph
/// @param payloadLength stored payload in bytes, 0..4294967295
/// @param kind what the event is
/// @param flags advisory bits, 0..255; nothing is enforced
/// @param contentHash BLAKE3 of the stored payload bytes
/// @param payloadVersion version of the payload's type, 0..65535; 0 means untyped
/// @param encryption how the payload was sealed; empty for plaintext
public record EventHeader(
        EventId eventId,
        CorrelationId correlationId,
        Optional<CausationId> causationId,
        long timestampMicros,
        DagPosition position,
        long payloadLength,
        EventKind kind,
        int flags,
        Hash contentHash,
        int payloadVersion,
        Optional<PayloadEncryption> encryption) {
    /// The producer asks for an acknowledgement.
    public static final int FLAG_REQUIRES_ACK = 0x01;
    /// The event belongs to a transaction.
    public static final int FLAG_TRANSACTIONAL = 0x02;
    /// The event is a replay.
    public static final int FLAG_REPLAY = 0x08;

    /// @throws InvalidArgumentException if payloadLength, flags or payloadVersion is out of its range
    public EventHeader {
        Ranges.u32("payloadLength", payloadLength);
        Ranges.u8("flags", flags);
        Ranges.u16("payloadVersion", payloadVersion);
    }

    /// Whether [#FLAG_REQUIRES_ACK] is set.
    public boolean requiresAck() {
        return (flags & FLAG_REQUIRES_ACK) != 0;
    }

    /// Whether [#FLAG_TRANSACTIONAL] is set.
    public boolean isTransactional() {
        return (flags & FLAG_TRANSACTIONAL) != 0;
    }

    /// Whether [#FLAG_REPLAY] is set.
    public boolean isReplay() {
        return (flags & FLAG_REPLAY) != 0;
    }

    /// Microseconds from the append to `nowMicros`: 0 if the clock went back, at most `Long.MAX_VALUE`.
    public long ageMicros(long nowMicros) {
        long age = nowMicros - timestampMicros;
        boolean overflow = ((nowMicros ^ timestampMicros) & (nowMicros ^ age)) < 0;
        if (overflow) {
            return nowMicros < 0 ? 0 : Long.MAX_VALUE;
        }
        return Math.max(0, age);
    }
}
