package io.batpak.write;

import io.batpak.error.EntityClockOverflowException;
import io.batpak.format.FrameDraft;
import io.batpak.index.IndexRow;
import io.batpak.model.AppendOptions;
import io.batpak.model.CausationId;
import io.batpak.model.CorrelationId;
import io.batpak.model.FramePosition;
import io.batpak.model.Hash;
import io.batpak.model.Receipt;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A prepared event with its place behind the head of its stream.
///
/// @param clock its clock on (entity, lane), 0 to 2^32 - 1
/// @param wallMillis never behind the head's
/// @param previousHash hash of the head, zero for the first event
/// @param causation what caused it, null for a root event
record Placed(
        Prepared event,
        long clock,
        long wallMillis,
        Hash previousHash,
        @Nullable CausationId causation) {
    private static final long CLOCK_MAX = 0xFFFF_FFFFL;

    /// The first event of its stream.
    static Placed first(Prepared event, @Nullable CausationId causation) {
        return new Placed(event, 0, event.timestampMicros() / 1000, Hash.ZERO, causation);
    }

    /// The event behind a head.
    static Placed behind(Head head, Prepared event, @Nullable CausationId causation) {
        if (head.clock() >= CLOCK_MAX) {
            throw new EntityClockOverflowException(event.at().entity());
        }
        long wallMillis = Math.max(event.timestampMicros() / 1000, head.wallMillis());
        return new Placed(event, head.clock() + 1, wallMillis, head.hash(), causation);
    }

    /// This event as the head of the next one.
    Head asHead() {
        return new Head(clock, wallMillis, event.contentHash());
    }

    /// Makes `row` the index row of this event.
    void fill(IndexRow row, long sequence, FramePosition position) {
        AppendOptions options = event.options();
        row.clear()
                .sequence(sequence)
                .eventId(event.eventId().high(), event.eventId().low())
                .coordinate(event.at().entity(), event.at().scope())
                .kind(event.kind().raw())
                .at(options.lane(), options.depth(), clock, wallMillis)
                .hashes(previousHash, event.contentHash())
                .position(position.segment(), position.offset(), position.length())
                .extensions(options.extensions());
        CorrelationId correlation = options.correlationId().orElse(null);
        if (correlation != null) {
            row.correlation(correlation.high(), correlation.low());
        }
        if (causation != null) {
            row.causation(causation.high(), causation.low());
        }
    }

    /// Makes `draft` the frame of this event.
    void fill(FrameDraft draft) {
        AppendOptions options = event.options();
        CorrelationId correlation = options.correlationId().orElse(null);
        draft.clear()
                .eventId(event.eventId().high(), event.eventId().low())
                .correlationId(
                        correlation == null ? event.eventId().high() : correlation.high(),
                        correlation == null ? event.eventId().low() : correlation.low())
                .timestampMicros(event.timestampMicros())
                .wallMillis(wallMillis)
                .depth(options.depth())
                .lane(options.lane())
                .clock(clock)
                .kind(event.kind().raw())
                .flags(options.flags())
                .payloadVersion(options.payloadVersion())
                .payload(event.payload().bytes(), 0, event.payload().length())
                .contentHash(event.contentHash())
                .previousHash(previousHash)
                .entity(event.at().entity())
                .scope(event.at().scope())
                .extensions(options.extensions());
        if (causation != null) {
            draft.causationId(causation.high(), causation.low());
        }
    }

    Receipt receipt(long sequence, FramePosition position) {
        return new Receipt(
                event.eventId(),
                sequence,
                clock,
                event.contentHash(),
                Hash.ZERO,
                Optional.empty(),
                event.options().extensions(),
                position);
    }

    /// What the next event of a stream needs to know of the one before it.
    record Head(long clock, long wallMillis, Hash hash) {}
}
