package io.batpak.write;

import io.batpak.error.StoreClosedException;
import io.batpak.error.StoreException;
import io.batpak.error.VisibilityFenceActiveException;
import io.batpak.error.WriterCrashedException;
import io.batpak.fs.StoreFs;
import io.batpak.model.EventId;
import io.batpak.sidecar.IdempotencyFile;
import io.batpak.time.Clock;
import io.batpak.time.Ticker;
import java.util.BitSet;
import java.util.List;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/// The commit engine: what a caller can ask for, carried out with the turn.
///
/// Any thread calls in. An append that need not wait for a sync is committed by its caller, which takes the turn
/// for it. Everything else is queued, and one of those who wait commits and syncs for all of them.
final class CommitEngine {
    private final StoreFs fs;
    private final WriteSettings settings;
    private final Rounds rounds;
    private final TurnState state;
    private final GrowingLog log;
    private final Commits commits;
    private final Fences fences;
    private final Crashes crashes;
    private final Drain drain;

    CommitEngine(StoreFs fs, Clock clock, Ticker ticker, WriteSettings settings, Committer.Recovered recovered) {
        this.fs = fs;
        this.settings = settings;
        this.rounds = new Rounds(fs, clock, ticker, settings, recovered);
        this.state = rounds.state();
        this.log = state.log();
        this.commits = rounds.commits();
        this.fences = rounds.fences();
        this.crashes = rounds.crashes();
        this.drain = rounds.drain();
    }

    /// Hands cadence and queue over to background threads as well. Called once, before the first user.
    void start(Background threads) {
        rounds.start(threads);
    }

    /// What is not settled yet.
    Reply newReply() {
        return rounds.newReply();
    }

    /// Queues a command.
    void enqueue(Command command) {
        rounds.enqueue(command);
    }

    /// Somebody shall look after the queue although nobody waits for it.
    void wakeDrainer() {
        rounds.wakeDrainer();
    }

    /// Syncs what was committed since the last capture, if anything was.
    void syncUncaptured() {
        rounds.syncUncaptured();
    }

    /// Commits what is queued, until nothing is left that nobody waits for.
    void drainQueue() {
        rounds.drainQueue();
    }

    void mergeWith(Runnable work, LongPredicate isDue) {
        Background threads = rounds.background();
        if (threads == null) {
            return;
        }
        threads.mergeWith(work);
        rounds.takeTurn();
        try {
            log.tellOfRotations(length -> {
                if (isDue.test(length)) {
                    threads.merge();
                }
            });
        } finally {
            rounds.leave();
        }
    }

    void merge() {
        Background threads = rounds.background();
        if (threads != null) {
            threads.merge();
        }
    }

    Housekeeping housekeeping() {
        return new Housekeeping(rounds, settings, this::sync);
    }

    boolean isFenced() {
        return fences.isActive();
    }

    int queued() {
        return rounds.queue().size();
    }

    int segmentsStarted() {
        return log.segmentsStarted();
    }

    long keys() {
        rounds.takeTurn();
        try {
            return state.keys().count();
        } finally {
            rounds.leave();
        }
    }

    /// Which of these are keys of events that a compaction has dropped, by index.
    BitSet ofDropped(List<EventId> keys) {
        BitSet found = new BitSet();
        rounds.takeTurn();
        try {
            requireOpen();
            for (int i = 0; i < keys.size(); i++) {
                found.set(i, state.keys().isOfDropped(keys.get(i)));
            }
        } finally {
            rounds.leave();
        }
        return found;
    }

    /// Commits an event now, or has it committed with others when it has to wait for a sync anyway.
    Committed commit(Prepared event) {
        if (settings.strict() && !event.isLifecycle()) {
            Reply reply = newReply();
            enqueue(Command.single(event, 0, reply));
            reply.awaitSettled();
            return reply.get().getFirst();
        }
        Result result;
        rounds.takeTurn();
        try {
            rounds.enter();
            if (fences.isActive()) {
                throw new VisibilityFenceActiveException();
            }
            result = commits.single(event);
        } catch (StoreException e) {
            throw e;
        } catch (RuntimeException | Error e) {
            throw crashes.crashed(e);
        } finally {
            rounds.leave();
        }
        return switch (result) {
            case Committed committed -> committed;
            case Reply reply -> {
                reply.awaitSettled();
                yield reply.get().getFirst();
            }
        };
    }

    /// Commits what is queued, at most `max` commands, and syncs what waits for it.
    ///
    /// @return how many commands it took
    int pump(int max) {
        Commits.@Nullable Capture capture;
        int taken;
        rounds.takeTurn();
        try {
            requireOpen();
            taken = drain.run(rounds.queue(), max);
            capture = state.publication().isEmpty() ? null : commits.capture();
        } finally {
            rounds.leave();
        }
        if (capture != null) {
            rounds.syncOutside(capture);
        }
        return taken;
    }

    private void requireOpen() {
        if (rounds.isClosed()) {
            throw new StoreClosedException(fs.directory());
        }
        log.requireHealthy();
    }

    /// Makes everything durable that was committed or queued before.
    void sync() {
        Reply reply = newReply();
        rounds.takeTurn();
        try {
            rounds.enter();
            if (settings.reference()) {
                commits.syncBarrier();
                return;
            }
            if (log.durable() >= log.written() && state.publication().isEmpty()) {
                return;
            }
            waitForSync(reply);
        } finally {
            rounds.leave();
        }
        reply.awaitSettled();
        reply.get();
    }

    private void waitForSync(Reply reply) {
        commits.hold(reply, Publication.Rows.none(List.of(), state.index().rowCount()), Publication.Need.SYNC);
    }

    /// Begins a fence and returns its token.
    long beginFence() {
        rounds.takeTurn();
        try {
            rounds.enter();
            return fences.begin();
        } finally {
            rounds.leave();
        }
    }

    /// Whether this fence is the active one; only a hint, the turn decides.
    boolean isActiveFence(long token) {
        return fences.active() == token;
    }

    /// Writes and shows what was handed to a fence.
    void commitFence(long token) {
        Reply reply = newReply();
        rounds.takeTurn();
        try {
            rounds.enter();
            fences.commit(token, reply);
            if (settings.reference()) {
                commits.syncBarrier();
            }
        } catch (StoreException e) {
            throw e;
        } catch (RuntimeException | Error e) {
            throw crashes.crashed(e);
        } finally {
            rounds.leave();
        }
        reply.awaitSettled();
        reply.get();
    }

    /// Writes and hides what was handed to a fence.
    void cancelFence(long token) {
        rounds.takeTurn();
        try {
            rounds.enter();
            fences.cancel(token);
        } catch (StoreException e) {
            throw e;
        } catch (RuntimeException | Error e) {
            throw crashes.crashed(e);
        } finally {
            rounds.leave();
        }
    }

    /// Commits what is queued, up to the limit, cancels an active fence, ends the growing segment and remembers
    /// the keys. Every later call is refused. Does nothing when it was called before.
    void shutDown() {
        Background threads = rounds.background();
        try {
            rounds.takeTurnAtOnce();
            try {
                if (!rounds.isClosed()) {
                    end();
                }
            } finally {
                rounds.leave();
            }
        } finally {
            state.marks().close();
            log.stopJoining();
            if (threads != null) {
                threads.stop();
            }
            log.endRuns();
        }
    }

    private void end() {
        WriterCrashedException poison = log.poison();
        try {
            if (poison != null) {
                rounds.failEverything(poison);
            } else {
                drain.run(rounds.queue(), settings.queue().shutdownDrainMax());
                if (fences.isActive()) {
                    fences.cancel(fences.active());
                }
            }
        } finally {
            rounds.close();
            StoreClosedException over = new StoreClosedException(fs.directory());
            drain.failAll(rounds.queue(), over);
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
