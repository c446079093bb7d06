package io.batpak.write;

import io.batpak.error.BatchFailedException;
import io.batpak.error.InvalidClockException;
import io.batpak.error.StoreException;
import io.batpak.format.FrameDraft;
import io.batpak.format.FrameEncoder;
import io.batpak.index.IndexWriter;
import io.batpak.model.CausationId;
import io.batpak.model.EventId;
import io.batpak.msgpack.MessageWriter;
import io.batpak.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Frames of several commands on their way to the log with one write.
///
/// Each command sees the heads and keys that the commands before it leave, as if they had been written. If the
/// write fails, the whole run is forgotten and its commands are tried one by one. Confined to the holder of the
/// turn.
final class Run {
    private final IndexWriter index;
    private final Clock clock;
    private final MessageWriter buffer;
    private final FrameDraft draft = new FrameDraft();
    private final Map<Stream, Placed.Head> heads = new HashMap<>();
    private final Set<EventId> keys = new HashSet<>();
    private final List<Part> parts = new ArrayList<>();
    private int events;

    Run(IndexWriter index, Clock clock, MessageWriter buffer) {
        this.index = index;
        this.clock = clock;
        this.buffer = buffer;
    }

    /// One command of the run with what came of it so far: placed events, or an answer that needs no write.
    ///
    /// @param placed its events, empty if it writes nothing
    /// @param known the original events of a repeated key
    /// @param refusal why it was refused, or null
    record Part(
            Command command,
            List<Placed> placed,
            List<Committed> known,
            @Nullable StoreException refusal) {}

    private record Stream(String entity, long lane) {}

    List<Part> parts() {
        return parts;
    }

    MessageWriter buffer() {
        return buffer;
    }

    /// Number of events placed so far.
    int events() {
        return events;
    }

    boolean isEmpty() {
        return parts.isEmpty();
    }

    void clear() {
        heads.clear();
        keys.clear();
        parts.clear();
        buffer.reset();
        events = 0;
    }

    /// Whether a command of this run has just used this key.
    boolean uses(EventId key) {
        return keys.contains(key);
    }

    /// Number of keys used in this run.
    int keyCount() {
        return keys.size();
    }

    /// The head of a stream, with this run behind it.
    Placed.@Nullable Head head(Prepared event) {
        String entity = event.at().entity();
        long lane = event.options().lane();
        Placed.Head own = heads.get(new Stream(entity, lane));
        return own != null ? own : Heads.of(index, entity, lane);
    }

    void addAnswer(Command command, List<Committed> known) {
        parts.add(new Part(command, List.of(), known, null));
    }

    void addRefusal(Command command, StoreException refusal) {
        parts.add(new Part(command, List.of(), List.of(), refusal));
    }

    /// Places a single event.
    void addSingle(Command command) {
        Prepared event = command.events().getFirst();
        Placed placed =
                Placed.behind(head(event), event, event.options().causationId().orElse(null));
        int mark = buffer.length();
        try {
            encode(placed);
        } catch (RuntimeException | Error e) {
            buffer.truncate(mark);
            throw e;
        }
        note(placed);
        parts.add(new Part(command, List.of(placed), List.of(), null));
    }

    /// Places all items of a batch between its markers.
    ///
    /// @param firstSequence the sequence its first item will get; it names the batch in its markers
    void addBatch(Command command, long firstSequence) {
        int mark = buffer.length();
        List<Placed> placed = new ArrayList<>(command.events().size());
        try {
            if (command.events().getFirst().timestampMicros() < 0) {
                throw new BatchFailedException(
                        0, new InvalidClockException(command.events().getFirst().timestampMicros()));
            }
            begin(firstSequence, command.events().size());
            place(command, placed);
            end(firstSequence);
        } catch (RuntimeException | Error e) {
            buffer.truncate(mark);
            throw e;
        }
        placed.forEach(this::note);
        parts.add(new Part(command, placed, List.of(), null));
    }

    /// Writes the marker in front of a batch.
    void begin(long firstSequence, int count) {
        draft.clear();
        FrameEncoder.encode(draft.batchBegin(firstSequence, count, clock.wallMicros()), buffer);
    }

    /// Writes the marker in front of the events of a fence.
    void beginFence(long firstSequence, int count) {
        draft.clear();
        FrameEncoder.encode(draft.fenceBegin(firstSequence, count, clock.wallMicros()), buffer);
    }

    /// Writes the marker behind a batch.
    void end(long firstSequence) {
        draft.clear();
        FrameEncoder.encode(draft.batchCommit(firstSequence, clock.wallMicros()), buffer);
    }

    /// Places the events of a command one behind the other.
    private void place(Command command, List<Placed> placed) {
        Map<Stream, Placed.Head> own = new HashMap<>();
        for (int i = 0; i < command.events().size(); i++) {
            Prepared event = command.events().get(i);
            CausationId cause = Placement.causation(command, i).orElse(null);
            Stream stream = new Stream(event.at().entity(), event.options().lane());
            Placed.Head head = own.containsKey(stream) ? own.get(stream) : head(event);
            Placed item = Placed.behind(head, event, cause);
            own.put(stream, item.asHead());
            encode(item);
            placed.add(item);
        }
    }

    /// Places the events of a fenced command; its markers stand around the whole fence.
    void addFenced(Command command) {
        List<Placed> placed = new ArrayList<>(command.events().size());
        place(command, placed);
        placed.forEach(this::note);
        parts.add(new Part(command, placed, List.of(), null));
    }

    private void encode(Placed placed) {
        int from = buffer.length();
        placed.fill(draft);
        FrameEncoder.encode(draft, buffer);
        placed.encoded(from, buffer.length());
    }

    private void note(Placed placed) {
        Prepared event = placed.event();
        heads.put(new Stream(event.at().entity(), event.options().lane()), placed.asHead());
        if (event.options().idempotencyKey().isPresent()) {
            keys.add(event.eventId());
        }
        events++;
    }
}
