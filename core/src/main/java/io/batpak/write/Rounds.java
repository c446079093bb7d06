package io.batpak.write;

import io.batpak.error.StoreClosedException;
import io.batpak.error.WriterCrashedException;
import io.batpak.fs.StoreFs;
import io.batpak.time.Clock;
import io.batpak.time.SpawnFailedException;
import io.batpak.time.Ticker;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import org.jspecify.annotations.Nullable;

/// Taking the turn and giving it away, the queue, and the rounds in which one of those who wait commits and syncs
/// for all.
///
/// Whoever takes the turn commits first what was queued before, so that the order of one caller's calls is the
/// order of their commits. Any thread calls in.
final class Rounds {
    private static final long FULL_QUEUE_PAUSE_NANOS = 20_000;

    private final String directory;
    private final Ticker ticker;
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

    Rounds(StoreFs fs, Clock clock, Ticker ticker, WriteSettings settings, Committer.Recovered recovered) {
        this.ticker = ticker;
        this.turn = new Turn(ticker);
        this.pipeline = new Pipeline(ticker, this::round, this::wakeDrainer);
        this.directory = fs.directory();
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

    TurnState state() {
        return state;
    }

    Commits commits() {
        return commits;
    }

    Fences fences() {
        return fences;
    }

    Crashes crashes() {
        return crashes;
    }

    Drain drain() {
        return drain;
    }

    ArrayBlockingQueue<Command> queue() {
        return queue;
    }

    @Nullable
    Background background() {
        return background;
    }

    boolean isClosed() {
        return closed;
    }

    /// From now on everything is refused. Called with the turn.
    void close() {
        closed = true;
    }

    /// What is not settled yet.
    Reply newReply() {
        return new Reply(pipeline);
    }

    /// Takes the turn; if too much waits for a sync, helps with one first.
    void takeTurn() {
        turn.take();
        while (commits.isOverdue() && !closed && log.poison() == null) {
            Commits.Capture capture = commits.capture();
            leave();
            syncOutside(capture);
            turn.take();
        }
    }

    /// The first thing to do with the turn: refuses what cannot be done any more, commits what was queued before.
    void enter() {
        if (closed) {
            throw new StoreClosedException(directory);
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
    void leave() {
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

    void failEverything(WriterCrashedException poison) {
        state.publication().failAll(poison);
        drain.failAll(queue, poison);
        fences.abandon(poison);
    }

    /// Takes the turn whatever waits for a sync; for those who end the store.
    void takeTurnAtOnce() {
        turn.take();
    }

    /// Queues a command. When the queue is full, its caller commits what is in it, or waits while another does.
    void enqueue(Command command) {
        log.requireHealthy(); // at once, not when somebody asks for the ticket
        while (!queue.offer(command)) {
            if (!pipeline.drive()) {
                ticker.park(this, FULL_QUEUE_PAUSE_NANOS);
            }
            if (closed) {
                throw new StoreClosedException(directory);
            }
        }
        if (closed) {
            refuseQueued(); // it may have come too late for the last look into the queue
        }
    }

    private void refuseQueued() {
        turn.take();
        try {
            drain.failAll(queue, new StoreClosedException(directory));
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

    /// One round of the pipeline.
    private void round() {
        Commits.@Nullable Capture capture = null;
        turn.take();
        try {
            WriterCrashedException poison = log.poison();
            if (poison != null) {
                failEverything(poison);
            } else if (closed) {
                drain.failAll(queue, new StoreClosedException(directory));
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

    /// Syncs a captured point without the turn, and shows what waited for it.
    void syncOutside(Commits.Capture capture) {
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
}
