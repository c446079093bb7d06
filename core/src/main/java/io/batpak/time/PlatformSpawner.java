package io.batpak.time;

/// One daemon thread per job.
final class PlatformSpawner implements Spawner {
    static final PlatformSpawner INSTANCE = new PlatformSpawner(
            (name, body) -> Thread.ofPlatform().name(name).daemon(true).start(body));

    private final Starter starter;

    /// Starts a thread, or throws `OutOfMemoryError` if the system has none.
    interface Starter {
        void start(String name, Runnable body);
    }

    PlatformSpawner(Starter starter) {
        this.starter = starter;
    }

    @Override
    public Job spawn(String name, Runnable body) {
        ThreadJob job = new ThreadJob(name, body);
        try {
            starter.start(name, job);
        } catch (OutOfMemoryError noThread) {
            throw new SpawnFailedException(name, noThread);
        }
        return job;
    }
}
