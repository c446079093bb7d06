package io.batpak.testkit;

import java.util.SplittableRandom;

/// Which syncs of a [MemFs] are lies: they report success and make nothing durable.
///
/// It is asked once for each sync of a file that would have succeeded, in the order in which they happen, so an
/// implementation may count or draw. Syncs of directories are always honest. The text of an implementation
/// ([Object#toString]) is part of [MemFs#replayLine()] and should name its seed.
///
/// Threads: asked by one operation of a family at a time.
@FunctionalInterface
public interface SyncDrops {
    /// Whether the next sync is a lie.
    ///
    /// @param name the file, as a step of the trace calls it
    boolean drops(String name);

    /// Every sync with the chance 1 : `oneIn`, drawn from `seed`; the same seed drops the same ones of the same
    /// operations.
    ///
    /// @param oneIn at least 1, which drops all
    /// @throws IllegalArgumentException if `oneIn` is less than 1
    static SyncDrops seeded(long seed, int oneIn) {
        if (oneIn < 1) {
            throw new IllegalArgumentException("one sync in " + oneIn);
        }
        SplittableRandom random = new SplittableRandom(seed);
        return new SyncDrops() {
            @Override
            public boolean drops(String name) {
                return random.nextInt(oneIn) == 0;
            }

            @Override
            public String toString() {
                return "one in " + oneIn + ", seed " + seed;
            }
        };
    }
}
