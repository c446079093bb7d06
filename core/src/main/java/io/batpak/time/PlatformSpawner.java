package io.batpak.time;

/// One daemon thread per job.
enum PlatformSpawner implements Spawner {
    INSTANCE;

    @Override
    public Job spawn(String name, Runnable body) {
        ThreadJob job = new ThreadJob(name, body);
        try {
            Thread.ofPlatform().name(name).daemon(true).start(job);
        } catch (OutOfMemoryError noThread) {
            throw new SpawnFailedException(name, noThread);
        }
        return job;
    }
}
