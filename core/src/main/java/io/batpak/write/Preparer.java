package io.batpak.write;

import io.batpak.error.BatchItemTooLargeException;
import io.batpak.error.ConfigurationException;
import io.batpak.error.IdempotencyRequiredException;
import io.batpak.error.ReservedKindException;
import io.batpak.model.AppendOptions;
import io.batpak.model.BatchItem;
import io.batpak.model.Coordinate;
import io.batpak.model.EventId;
import io.batpak.model.EventIds;
import io.batpak.model.EventKind;
import io.batpak.model.IdempotencyKey;
import io.batpak.model.Payload;
import io.batpak.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/// Everything about an append that needs no lock: the refusals, the hash, the id.
///
/// Any thread, no shared state but the id source and the clock.
final class Preparer {
    private final DigestScratch hash = new DigestScratch();
    private final EventIds ids;
    private final Clock clock;
    private final int appendBytesMax;
    private final boolean keysRequired;

    Preparer(Clock clock, EventIds ids, WriteSettings settings) {
        this.clock = clock;
        this.ids = ids;
        this.appendBytesMax = settings.limits().appendBytesMax();
        this.keysRequired = settings.queue().groupCommitEvents() > 1;
    }

    /// Refuses a kind that callers may not choose; the first check of all.
    static void checkKind(EventKind kind) {
        if (kind.isReserved()) {
            throw new ReservedKindException(OptionalInt.empty(), kind.raw());
        }
    }

    /// Checks one event, in the documented order, and prepares it. Its kind has been checked before.
    Prepared single(Coordinate at, EventKind kind, Payload payload, AppendOptions options) {
        if (keysRequired && !options.hasIdempotencyKey()) {
            throw new IdempotencyRequiredException();
        }
        long size = size(payload, options);
        if (size > appendBytesMax) {
            throw new ConfigurationException(
                    "payload and extensions", size + " bytes", "at most appendBytesMax, " + appendBytesMax);
        }
        return prepare(at, kind, payload, options, clock.wallMicros());
    }

    /// Prepares an event of the store's own, which carries a reserved kind, and its id as its key, as in 0.9.0.
    ///
    /// @param timestampMicros what its header will say
    Prepared lifecycle(Coordinate at, EventKind kind, Payload payload, long timestampMicros) {
        IdempotencyKey key = IdempotencyKey.of(ids.next(timestampMicros));
        return prepare(at, kind, payload, AppendOptions.none().idempotencyKey(key), timestampMicros);
    }

    /// Checks and prepares all items of a batch; they share one timestamp, by which recovery tells them from
    /// others.
    List<Prepared> batch(List<BatchItem> items) {
        for (int i = 0; i < items.size(); i++) {
            long size = size(items.get(i).payload(), items.get(i).options());
            if (size > appendBytesMax) {
                throw new BatchItemTooLargeException(i, size, appendBytesMax);
            }
        }
        for (int i = 0; i < items.size(); i++) {
            EventKind kind = items.get(i).kind();
            if (kind.isReserved()) {
                throw new ReservedKindException(OptionalInt.of(i), kind.raw());
            }
        }
        long timestampMicros = clock.wallMicros();
        List<Prepared> prepared = new ArrayList<>(items.size());
        for (BatchItem item : items) {
            prepared.add(prepare(item.at(), item.kind(), item.payload(), item.options(), timestampMicros));
        }
        return prepared;
    }

    private Prepared prepare(
            Coordinate at, EventKind kind, Payload payload, AppendOptions options, long timestampMicros) {
        EventId id = options.hasIdempotencyKey()
                ? EventId.of(options.idempotencyKey().orElseThrow())
                : ids.next(timestampMicros);
        return new Prepared(at, kind, payload, hash.of(payload.bytes()), id, timestampMicros, options);
    }

    static long size(Payload payload, AppendOptions options) {
        return (long) payload.length() + options.extensions().encodedLength();
    }
}
