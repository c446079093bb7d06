package io.batpak;

import io.batpak.model.AppendOptions;
import io.batpak.model.BatchItem;
import io.batpak.model.CausationRef;
import io.batpak.model.Coordinate;
import io.batpak.model.EventKind;
import io.batpak.model.Payload;
import io.batpak.model.Receipt;
import io.batpak.model.Ticket;
import io.batpak.payload.PayloadRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// Events staged in memory, to be written as one batch. What is never flushed is never written.
///
/// A flush takes the events out before it tries: after a failed one the outbox is empty and can be filled anew.
/// Not for concurrent use.
public final class Outbox {
    private final PayloadRegistry payloads;
    private final Function<List<BatchItem>, List<Receipt>> append;
    private final Function<List<BatchItem>, Ticket<List<Receipt>>> submit;
    private List<BatchItem> staged = new ArrayList<>();

    Outbox(
            PayloadRegistry payloads,
            Function<List<BatchItem>, List<Receipt>> append,
            Function<List<BatchItem>, Ticket<List<Receipt>>> submit) {
        this.payloads = payloads;
        this.append = append;
        this.submit = submit;
    }

    /// Stages an event.
    public Outbox stage(Coordinate at, EventKind kind, Payload payload) {
        return stage(BatchItem.of(at, kind, payload));
    }

    /// Stages an event with options.
    public Outbox stage(Coordinate at, EventKind kind, Payload payload, AppendOptions options) {
        return stage(BatchItem.of(at, kind, payload, options));
    }

    /// Stages an event led to by another one, for example by one staged before.
    public Outbox stage(Coordinate at, EventKind kind, Payload payload, CausationRef cause) {
        return stage(BatchItem.of(at, kind, payload).causedBy(cause));
    }

    /// Stages a payload whose class has a codec; see {@link TypedWrites} for what is refused.
    public Outbox stage(Coordinate at, Object payload) {
        return stage(payloads.encode(payload).at(at));
    }

    /// Stages a payload with options; the version in them does not count.
    public Outbox stage(Coordinate at, Object payload, AppendOptions options) {
        return stage(payloads.encode(payload).at(at, options));
    }

    /// Stages a payload led to by another event, for example by one staged before.
    public Outbox stage(Coordinate at, Object payload, CausationRef cause) {
        return stage(payloads.encode(payload).at(at).causedBy(cause));
    }

    /// Stages an item of a batch.
    public Outbox stage(BatchItem item) {
        staged.add(item);
        return this;
    }

    /// How many events are staged.
    public int size() {
        return staged.size();
    }

    /// Whether nothing is staged.
    public boolean isEmpty() {
        return staged.isEmpty();
    }

    /// Writes everything staged as one batch. Behind a fence it waits for the end of the fence.
    ///
    /// @return one receipt per event, in order; empty when nothing was staged
    public List<Receipt> flush() {
        return append.apply(take());
    }

    /// Hands everything staged over as one batch.
    public Ticket<List<Receipt>> submitFlush() {
        return submit.apply(take());
    }

    private List<BatchItem> take() {
        List<BatchItem> all = staged;
        staged = new ArrayList<>();
        return all;
    }
}
