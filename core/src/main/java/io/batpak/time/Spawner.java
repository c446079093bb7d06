package io.batpak.time;

/// Where background threads come from. Threads: may be shared.
public interface Spawner {
    /// Starts `body` on a thread called `name`.
    ///
    /// @throws SpawnFailedException if the system gives no thread; `body` will not run
    Job spawn(String name, Runnable body);

    /// The same with a wish for the size of the thread's stack; an implementation may ignore it.
    ///
    /// @param stackBytes bytes, 0 for the default
    /// @throws SpawnFailedException if the system gives no thread; `body` will not run
    default Job spawn(String name, long stackBytes, Runnable body) {
        return spawn(name, body);
    }

    /// The time by which these threads, and those who wait for them, measure and limit their waits.
    default Ticker ticker() {
        return Ticker.system();
    }

    /// Platform daemon threads, one per job. They do not keep the JVM alive.
    static Spawner platformThreads() {
        return PlatformSpawner.INSTANCE;
    }
}
