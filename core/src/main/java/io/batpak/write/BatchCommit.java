package io.batpak.write;

import io.batpak.error.BatchFailedException;
import io.batpak.error.BatchSyncFailedException;
import io.batpak.error.ConfigurationException;
import io.batpak.error.IdempotencyPartialBatchException;
import io.batpak.error.InvalidCausationException;
import io.batpak.error.InvalidClockException;
import io.batpak.error.StoreException;
import io.batpak.format.FrameDraft;
import io.batpak.format.FrameEncoder;
import io.batpak.index.IndexRow;
import io.batpak.index.IndexWriter;
import io.batpak.model.AppendOptions;
import io.batpak.model.BatchItem;
import io.batpak.model.CausationId;
import io.batpak.model.CausationRef;
import io.batpak.model.EventId;
import io.batpak.model.FramePosition;
import io.batpak.model.Receipt;
import io.batpak.msgpack.MessageWriter;
import io.batpak.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The rules and the frames of one batch: BEGIN marker, items, COMMIT marker, assembled in memory and written
/// at once.
///
/// Confined to the holder of the turn. Nothing is numbered, indexed or shown before everything that can fail
/// is done.
final class BatchCommit {
    private final WriteSettings settings;
    private final Clock clock;
    private final IndexWriter index;
    private final FrameDraft draft = new FrameDraft();
    private final IndexRow row = new IndexRow();
    private final List<Placed> placed = new ArrayList<>();
    private final List<Integer> frameOffsets = new ArrayList<>();

    BatchCommit(WriteSettings settings, Clock clock, IndexWriter index) {
        this.settings = settings;
        this.clock = clock;
        this.index = index;
    }

    /// Checks the batch as a whole, in the documented order.
    ///
    /// @return the original receipts when every item is keyed and known, or the empty list for an empty batch;
    /// absent
    ///     when the batch is to be written
    Optional<List<Receipt>> check(List<BatchItem> items, List<Prepared> events) {
        if (items.size() > settings.batchEventsMax()) {
            throw refused(0, "batch items", items.size(), "at most batchEventsMax, " + settings.batchEventsMax());
        }
        long bytes = 0;
        for (BatchItem item : items) {
            bytes += Preparer.size(item.payload(), item.options());
        }
        if (bytes > settings.batchBytesMax()) {
            throw refused(0, "batch bytes", bytes, "at most batchBytesMax, " + settings.batchBytesMax());
        }
        for (int i = 0; i < items.size(); i++) {
            AppendOptions options = items.get(i).options();
            if (options.expectedClock().isPresent() || options.mustBeNew()) {
                throw refused(i, "an expected clock", "set", "only on single appends");
            }
        }
        return items.isEmpty() ? Optional.of(List.of()) : replay(events);
    }

    private static BatchFailedException refused(int item, String option, Object value, String range) {
        return new BatchFailedException(item, new ConfigurationException(option, value, range));
    }

    private Optional<List<Receipt>> replay(List<Prepared> events) {
        Set<EventId> keys = new HashSet<>();
        List<Receipt> known = new ArrayList<>();
        int keyed = 0;
        for (Prepared event : events) {
            if (event.options().idempotencyKey().isEmpty()) {
                continue;
            }
            keyed++;
            keys.add(event.eventId());
            index.findVisible(event.eventId()).ifPresent(entry -> known.add(Receipts.of(entry)));
        }
        if (keyed == 0) {
            return Optional.empty();
        }
        if (keyed < events.size()) {
            throw new IdempotencyPartialBatchException(keyed + " of " + events.size() + " items have a key");
        }
        if (known.size() == events.size()) {
            return Optional.of(List.copyOf(known));
        }
        if (!known.isEmpty()) {
            throw new IdempotencyPartialBatchException(known.size() + " of " + events.size() + " keys are known");
        }
        if (keys.size() < events.size()) {
            throw new IdempotencyPartialBatchException("duplicate idempotency key in batch");
        }
        return Optional.empty();
    }

    /// Places every item behind its stream's head and encodes all frames into `out`.
    ///
    /// @param firstSequence the sequence the first item will get; it names the batch in its markers
    void encode(List<BatchItem> items, List<Prepared> events, MessageWriter out, long firstSequence) {
        if (events.getFirst().timestampMicros() < 0) {
            throw new BatchFailedException(
                    0, new InvalidClockException(events.getFirst().timestampMicros()));
        }
        placed.clear();
        frameOffsets.clear();
        Map<StreamKey, Placed.Head> heads = new HashMap<>();
        draft.clear();
        FrameEncoder.encode(draft.batchBegin(firstSequence, events.size(), clock.wallMicros()), out);
        for (int i = 0; i < events.size(); i++) {
            Prepared event = events.get(i);
            CausationId cause = causation(items.get(i), i, events).orElse(null);
            StreamKey stream =
                    new StreamKey(event.at().entity(), event.options().lane());
            Placed.Head head =
                    heads.containsKey(stream) ? heads.get(stream) : Heads.of(index, stream.entity(), stream.lane());
            Placed item = head == null ? Placed.first(event, cause) : Placed.behind(head, event, cause);
            heads.put(stream, item.asHead());
            placed.add(item);
            frameOffsets.add(out.length());
            item.fill(draft);
            FrameEncoder.encode(draft, out);
        }
        frameOffsets.add(out.length());
        draft.clear();
        FrameEncoder.encode(draft.batchCommit(firstSequence, clock.wallMicros()), out);
    }

    private static Optional<CausationId> causation(BatchItem item, int at, List<Prepared> events) {
        return switch (item.causation()) {
            case CausationRef.None() -> item.options().causationId();
            case CausationRef.Absolute(CausationId id) -> id.isNil() ? Optional.empty() : Optional.of(id);
            case CausationRef.PriorItem(int prior) -> {
                if (prior < 0 || prior >= at) {
                    throw new BatchFailedException(at, new InvalidCausationException(prior, at));
                }
                EventId cause = events.get(prior).eventId();
                yield Optional.of(new CausationId(cause.high(), cause.low()));
            }
        };
    }

    /// Makes the written batch durable, before anyone can see it.
    void durable(GrowingLog log, int items) {
        try {
            log.sync();
        } catch (StoreException e) {
            throw new BatchSyncFailedException(items, e);
        }
    }

    /// Indexes and shows all items at once.
    ///
    /// @param written where the run of frames stands
    List<Receipt> publish(FramePosition written, long firstSequence, Watermarks marks) {
        List<Receipt> receipts = new ArrayList<>(placed.size());
        for (int i = 0; i < placed.size(); i++) {
            int from = frameOffsets.get(i);
            int length = frameOffsets.get(i + 1) - from;
            FramePosition position = new FramePosition(written.segment(), written.offset() + from, length);
            placed.get(i).fill(row, firstSequence + i, position);
            index.insert(row);
            receipts.add(placed.get(i).receipt(firstSequence + i, position));
        }
        index.publish();
        for (int i = 0; i < placed.size(); i++) {
            long lane = placed.get(i).event().options().lane();
            marks.committed(lane, placed.get(i).wallMillis(), firstSequence + i);
        }
        return receipts;
    }

    private record StreamKey(String entity, long lane) {}
}
