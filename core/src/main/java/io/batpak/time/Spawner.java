package io.batpak.time;

/// Where background threads come from. Threads: may be shared.
public interface Spawner {
    /// Starts `body` on a thread called `name`.
    ///
    /// @throws SpawnFailedException if the system gives no thread; `body` will not run
    Job spawn(String name, Runnable body);

    /// Platform daemon threads, one per job. They do not keep the JVM alive.
    static Spawner platformThreads() {
        return PlatformSpawner.INSTANCE;
    }
}
