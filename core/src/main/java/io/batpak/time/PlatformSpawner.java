package io.batpak.time;

/// One daemon thread per job.
final class PlatformSpawner implements Spawner {
    static final PlatformSpawner INSTANCE = new PlatformSpawner((name, stackBytes, body) ->
            Thread.ofPlatform().name(name).stackSize(stackBytes).daemon(true).start(body));

    private final Starter starter;

    /// Starts a thread, or throws `OutOfMemoryError` if the system has none.
    interface Starter {
        void start(String name, long stackBytes, Runnable body);
    }

    PlatformSpawner(Starter starter) {
        this.starter = starter;
    }

    @Override
    public Job spawn(String name, Runnable body) {
        return spawn(name, 0, body);
    }

    @Override
    public Job spawn(String name, long stackBytes, Runnable body) {
        ThreadJob job = new ThreadJob(name, body);
        try {
            starter.start(name, stackBytes, job);
        } catch (OutOfMemoryError noThread) {
            throw new SpawnFailedException(name, noThread);
        }
        return job;
    }
}
