package io.batpak.write;

import io.batpak.error.StoreClosedException;
import io.batpak.error.StoreException;
import io.batpak.error.VisibilityFenceActiveException;
import io.batpak.error.WriterCrashedException;
import io.batpak.fs.StoreFs;
import io.batpak.sidecar.IdempotencyFile;
import io.batpak.time.Clock;
import io.batpak.time.SpawnFailedException;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// The commit engine: who has the turn, what it commits, and who syncs.
///
/// Any thread calls in. An append that need not wait for a sync is committed by its caller, which takes the turn
/// for it. Everything else is queued, and one of those who wait commits and syncs for all of them. Whoever takes
/// the turn commits first what was queued before, so that the order of one caller's calls is the order of their
/// commits.
final class CommitEngine {
    private static final long FULL_QUEUE_PAUSE_NANOS = 20_000;

    private final StoreFs fs;
    private final WriteSettings settings;
    private final Turn turn;
    private final Pipeline pipeline;
    private final ArrayBlockingQueue<Command> queue;
    private final TurnState state;
    private final GrowingLog log;
    private final Commits commits;
    private final Fences fences;
    private final Crashes crashes;
    private final Drain drain;
    private @Nullable Background background;
    private volatile boolean closed;

    CommitEngine(StoreFs fs, Clock clock, WriteSettings settings, Committer.Recovered recovered) {
        this.fs = fs;
        this.settings = settings;
        this.turn = new Turn(Clock.system());
        this.pipeline = new Pipeline(Clock.system(), this::round, this::wakeDrainer);
        this.queue = new ArrayBlockingQueue<>(settings.queue().capacity());
        this.log = new GrowingLog(fs, clock, settings, recovered);
        this.state = new TurnState(
                recovered.index(),
                recovered.marks(),
                log,
                new KeyWindow(
                        recovered.index(),
                        recovered.keys(),
                        settings.keys().retention(),
                        settings.keys().overflow()),
                new Publication(recovered.index(), recovered.marks()));
        this.commits = new Commits(settings, state, pipeline, recovered.nextSequence());
        this.fences = new Fences(fs, clock, state, commits, recovered.hidden());
        this.crashes = new Crashes(settings.restartPolicy(), clock, commits, fences, log);
        this.drain = new Drain(settings, clock, state, commits, crashes);
    }

    /// Hands cadence and queue over to background threads as well. Called once, before the first user.
    void start(Background threads) {
        background = threads;
        log.sealLateWith(threads::seal);
    }

    /// What is not settled yet.
    Reply newReply() {
        return new Reply(pipeline);
    }

    boolean isFenced() {
        return fences.isActive();
    }

    int queued() {
        return queue.size();
    }

    int segmentsStarted() {
        return log.segmentsStarted();
    }

    long keys() {
        takeTurn();
        try {
            return state.keys().count();
        } finally {
            leave();
        }
    }

    // ---- one commit on its caller

    /// Commits an event now, or has it committed with others when it has to wait for a sync anyway.
    Committed commit(Prepared event) {
        if (settings.strict() && !event.isLifecycle()) {
            Reply reply = newReply();
            enqueue(Command.single(event, 0, reply));
            reply.awaitSettled();
            return reply.get().getFirst();
        }
        Result result;
        takeTurn();
        try {
            enter();
            if (fences.isActive()) {
                throw new VisibilityFenceActiveException();
            }
            result = commits.single(event);
        } catch (StoreException e) {
            throw e;
        } catch (RuntimeException | Error e) {
            throw crashes.crashed(e);
        } finally {
            leave();
        }
        return switch (result) {
            case Committed committed -> committed;
            case Reply reply -> {
                reply.awaitSettled();
                yield reply.get().getFirst();
            }
        };
    }

    /// Takes the turn; if too much waits for a sync, helps with one first.
    private void takeTurn() {
        turn.take();
        while (commits.isOverdue() && !closed && log.poison() == null) {
            Commits.Capture capture = commits.capture();
            leave();
            syncOutside(capture);
            turn.take();
        }
    }

    /// The first thing to do with the turn: refuses what cannot be done any more, commits what was queued before.
    private void enter() {
        if (closed) {
            throw new StoreClosedException(fs.directory());
        }
        WriterCrashedException poison = log.poison();
        if (poison != null) {
            failEverything(poison);
            log.requireHealthy();
        }
        if (!queue.isEmpty()) {
            drain.run(queue, Integer.MAX_VALUE);
        }
    }

    /// Gives the turn away, then wakes whose replies were settled. Whoever leaves a poisoned log behind tells
    /// everybody who waits.
    private void leave() {
        boolean due = commits.isSyncDue();
        boolean uncaptured = commits.hasUncaptured();
        giveAway();
        Background threads = background;
        if (threads != null) {
            if (due) {
                threads.syncNow();
            } else if (uncaptured) {
                threads.syncInTime();
            }
        } else if (due) {
            syncUncaptured();
        }
    }

    /// Gives the turn away and wakes, without a look at what is due: whoever commits looks himself.
    private void giveAway() {
        List<Reply> settled;
        try {
            WriterCrashedException poison = log.poison();
            if (poison != null) {
                failEverything(poison); // a poisoned log settles nothing any more, and some may be asleep
            }
        } finally {
            settled = state.publication().takeSettled();
            turn.release();
        }
        settled.forEach(Reply::wake);
    }

    private void failEverything(WriterCrashedException poison) {
        state.publication().failAll(poison);
        drain.failAll(queue, poison);
        fences.abandon(poison);
    }

    // ---- the queue

    /// Queues a command. When the queue is full, its caller commits what is in it, or waits while another does.
    void enqueue(Command command) {
        while (!queue.offer(command)) {
            if (!pipeline.drive()) {
                LockSupport.parkNanos(this, FULL_QUEUE_PAUSE_NANOS);
            }
            if (closed) {
                throw new StoreClosedException(fs.directory());
            }
        }
        if (closed) {
            refuseQueued(); // it may have come too late for the last look into the queue
        }
    }

    private void refuseQueued() {
        turn.take();
        try {
            drain.failAll(queue, new StoreClosedException(fs.directory()));
        } finally {
            leave();
        }
    }

    /// Somebody shall look after the queue although nobody waits for it.
    void wakeDrainer() {
        Background threads = background;
        if (threads == null) {
            return;
        }
        try {
            threads.drain();
        } catch (SpawnFailedException e) {
            Committer.LOG.log(System.Logger.Level.WARNING, "no thread for queued writes, their callers commit them", e);
            drainQueue();
        }
    }

    /// Commits what is queued and syncs what waits for it, until nothing is left that nobody waits for. If
    /// somebody else is at it, the drainer is woken again when that one has finished.
    void drainQueue() {
        while (!closed && (!queue.isEmpty() || state.publication().isHolding())) {
            if (!pipeline.drive() && pipeline.callsBack()) {
                return;
            }
        }
    }

    /// Commits what is queued, at most `max` commands, and syncs what waits for it.
    ///
    /// @return how many commands it took
    int pump(int max) {
        Commits.@Nullable Capture capture;
        int taken;
        takeTurn();
        try {
            requireOpen();
            taken = drain.run(queue, max);
            capture = state.publication().isEmpty() ? null : commits.capture();
        } finally {
            leave();
        }
        if (capture != null) {
            syncOutside(capture);
        }
        return taken;
    }

    private void requireOpen() {
        if (closed) {
            throw new StoreClosedException(fs.directory());
        }
        log.requireHealthy();
    }

    /// One round of the pipeline.
    private void round() {
        Commits.@Nullable Capture capture = null;
        turn.take();
        try {
            WriterCrashedException poison = log.poison();
            if (poison != null) {
                failEverything(poison);
            } else if (closed) {
                drain.failAll(queue, new StoreClosedException(fs.directory()));
            } else {
                drain.run(queue, Integer.MAX_VALUE);
                capture = state.publication().isEmpty() ? null : commits.capture();
            }
        } finally {
            leave();
        }
        if (capture != null) {
            syncOutside(capture);
        }
    }

    // ---- syncs

    /// Syncs a captured point without the turn, and shows what waited for it.
    private void syncOutside(Commits.Capture capture) {
        try {
            log.sync(capture.point());
        } catch (WriterCrashedException e) {
            Committer.LOG.log(System.Logger.Level.ERROR, "a sync failed, the journal takes no more writes", e);
        }
        turn.take();
        try {
            WriterCrashedException poison = log.poison();
            if (poison != null) {
                failEverything(poison);
            } else {
                commits.covered(capture);
                state.publication().release(log.durable());
            }
        } finally {
            giveAway();
        }
    }

    /// Syncs what was committed since the last capture, if anything was.
    void syncUncaptured() {
        Commits.@Nullable Capture capture = null;
        turn.take();
        try {
            if (!closed && log.poison() == null && commits.hasUncaptured()) {
                capture = commits.capture();
            }
        } finally {
            giveAway();
        }
        if (capture != null) {
            syncOutside(capture);
        }
    }

    /// Makes everything durable that was committed or queued before.
    void sync() {
        Reply reply = newReply();
        takeTurn();
        try {
            enter();
            if (settings.reference()) {
                commits.syncBarrier();
                return;
            }
            if (log.durable() >= log.written() && state.publication().isEmpty()) {
                return;
            }
            waitForSync(reply);
        } finally {
            leave();
        }
        reply.awaitSettled();
        reply.get();
    }

    private void waitForSync(Reply reply) {
        commits.hold(reply, Publication.Rows.none(List.of(), state.index().rowCount()), Publication.Need.SYNC);
    }

    // ---- fences

    /// Begins a fence and returns its token.
    long beginFence() {
        takeTurn();
        try {
            enter();
            return fences.begin();
        } finally {
            leave();
        }
    }

    /// Whether this fence is the active one; only a hint, the turn decides.
    boolean isActiveFence(long token) {
        return fences.active() == token;
    }

    /// Writes and shows what was handed to a fence.
    void commitFence(long token) {
        Reply reply = newReply();
        takeTurn();
        try {
            enter();
            fences.commit(token, reply);
            if (settings.reference()) {
                commits.syncBarrier();
            }
        } catch (StoreException e) {
            throw e;
        } catch (RuntimeException | Error e) {
            throw crashes.crashed(e);
        } finally {
            leave();
        }
        reply.awaitSettled();
        reply.get();
    }

    /// Writes and hides what was handed to a fence.
    void cancelFence(long token) {
        takeTurn();
        try {
            enter();
            fences.cancel(token);
        } catch (StoreException e) {
            throw e;
        } catch (RuntimeException | Error e) {
            throw crashes.crashed(e);
        } finally {
            leave();
        }
    }

    // ---- the end

    /// Commits what is queued, up to the limit, cancels an active fence, ends the growing segment and remembers
    /// the keys. Every later call is refused. Does nothing when it was called before.
    void shutDown() {
        Background threads = background;
        try {
            turn.take();
            try {
                if (!closed) {
                    end();
                }
            } finally {
                leave();
            }
        } finally {
            state.marks().close();
            if (threads != null) {
                threads.stop();
            }
        }
    }

    private void end() {
        WriterCrashedException poison = log.poison();
        try {
            if (poison != null) {
                failEverything(poison);
            } else {
                drain.run(queue, settings.queue().shutdownDrainMax());
                if (fences.isActive()) {
                    fences.cancel(fences.active());
                }
            }
        } finally {
            closed = true;
            StoreClosedException over = new StoreClosedException(fs.directory());
            drain.failAll(queue, over);
            fences.abandon(over); // a cancel that could not be written: nothing of it was
            endLog();
        }
        IdempotencyFile.write(fs, state.keys().snapshot());
    }

    private void endLog() {
        try {
            log.shutDown();
            state.publication().release(log.durable());
        } catch (StoreException e) {
            state.publication().failAll(e);
            throw e;
        }
    }
}
