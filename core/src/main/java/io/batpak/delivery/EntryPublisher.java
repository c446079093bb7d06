package io.batpak.delivery;

import io.batpak.model.Entry;
import io.batpak.model.InvalidArgumentException;
import io.batpak.model.Region;
import io.batpak.time.Spawner;
import java.util.Objects;
import java.util.concurrent.Flow;

/// The events of a region for subscribers of [Flow]: each has a cursor and a thread of its own, and gets events
/// only as far as it has asked for. Nothing is dropped, and a slow subscriber costs nobody anything.
///
/// A subscription ends with `onComplete` when its limit is reached, and with `onError` when the journal is closed
/// or cannot be read any more. Follows the rules of Reactive Streams 1.0.4. Threads: any.
public final class EntryPublisher implements Flow.Publisher<Entry> {
    private static final String THREAD = "batpak-publisher";

    private final DeliverySource source;
    private final Spawner spawner;
    private final Region region;
    private final CursorOptions options;
    private final long limit;

    private EntryPublisher(DeliverySource source, Spawner spawner, Region region, CursorOptions options, long limit) {
        this.source = source;
        this.spawner = spawner;
        this.region = region;
        this.options = options;
        this.limit = limit;
    }

    /// A publisher of a source; a journal makes its own.
    ///
    /// @param options where each subscriber begins
    public static EntryPublisher over(DeliverySource source, Spawner spawner, Region region, CursorOptions options) {
        return new EntryPublisher(source, spawner, region, options, Long.MAX_VALUE);
    }

    /// The same, but each subscriber gets only so many events.
    ///
    /// @throws InvalidArgumentException if the limit is negative
    public EntryPublisher limitedTo(long events) {
        if (events < 0) {
            throw new InvalidArgumentException("events", events, "0 or more");
        }
        return new EntryPublisher(source, spawner, region, options, events);
    }

    @Override
    public void subscribe(Flow.Subscriber<? super Entry> subscriber) {
        Objects.requireNonNull(subscriber, "subscriber");
        EntryFlow flow = new EntryFlow(source, Cursor.over(source, region, options), limit, subscriber);
        try {
            spawner.spawn(THREAD, flow);
        } catch (RuntimeException | Error e) {
            flow.refuse(e);
        }
    }
}
