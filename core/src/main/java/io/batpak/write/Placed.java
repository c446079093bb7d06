package io.batpak.write;

import io.batpak.error.EntityClockOverflowException;
import io.batpak.format.FrameDraft;
import io.batpak.index.IndexRow;
import io.batpak.index.IndexWriter;
import io.batpak.model.AppendOptions;
import io.batpak.model.CausationId;
import io.batpak.model.CorrelationId;
import io.batpak.model.FramePosition;
import io.batpak.model.Hash;
import io.batpak.model.Receipt;
import io.batpak.sign.KeyRing;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A prepared event with its place behind the head of its stream, and later its place in the log.
///
/// Confined to the holder of the turn until it is committed; then it does not change any more.
final class Placed implements Committed {
    private static final long CLOCK_MAX = 0xFFFF_FFFFL;
    private static final FramePosition NOWHERE = new FramePosition(0, 0, 0);

    private final Prepared event;
    private final long clock;
    private final long wallMillis;
    private final @Nullable CausationId causation;
    /// The hash of the event before it; null if that is the event hash of `head`.
    private final @Nullable Hash previousHash;
    private final @Nullable IndexWriter index;
    private final int head;
    private int from;
    private int length;
    private long sequence;
    private FramePosition position = NOWHERE;

    private Placed(
            Prepared event, long clock, long wallMillis, @Nullable Hash previousHash, @Nullable CausationId causation) {
        this.event = event;
        this.clock = clock;
        this.wallMillis = wallMillis;
        this.previousHash = previousHash;
        this.causation = causation;
        this.index = null;
        this.head = -1;
    }

    private Placed(IndexWriter index, int head, Prepared event, long wallMillis) {
        this.event = event;
        this.clock = index.clock(head) + 1;
        this.wallMillis = wallMillis;
        this.previousHash = null;
        this.causation = event.options().causationId().orElse(null);
        this.index = index;
        this.head = head;
    }

    /// The event behind a head, or the first of its stream if there is none.
    static Placed behind(@Nullable Head head, Prepared event, @Nullable CausationId causation) {
        long millis = event.timestampMicros() / 1000;
        if (head == null) {
            return new Placed(event, 0, millis, Hash.ZERO, causation);
        }
        if (head.clock() >= CLOCK_MAX) {
            throw new EntityClockOverflowException(event.at().entity());
        }
        return new Placed(event, head.clock() + 1, Math.max(millis, head.wallMillis()), head.hash(), causation);
    }

    /// The event behind an index row, or the first of its stream if that is negative.
    static Placed behindRow(IndexWriter index, int row, Prepared event) {
        long millis = event.timestampMicros() / 1000;
        if (row < 0) {
            return new Placed(
                    event, 0, millis, Hash.ZERO, event.options().causationId().orElse(null));
        }
        if (index.clock(row) >= CLOCK_MAX) {
            throw new EntityClockOverflowException(event.at().entity());
        }
        return new Placed(index, row, event, Math.max(millis, index.wallMillis(row)));
    }

    Prepared event() {
        return event;
    }

    long wallMillis() {
        return wallMillis;
    }

    /// This event as the head of the next one.
    Head asHead() {
        return new Head(clock, wallMillis, event.contentHash());
    }

    /// Its frame lies in the buffer of the write from `offset` to `end`.
    void encoded(int offset, int end) {
        from = offset;
        length = end - offset;
    }

    /// The write that holds its frame has reached the log.
    ///
    /// @param written where the whole write stands
    void committed(long itsSequence, FramePosition written) {
        sequence = itsSequence;
        position = from == 0 && length == written.length()
                ? written
                : new FramePosition(written.segment(), written.offset() + from, length);
    }

    @Override
    public long sequence() {
        return sequence;
    }

    /// Makes `row` the index row of this event.
    void fill(IndexRow row) {
        AppendOptions options = event.options();
        row.clear()
                .sequence(sequence)
                .eventId(event.eventId().high(), event.eventId().low())
                .coordinate(event.at().entity(), event.at().scope())
                .kind(event.kind().raw())
                .at(options.lane(), options.depth(), clock, wallMillis)
                .hashBehindHead(event.contentHash())
                .position(position.segment(), position.offset(), position.length())
                .extensions(options.extensions());
        CorrelationId correlation = options.correlationId().orElse(null);
        if (previousHash != null) {
            row.hashes(previousHash, event.contentHash());
        }
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
                .entity(event.at().entity())
                .scope(event.at().scope())
                .extensions(options.extensions());
        if (previousHash != null) {
            draft.previousHash(previousHash);
        } else if (index != null) {
            draft.previousHash(
                    index.hashWord(head, 0), index.hashWord(head, 1), index.hashWord(head, 2), index.hashWord(head, 3));
        }
        if (causation != null) {
            draft.causationId(causation.high(), causation.low());
        }
    }

    @Override
    public Receipt receipt(KeyRing keys) {
        Receipt unsigned = new Receipt(
                event.eventId(),
                sequence,
                clock,
                event.contentHash(),
                Hash.ZERO,
                Optional.empty(),
                event.options().extensions(),
                position);
        return keys.signs() ? keys.sign(unsigned, event.at(), event.kind(), previousHash()) : unsigned;
    }

    private Hash previousHash() {
        if (previousHash != null) {
            return previousHash;
        }
        return index == null ? Hash.ZERO : index.eventHash(head);
    }

    /// What the next event of a stream needs to know of the one before it.
    record Head(long clock, long wallMillis, Hash hash) {}
}
