package io.batpak.segment;

import io.batpak.fs.Mapping;
import io.batpak.time.SpawnFailedException;
import io.batpak.time.Spawner;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Unmaps what nobody needs any more, beside the readers: it takes up to milliseconds, and neither a reader nor
/// the holder of the turn shall wait for it.
///
/// Its thread lives only while there is something to unmap. Without threads, whoever hands something over unmaps
/// it.
final class Reclaimer {
    /// So many mappings may wait; then no further ones should be made.
    private static final int BACKLOG_MAX = 16;

    private final @Nullable Spawner spawner;
    private final Queue<Mapping> retired = new ConcurrentLinkedQueue<>();
    private final AtomicInteger backlog = new AtomicInteger();
    private final AtomicBoolean running = new AtomicBoolean();

    Reclaimer(@Nullable Spawner spawner) {
        this.spawner = spawner;
    }

    /// Whether it cannot keep up.
    boolean isBehind() {
        return backlog.get() >= BACKLOG_MAX;
    }

    /// Takes a mapping that nobody will read any more.
    void retire(Mapping mapping) {
        backlog.incrementAndGet();
        retired.add(mapping);
        if (running.compareAndSet(false, true)) {
            start();
        }
    }

    private void start() {
        if (spawner == null) {
            run();
            return;
        }
        try {
            spawner.spawn("batpak-unmap", this::run);
        } catch (SpawnFailedException noThread) {
            run();
        }
    }

    /// A mapping added while the last one was closed is seen by the second look, or by its adder.
    private void run() {
        do {
            try {
                closeAll();
            } finally {
                running.set(false);
            }
        } while (!retired.isEmpty() && running.compareAndSet(false, true));
    }

    private void closeAll() {
        for (Mapping next = retired.poll(); next != null; next = retired.poll()) {
            backlog.decrementAndGet();
            next.close();
        }
    }
}
