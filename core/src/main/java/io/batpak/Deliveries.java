package io.batpak;

import io.batpak.delivery.BatchHandler;
import io.batpak.delivery.CheckpointId;
import io.batpak.delivery.CheckpointedCursor;
import io.batpak.delivery.Checkpoints;
import io.batpak.delivery.CursorOptions;
import io.batpak.delivery.CursorWorker;
import io.batpak.delivery.DeliverySource;
import io.batpak.delivery.EntryPublisher;
import io.batpak.delivery.Subscription;
import io.batpak.delivery.SubscriptionOptions;
import io.batpak.delivery.WorkerOptions;
import io.batpak.evidence.SubscriberFrontierReport;
import io.batpak.evidence.SubscriberFrontierReport.DeliveryState;
import io.batpak.evidence.SubscriberFrontierReport.LossPrecision;
import io.batpak.model.Region;
import io.batpak.time.Spawner;
import io.batpak.write.Watermarks;
import java.util.List;
import java.util.OptionalLong;

/// Everything that follows a store: cursors that keep their place, workers, reactors, subscriptions, publishers. A
/// cursor that forgets its place is {@link Journal#cursor(Region)}.
///
/// All of them read the journal itself: they see events in commit order, behind the moment at which they become
/// visible, and cost the appender at most a wake-up. Any thread may call any method. After the close of the store
/// every call throws {@link io.batpak.error.StoreClosedException}, and what runs ends by itself.
public final class Deliveries {
    private static final String WORKER_THREAD = "batpak-cursor-worker";
    private static final String REACTOR_THREAD = "batpak-reactor";

    private final Store store;
    private final CursorWorker.Surroundings around;
    private final Watermarks marks;

    Deliveries(Store store, DeliverySource source, Spawner spawner, Watermarks marks) {
        this.store = store;
        this.marks = marks;
        this.around = new CursorWorker.Surroundings(source, Checkpoints.in(source), spawner);
    }

    /// The places that consumers keep in this journal.
    public Checkpoints checkpoints() {
        requireOpen();
        return around.checkpoints();
    }

    /// A cursor that goes on where the last one of this name has committed.
    ///
    /// @throws io.batpak.delivery.CheckpointInUseException when another consumer has the name
    /// @throws io.batpak.error.CursorCheckpointCorruptException when the place cannot be read, or lies ahead of the
    ///     journal
    /// @throws io.batpak.error.CursorCheckpointRegionMismatchException when it was made for another region
    public CheckpointedCursor cursor(Region region, CheckpointId id) {
        return checkpoints().open(region, id, CursorOptions.fromTheBeginning());
    }

    /// Starts a thread that hands the events of a region to a handler.
    ///
    /// @throws io.batpak.error.StoreException what {@link #cursor} throws, when the options name a checkpoint
    /// @throws io.batpak.time.SpawnFailedException when there is no thread
    public CursorWorker worker(Region region, WorkerOptions options, BatchHandler handler) {
        requireOpen();
        return CursorWorker.start(around, WORKER_THREAD, region, options, handler);
    }

    /// Starts a thread that answers the events of a region with events.
    ///
    /// @throws io.batpak.error.ConfigurationException when two handlers are for one kind
    /// @throws io.batpak.payload.UnknownPayloadTypeException when a type has no codec
    /// @throws io.batpak.error.StoreException as for {@link #worker}
    public ReactorWorker react(Region region, WorkerOptions options, Reactor reactor) {
        requireOpen();
        String name = options.checkpoint().map(CheckpointId::name).orElse("");
        ReactorWorker.Reaction reaction = new ReactorWorker.Reaction(store, reactor.dispatch(store.payloads()), name);
        return new ReactorWorker(
                CursorWorker.start(around, REACTOR_THREAD, region, options, reaction::handle), reaction);
    }

    /// The events of a region from now on, for a subscriber that may fall behind by 8192 events.
    public Subscription subscribe(Region region) {
        return subscribe(region, SubscriptionOptions.standard());
    }

    /// The events of a region from now on.
    public Subscription subscribe(Region region, SubscriptionOptions options) {
        return Subscription.to(around.source(), region, options);
    }

    /// How far a subscription has come, as a report: what it was given, what there is, and what is known of events
    /// that it will not get. What it has lost by {@link SubscriptionOptions.Overflow#DROP_OLDEST} lies before its
    /// position.
    public SubscriberFrontierReport observe(Subscription subscription) {
        DeliveryState state = subscription
                .closed()
                .map(why -> why == Subscription.Closed.LAGGED ? DeliveryState.DROPPED : DeliveryState.DISCONNECTED)
                .orElse(DeliveryState.ACTIVE);
        LossPrecision loss = LossPrecision.UNKNOWN;
        if (state == DeliveryState.DROPPED) {
            loss = LossPrecision.LOSS_AFTER_FRONTIER;
        } else if (subscription.lost() > 0) {
            loss = LossPrecision.SUBSCRIBER_DROPPED;
        }
        return SubscriberFrontierReport.of(new SubscriberFrontierReport.Seen(
                SubscriberFrontierReport.Source.LOSSY_PUSH,
                subscription.position(),
                store.frontier().emitted().sequence(),
                state,
                loss,
                List.of()));
    }

    /// How far a consumer with a cursor has come, as a report.
    ///
    /// @param position the sequence it has dealt with last; empty if it is not known
    public SubscriberFrontierReport observe(OptionalLong position) {
        return SubscriberFrontierReport.of(new SubscriberFrontierReport.Seen(
                SubscriberFrontierReport.Source.CURSOR_BACKED,
                position,
                store.frontier().visible().sequence(),
                position.isPresent() ? DeliveryState.ACTIVE : DeliveryState.UNKNOWN,
                LossPrecision.UNKNOWN,
                List.of()));
    }

    /// Begins to say what a read model has applied.
    ///
    /// @param name what it is called, for people
    public AppliedLease applying(String name) {
        return new AppliedLease(name, marks.applier());
    }

    /// The events of a region for subscribers of {@link java.util.concurrent.Flow}: each gets all of them from
    /// where the options say, on a thread of its own, no faster than it asks for.
    public EntryPublisher publisher(Region region, CursorOptions options) {
        requireOpen();
        return EntryPublisher.over(around.source(), around.spawner(), region, options);
    }

    private void requireOpen() {
        around.source().newest();
    }
}
