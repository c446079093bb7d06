package io.batpak.verify.engine;

import io.batpak.fs.StoreFile;
import io.batpak.fs.StoreFs;
import io.batpak.testkit.MemFs;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// A directory in memory whose file syncs are counted, and are slow, held, or refused on demand.
///
/// Threads: may be shared.
final class SyncGate {
    private final MemFs memory = new MemFs();
    private final AtomicInteger syncs = new AtomicInteger();
    private final AtomicInteger held = new AtomicInteger();
    private final Semaphore gate = new Semaphore(0);
    private volatile boolean closed;
    private volatile long pauseNanos;
    private volatile @Nullable RuntimeException refusal;

    MemFs memory() {
        return memory;
    }

    /// The directory behind the gate.
    StoreFs fs() {
        return wrap(StoreFs.class, memory);
    }

    /// Lets each sync take this long at least.
    void slow(long nanos) {
        pauseNanos = nanos;
    }

    /// Holds each sync that begins from now on, until the gate is opened.
    void hold() {
        closed = true;
    }

    /// Opens the gate for good.
    void open() {
        closed = false;
        gate.release(1_000_000);
    }

    /// Lets the syncs that are held, and all later ones, fail.
    void refuse(RuntimeException failure) {
        refusal = failure;
    }

    /// How many syncs have begun.
    int syncs() {
        return syncs.get();
    }

    /// How many syncs have come to the closed gate.
    int held() {
        return held.get();
    }

    private void beforeSync() {
        syncs.incrementAndGet();
        if (pauseNanos > 0) {
            LockSupport.parkNanos(pauseNanos);
        }
        if (closed) {
            held.incrementAndGet();
            gate.acquireUninterruptibly();
        }
        RuntimeException failure = refusal;
        if (failure != null) {
            throw failure;
        }
    }

    private <T> T wrap(Class<T> type, T target) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    if (method.getName().equals("sync")) {
                        beforeSync();
                    }
                    try {
                        Object result = method.invoke(target, arguments);
                        return result instanceof StoreFile file ? wrap(StoreFile.class, file) : result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }
}
