package io.batpak.write;

import io.batpak.error.BatchFailedException;
import io.batpak.error.ConfigurationException;
import io.batpak.error.InvalidClockException;
import io.batpak.model.EventId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What was handed to the active fence, in order. Confined to the holder of the turn.
final class FenceLedger {
    /// What 0.9.0 accepts between two markers.
    private static final int EVENTS_MAX = 1_000_000;
    private static final long BYTES_MAX = 256L << 20;

    private final Placement placement;
    private final KeyWindow keys;
    private final List<Item> items = new ArrayList<>();
    private final Set<EventId> ownKeys = new HashSet<>();
    private int events;
    private long bytes;

    FenceLedger(Placement placement, KeyWindow keys) {
        this.placement = placement;
        this.keys = keys;
    }

    private record Item(Command command, Optional<List<Committed>> known) {}

    /// How many events it will write.
    int events() {
        return events;
    }

    /// Takes a command, or refuses it.
    void add(Command command, long nextSequence) {
        Optional<List<Committed>> known = command.isBatch() ? checkBatch(command, nextSequence) : Optional.empty();
        if (!command.isBatch()) {
            Placement.checkClock(command.events().getFirst());
        }
        if (known.isEmpty()) {
            count(command);
        }
        items.add(new Item(command, known));
        command.reply().fence(true);
    }

    private Optional<List<Committed>> checkBatch(Command command, long nextSequence) {
        placement.checkBatch(command);
        if (command.events().isEmpty()) {
            return Optional.of(List.of());
        }
        Optional<List<Committed>> known = placement.replay(command, ownKeys);
        if (known.isPresent()) {
            return known;
        }
        Set<EventId> fresh = new HashSet<>();
        for (int i = 0; i < command.events().size(); i++) {
            Placement.causation(command, i);
            Prepared event = command.events().get(i);
            if (event.options().hasIdempotencyKey()) {
                fresh.add(event.eventId());
            }
        }
        long timestamp = command.events().getFirst().timestampMicros();
        if (timestamp < 0) {
            throw new BatchFailedException(0, new InvalidClockException(timestamp));
        }
        if (!fresh.isEmpty()) {
            keys.admit(ownKeys.size() + fresh.size(), nextSequence + events);
            ownKeys.addAll(fresh);
        }
        return Optional.empty();
    }

    private void count(Command command) {
        long size = 0;
        for (Prepared event : command.events()) {
            size += Preparer.size(event.payload(), event.options());
        }
        if (events + command.events().size() > EVENTS_MAX) {
            throw new ConfigurationException(
                    "events behind one fence", events + command.events().size(), "at most " + EVENTS_MAX);
        }
        if (bytes + size > BYTES_MAX) {
            throw new ConfigurationException("bytes behind one fence", bytes + size, "at most " + BYTES_MAX);
        }
        events += command.events().size();
        bytes += size;
    }

    /// Places everything, behind what `run` holds already.
    void place(Run run) {
        for (Item item : items) {
            if (item.known().isPresent()) {
                run.addAnswer(item.command(), item.known().get());
            } else {
                run.addFenced(item.command());
            }
        }
    }

    /// Everything that is waiting for the end of the fence.
    List<Reply> replies() {
        return items.stream().map(item -> item.command().reply()).toList();
    }

    void clear() {
        items.clear();
        ownKeys.clear();
        events = 0;
        bytes = 0;
    }
}
