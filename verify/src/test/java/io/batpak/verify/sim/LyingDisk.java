package io.batpak.verify.sim;

import io.batpak.testkit.SyncDrops;

/// Drops one sync in `oneIn` on average, drawn as the reference's disk draws: once for each sync of a file.
final class LyingDisk implements SyncDrops {
    private final WyRand random;
    private final String text;
    private final int oneIn;

    LyingDisk(long seed, int oneIn) {
        this.random = new WyRand(seed);
        this.oneIn = oneIn;
        this.text = "one in " + oneIn + ", wyrand seed " + Long.toUnsignedString(seed);
    }

    @Override
    public boolean drops(String name) {
        return random.below(oneIn) == 0;
    }

    @Override
    public String toString() {
        return text;
    }
}
