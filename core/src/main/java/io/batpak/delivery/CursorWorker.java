package io.batpak.delivery;

import io.batpak.delivery.BatchHandler.Verdict;
import io.batpak.error.StoreClosedException;
import io.batpak.error.StoreException;
import io.batpak.model.Entry;
import io.batpak.model.Region;
import io.batpak.time.Job;
import io.batpak.time.JobFailedException;
import io.batpak.time.JoinTimeoutException;
import io.batpak.time.Spawner;
import io.batpak.write.RestartBudget;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// A thread that hands the events of a region to a handler, batch after batch, and keeps its place behind each.
///
/// When the handler throws, the batch comes again after a pause, as often as the policy of the worker allows; then
/// the worker ends. A worker without a checkpoint begins anew with each start; one with a checkpoint misses
/// nothing, and repeats at most the batch that it was at. It ends with the journal.
///
/// Threads: any thread may stop it and wait for it.
public final class CursorWorker implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("io.batpak.delivery");
    private static final Duration LONG = Duration.ofDays(1);

    private final DeliverySource source;
    private final Region region;
    private final Feed feed;
    private final WorkerOptions options;
    private final BatchHandler handler;
    private volatile boolean stopping;
    private volatile @Nullable Thread thread;
    private volatile @Nullable End end;
    private volatile @Nullable Throwable failure;
    private volatile @Nullable Job job;

    private CursorWorker(DeliverySource source, Region region, Feed feed, WorkerOptions options, BatchHandler handler) {
        this.source = source;
        this.region = region;
        this.feed = feed;
        this.options = options;
        this.handler = handler;
    }

    /// Why a worker has ended.
    public enum End {
        /// Somebody asked it to.
        STOPPED,
        /// The handler said so, with the batch or without it.
        BY_HANDLER,
        /// The journal was closed.
        STORE_CLOSED,
        /// The handler has thrown once more than the policy allows; [CursorWorker#failure] is what it threw last.
        EXHAUSTED,
        /// Its place could not be kept, or the journal could not be read; [CursorWorker#failure] says why.
        FAILED
    }

    /// What every worker of a journal has.
    ///
    /// @param source what they follow
    /// @param checkpoints where they keep their places
    /// @param spawner gives them their threads
    public record Surroundings(DeliverySource source, Checkpoints checkpoints, Spawner spawner) {}

    /// Starts a worker.
    ///
    /// @param name of its thread
    /// @throws io.batpak.time.SpawnFailedException when there is no thread; nothing was delivered
    /// @throws StoreException what [Checkpoints#open] throws; nothing was delivered
    public static CursorWorker start(
            Surroundings around, String name, Region region, WorkerOptions options, BatchHandler handler) {
        Feed feed = options.checkpoint().isPresent()
                ? new Feed.Kept(
                        around.checkpoints().open(region, options.checkpoint().get(), options.begin()))
                : new Feed.InMemory(Cursor.over(around.source(), region, options.begin()));
        CursorWorker worker = new CursorWorker(around.source(), region, feed, options, handler);
        try {
            worker.job = around.spawner().spawn(name, worker::run);
        } catch (Throwable t) {
            feed.close();
            throw t;
        }
        return worker;
    }

    private void run() {
        thread = Thread.currentThread();
        End why = End.FAILED;
        try {
            why = work();
        } catch (StoreClosedException e) {
            why = End.STORE_CLOSED;
        } catch (InterruptedException e) {
            why = End.STOPPED;
        } catch (RuntimeException | Error e) {
            failure = e;
        } finally {
            feed.close();
            end = why; // last: who sees the end can have the name
        }
    }

    private End work() throws InterruptedException {
        RestartBudget budget = new RestartBudget(options.restarts(), source.nanos());
        while (!stopping) {
            List<Entry> batch = feed.await(options.batch(), LONG, () -> stopping);
            if (batch.isEmpty()) {
                continue;
            }
            Optional<Verdict> verdict = ask(batch);
            if (verdict.isEmpty()) {
                if (!budget.take(source.nanos())) {
                    LOG.log(System.Logger.Level.ERROR, this + " has used up its restarts", failure);
                    return End.EXHAUSTED;
                }
                LOG.log(System.Logger.Level.WARNING, this + " begins its batch anew", failure);
                failure = null;
                pause(WorkerOptions.pauseBefore(budget.taken()));
                continue;
            }
            if (verdict.get() == Verdict.STOP_WITH_ROLLBACK) {
                return End.BY_HANDLER;
            }
            feed.commit();
            if (verdict.get() == Verdict.STOP) {
                return End.BY_HANDLER;
            }
        }
        return End.STOPPED;
    }

    /// What the handler says to a batch; empty when it has thrown something: then that is the failure, and the
    /// batch comes again.
    private Optional<Verdict> ask(List<Entry> batch) throws InterruptedException {
        try {
            return Optional.of(handler.handle(batch, feed.proof()));
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception | Error e) {
            feed.rollback();
            source.newest(); // a handler that failed because the journal was closed is not to blame
            failure = e;
            return Optional.empty();
        }
    }

    private void pause(Duration pause) throws InterruptedException {
        source.await(region, () -> stopping, pause);
    }

    /// Asks it to end behind the batch that it is at, and returns at once.
    public void stop() {
        stopping = true;
        Thread running = thread;
        if (running != null) {
            LockSupport.unpark(running);
        }
    }

    /// Waits until it has ended, without asking it to. Inside its own handler it does not wait.
    ///
    /// @param limit how long at most; zero or less only looks
    /// @return why it has ended; empty when it has not in time
    /// @throws StoreException when its place could not be kept, or the journal could not be read
    /// @throws io.batpak.time.JoinInterruptedException when the waiting thread is interrupted
    public Optional<End> join(Duration limit) {
        Job running = job;
        if (running == null || isOwnThread()) {
            return Optional.empty();
        }
        try {
            running.join(limit);
        } catch (JoinTimeoutException e) {
            return Optional.empty();
        }
        Throwable why = failure;
        if (end == End.FAILED && why != null) {
            if (why instanceof StoreException known) {
                throw known;
            }
            throw new JobFailedException(running.name(), why);
        }
        return Optional.ofNullable(end);
    }

    /// [#stop] and [#join].
    public Optional<End> stopAndJoin(Duration limit) {
        stop();
        return join(limit);
    }

    /// Why it has ended; empty while it runs.
    public Optional<End> end() {
        return Optional.ofNullable(end);
    }

    /// What made it end; empty when nothing went wrong, or nothing has yet.
    public Optional<Throwable> failure() {
        return Optional.ofNullable(failure);
    }

    /// Asks it to end and waits until the batch that it is at is dealt with; inside its own handler it only asks.
    @Override
    public void close() {
        stop();
        Job running = job;
        if (running != null && !isOwnThread()) {
            running.join(LONG);
        }
    }

    private boolean isOwnThread() {
        return Thread.currentThread().equals(thread);
    }

    @Override
    public String toString() {
        return "CursorWorker[" + region
                + options.checkpoint().map(id -> ", " + id).orElse("") + "]";
    }
}
