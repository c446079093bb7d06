package io.batpak;

import io.batpak.error.ConfigurationException;
import io.batpak.model.AppendOptions;
import io.batpak.model.BatchItem;
import io.batpak.model.CausationRef;
import io.batpak.model.Coordinate;
import io.batpak.model.EventId;
import io.batpak.model.IdempotencyKey;
import io.batpak.payload.PayloadRegistry;
import java.util.ArrayList;
import java.util.List;

/// What a reactor answers to one event: events that are written as one batch when the reactor is done, in the
/// conversation of that event and led to by it where they name no cause of their own. Whoever drops it writes
/// nothing.
///
/// Either all of its events have a key or none. Not for concurrent use; of no use when the reactor has returned.
public final class ReactionBatch {
    private static final String DOMAIN = "batpak.reaction.v1";

    private final PayloadRegistry payloads;
    private final EventId source;
    private final String reactor;
    private final List<BatchItem> items = new ArrayList<>();

    /// @param source the event that is answered
    /// @param reactor what tells the answers of this reactor from those of others
    ReactionBatch(PayloadRegistry payloads, EventId source, String reactor) {
        this.payloads = payloads;
        this.source = source;
        this.reactor = reactor;
    }

    /// Adds an event; see {@link TypedWrites} for what is refused.
    public ReactionBatch push(Coordinate at, Object payload) {
        return push(payloads.encode(payload).at(at));
    }

    /// Adds an event with options; the version in them does not count.
    public ReactionBatch push(Coordinate at, Object payload, AppendOptions options) {
        return push(payloads.encode(payload).at(at, options));
    }

    /// Adds an event led to by another one than that which is answered, for example by one added before.
    public ReactionBatch push(Coordinate at, Object payload, CausationRef cause) {
        return push(payloads.encode(payload).at(at).causedBy(cause));
    }

    /// Adds an event that is written once, however often the reactor meets the event that it answers: its key is
    /// made of the id of that event, of the name of the reactor's checkpoint and of its place in this batch. The
    /// reactor has to answer the same each time.
    ///
    /// @throws ConfigurationException when the reactor has no checkpoint: the keys of two such reactors were the
    ///     same, and the answers of one would be lost
    public ReactionBatch pushOnce(Coordinate at, Object payload) {
        if (reactor.isEmpty()) {
            throw new ConfigurationException("checkpoint of a reactor that pushes once", "none", "a name");
        }
        return push(at, payload, AppendOptions.none().idempotencyKey(key(items.size())));
    }

    private IdempotencyKey key(int place) {
        return IdempotencyKey.forOperation(DOMAIN, reactor, source.hex(), Integer.toString(place));
    }

    /// Adds an item of a batch.
    public ReactionBatch push(BatchItem item) {
        items.add(item);
        return this;
    }

    /// How many events it has.
    public int size() {
        return items.size();
    }

    /// Whether it has none.
    public boolean isEmpty() {
        return items.isEmpty();
    }

    List<BatchItem> items() {
        return items;
    }
}
