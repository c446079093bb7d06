package io.batpak.compact;

import io.batpak.time.SpawnFailedException;
import io.batpak.time.Spawner;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// A thread that does what it is given, in order; without one, the caller does it at once.
///
/// Threads: used by one, besides its own. After a failure it does nothing more, and every call but [#close] fails
/// with it. Waiting does not end when the thread is interrupted; the flag stays set.
final class Helper implements AutoCloseable {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private int unfinished;
    private boolean threaded;
    private boolean ending;
    private boolean ended;
    private @Nullable Throwable failure;

    private Helper() {}

    /// @param spawner where the thread comes from; null for none
    static Helper start(@Nullable Spawner spawner, String name) {
        Helper helper = new Helper();
        if (spawner != null) {
            try {
                spawner.spawn(name, helper::work);
                helper.threaded = true;
            } catch (SpawnFailedException e) {
                helper.threaded = false; // slower, but nothing else is lost
            }
        }
        return helper;
    }

    /// Hands a task over.
    void submit(Runnable task) {
        if (!threaded) {
            task.run();
            return;
        }
        lock.lock();
        try {
            requireHealthy();
            tasks.add(task);
            unfinished++;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Waits until at most so many tasks are not done.
    void awaitUnfinished(int most) {
        lock.lock();
        try {
            while (unfinished > most && failure == null) {
                changed.awaitUninterruptibly();
            }
            requireHealthy();
        } finally {
            lock.unlock();
        }
    }

    private void requireHealthy() {
        switch (failure) {
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            case null, default -> {
                // tasks throw nothing else
            }
        }
    }

    private void work() {
        try {
            for (Runnable task = next(); task != null; task = next()) {
                task.run();
                done(null);
            }
        } catch (RuntimeException | Error e) {
            done(e);
        } finally {
            end();
        }
    }

    private @Nullable Runnable next() {
        lock.lock();
        try {
            while (tasks.isEmpty() && !ending) {
                changed.awaitUninterruptibly();
            }
            return ending ? null : tasks.poll();
        } finally {
            lock.unlock();
        }
    }

    private void done(@Nullable Throwable problem) {
        lock.lock();
        try {
            unfinished--;
            failure = problem;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void end() {
        lock.lock();
        try {
            ended = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Ends the thread when it has done what it is doing; what still waits is not done.
    @Override
    public void close() {
        lock.lock();
        try {
            ending = true;
            changed.signalAll();
            while (threaded && !ended) {
                changed.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }
}
