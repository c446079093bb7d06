package io.batpak.verify.delivery;

import io.batpak.Store;
import io.batpak.delivery.CursorOptions;
import io.batpak.delivery.EntryPublisher;
import io.batpak.model.Entry;
import io.batpak.testkit.MemFs;
import java.util.concurrent.Flow;
import org.reactivestreams.tck.TestEnvironment;
import org.reactivestreams.tck.flow.FlowPublisherVerification;

/// The publisher of an open journal, as the kit of Reactive Streams examines it; run by `EntryPublisherTest`.
public final class EntryPublisherVerification extends FlowPublisherVerification<Entry> {
    private static final int EVENTS = 300;
    private static final long PATIENCE_MILLIS = 10_000;
    private static final long SILENCE_MILLIS = 100;

    private final Store store = Notes.open(new MemFs());

    /// Opens a journal for all tests; it ends with the memory that it is in.
    public EntryPublisherVerification() {
        super(new TestEnvironment(PATIENCE_MILLIS, SILENCE_MILLIS), PATIENCE_MILLIS);
        Notes.write(store, "a", EVENTS);
    }

    private static EntryPublisher of(Store store) {
        return store.delivery().publisher(Notes.REGION, CursorOptions.fromTheBeginning());
    }

    @Override
    public Flow.Publisher<Entry> createFlowPublisher(long elements) {
        return of(store).limitedTo(elements);
    }

    @Override
    public Flow.Publisher<Entry> createFailedFlowPublisher() {
        Store closed = Notes.open(new MemFs());
        EntryPublisher publisher = of(closed);
        closed.close();
        return publisher;
    }
}
