package io.batpak.projection;

import io.batpak.delivery.CheckpointId;
import io.batpak.delivery.DeliverySource;
import io.batpak.error.CheckpointWriteException;
import io.batpak.error.ConfigurationException;
import io.batpak.time.Spawner;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The states of many entities at once, each always the fold of exactly the visible events of its key up to one
/// sequence.
///
/// [#catchUp] folds what has been appended since, on the calling thread; a consumer's worker may call it for every
/// batch. Questions cost a look into a map, and see all states as of the end of a catch-up, never a half of one or of a
/// batch that was appended as a whole. States
/// whose events were dropped by a compaction are folded anew by the next catch-up.
///
/// With a checkpoint, [#save] keeps the states in the directory of the journal, so that the next session folds only
/// what came later. Kept states that were made of other events than those that are visible now do not count.
///
/// Threads: any; one catches up at a time, and others wait for it, who only ask do so for moments. Durability:
/// states may be made of events that are not durable yet; kept ones are not. Errors: what the functions of the
/// projection throw, the errors of reading and decoding, [io.batpak.error.StoreClosedException] after the close of
/// the journal, and `IllegalStateException` after its own; the states stay as they were then. Bytes:
/// docs/formats/read-model.md
///
/// @param <S> the state
public final class ReadModel<S> implements AutoCloseable {
    private static final String THREAD = "batpak-read-model";

    private final EventSource source;
    private final KeyedProjection<S> projection;
    private final ReadModelOptions options;
    private final Spawner spawner;
    private final Runnable release;
    private final KeyedFolder<S> folder;
    private final @Nullable StatesKeeper<S> keeper;
    private final KeyedStates<S> states = new KeyedStates<>();
    private final ReentrantLock folding = new ReentrantLock();
    /// The epoch that the states are of; guarded by the lock.
    private long epoch;

    /// Guarded by the lock.
    private boolean released;

    private final Origin origin;
    private volatile boolean closed;

    /// What a read model lives on.
    ///
    /// @param events what it folds
    /// @param journal where its states are kept
    /// @param spawner where further threads come from
    /// @param release gives its name back
    public record Surroundings(EventSource events, DeliverySource journal, Spawner spawner, Runnable release) {}

    /// The states as of one sequence. Valid inside of [ReadModel#read] only.
    ///
    /// @param <S> the state
    public interface States<S> {
        /// The state of a key; empty if no visible event counts for it.
        Optional<S> get(String key);

        /// How many keys have one.
        int size();

        /// Shows all states, in no order.
        void forEach(BiConsumer<? super String, ? super S> action);

        /// The sequence that they are as of: everything visible up to it that counts is in them, and nothing else;
        /// empty before the first event.
        OptionalLong through();
    }

    /// What a read model began with.
    public enum Origin {
        /// States were neither kept nor asked for.
        IN_MEMORY,
        /// No states are kept under its name yet.
        NOTHING_KEPT,
        /// The kept states.
        KEPT,
        /// Nothing: the kept states are those of another projection, or of events that are not those of the journal
        /// any more.
        KEPT_OTHERS,
        /// Nothing: the kept states are damaged, or do not decode.
        KEPT_DAMAGED
    }

    private ReadModel(Surroundings around, KeyedProjection<S> projection, ReadModelOptions options) {
        this.source = around.events();
        this.projection = projection;
        this.options = options;
        this.spawner = around.spawner();
        this.release = around.release();
        folder = new KeyedFolder<>(source, projection, () -> closed);
        CheckpointId id = options.checkpoint().orElse(null);
        keeper = id == null ? null : new StatesKeeper<>(source, projection, folder, around.journal(), id);
        EventSource.View view = source.view();
        epoch = view.epoch();
        origin = keeper == null ? Origin.IN_MEMORY : keeper.load(view, states);
    }

    /// A read model over a source, with the states that are kept for it; a journal makes its own.
    ///
    /// @param <S> the state
    /// @throws ConfigurationException if the projection is not incremental, or its states cannot be kept as asked
    public static <S> ReadModel<S> over(Surroundings around, KeyedProjection<S> projection, ReadModelOptions options) {
        projection.requireContract();
        if (!projection.projection().isIncremental()) {
            throw new ConfigurationException(
                    "incremental of " + projection.projection().name(),
                    false,
                    "true: a read model folds states further");
        }
        return new ReadModel<>(around, projection, options);
    }

    /// What it folds.
    public KeyedProjection<S> projection() {
        return projection;
    }

    /// What it began with.
    public Origin origin() {
        return origin;
    }

    /// Folds everything that is visible by now.
    ///
    /// @return the sequence that the states are as of; empty before the first event
    public OptionalLong catchUp() {
        folding.lock();
        try {
            catchUp(source.view());
            return through();
        } finally {
            folding.unlock();
        }
    }

    private void catchUp(EventSource.View view) {
        folder.requireGoingOn();
        if (view.epoch() != epoch) {
            if (!folder.reconcile(view, states)) {
                fromNothing(view);
            }
            epoch = view.epoch();
        }
        if (view.end() > states.through()) {
            goOn(view, states);
        }
    }

    private void fromNothing(EventSource.View view) {
        KeyedStates<S> anew = new KeyedStates<>();
        goOn(view, anew);
        states.become(anew);
    }

    private void goOn(EventSource.View view, KeyedStates<S> target) {
        int threads = view.end() - target.through() < options.stretchMin() ? 1 : options.threads();
        FoldMeter meter = new FoldMeter(options.progress(), target.through(), view.end(), threads);
        folder.goOn(view, target, meter, new FoldTeam(spawner, THREAD, threads));
    }

    /// Forgets all states and folds everything that is visible by now, for whoever has reason to doubt them. The
    /// old states are there until the new ones are.
    ///
    /// @return the sequence that the states are as of; empty before the first event
    public OptionalLong rebuild() {
        folding.lock();
        try {
            folder.requireGoingOn();
            EventSource.View view = source.view();
            fromNothing(view);
            epoch = view.epoch();
            return through();
        } finally {
            folding.unlock();
        }
    }

    /// The state of a key, as of [#through]; empty if no visible event counts for it.
    public Optional<S> get(String key) {
        return read(all -> all.get(key));
    }

    /// Asks about several states as of one sequence. Catching up waits for the answer meanwhile.
    ///
    /// @param question must not keep what it is given
    /// @param <R> the answer
    public <R> R read(Function<? super States<S>, R> question) {
        return states.read(question);
    }

    /// The sequence that the states are as of; empty before the first event.
    public OptionalLong through() {
        return read(States::through);
    }

    /// Catches up and keeps the states, durably. Costs in proportion to all of them, and to the entries that were
    /// appended since the last time.
    ///
    /// @throws ConfigurationException when it has no checkpoint
    /// @throws CheckpointWriteException when the disk refuses; what was kept before is there then
    /// @throws io.batpak.model.InvalidArgumentException when UTF-8 cannot encode a key; what was kept before is
    ///     there then
    /// @throws io.batpak.error.WriterCrashedException when the events in the states cannot be made durable; what
    ///     was kept before is there then
    public void save() {
        if (keeper == null) {
            throw new ConfigurationException("checkpoint of " + projection, "none", "a name");
        }
        folding.lock();
        try {
            EventSource.View view = source.view();
            catchUp(view);
            keeper.save(view, states);
        } finally {
            folding.unlock();
        }
    }

    /// Ends it and gives its name back; a catch-up under way ends with an error, and is waited for, so neither the
    /// listener of its progress nor the functions of its projection may call this. States are not kept by this.
    /// Calling it again does nothing.
    @Override
    public void close() {
        closed = true; // ends a catch-up that has the lock
        folding.lock();
        try {
            if (!released) {
                released = true;
                release.run();
            }
        } finally {
            folding.unlock();
        }
    }
}
