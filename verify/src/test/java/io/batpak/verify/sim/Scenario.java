package io.batpak.verify.sim;

import io.batpak.StoreConfig;
import io.batpak.model.AutoMerge;
import io.batpak.model.Durability;
import io.batpak.model.FsyncSchedule;
import io.batpak.model.IndexArtifacts;
import io.batpak.projection.ProjectionCache;
import io.batpak.testkit.MemFs;
import io.batpak.testkit.SimScheduler;
import java.util.List;
import java.util.SplittableRandom;

/// How the journal of one history is configured, and what the world does to it. Decided by the seed.
///
/// @param strict whether every receipt promises to survive a loss of power
/// @param faults whether operations of the disk fail now and then
record Scenario(
        long segmentBytes,
        long syncEveryEvents,
        boolean strict,
        FsyncSchedule schedule,
        boolean cooperative,
        IndexArtifacts artifacts,
        AutoMerge autoMerge,
        int callers,
        boolean faults) {
    private static final List<Long> SEGMENT_BYTES = List.of(1_500L, 4_096L, 20_000L, 1L << 20);
    private static final List<Long> CADENCES = List.of(1L, 3L, 20L, 1000L);

    static Scenario of(SplittableRandom random) {
        return new Scenario(
                pick(random, SEGMENT_BYTES),
                pick(random, CADENCES),
                random.nextInt(4) == 0,
                random.nextInt(6) == 0 ? FsyncSchedule.REFERENCE : FsyncSchedule.SHARED,
                random.nextInt(8) == 0,
                pick(random, List.of(IndexArtifacts.values())),
                random.nextInt(3) > 0 ? new AutoMerge.SmallSegments() : new AutoMerge.Never(),
                random.nextInt(1, 6),
                random.nextInt(5) == 0);
    }

    private static <T> T pick(SplittableRandom random, List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    StoreConfig config(MemFs fs, SimScheduler sim, SplittableRandom ids, ProjectionCache cache) {
        return StoreConfig.on(fs)
                .clock(sim.clock())
                .spawner(sim)
                .randomness(ids::nextLong)
                .segmentBytesMax(segmentBytes)
                .syncEveryEvents(syncEveryEvents)
                .durability(strict ? Durability.STRICT : Durability.CADENCE)
                .fsyncSchedule(schedule)
                .cooperative(cooperative)
                .indexArtifacts(artifacts)
                .autoMerge(autoMerge)
                .projectionCache(cache)
                .build();
    }
}
