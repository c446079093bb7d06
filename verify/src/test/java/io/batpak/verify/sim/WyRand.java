package io.batpak.verify.sim;

/// The generator of the reference's simulator: one product of 128 bits for each number.
final class WyRand {
    private static final long STEP = 0x2d358dccaa6c78a5L;
    private static final long MASK = 0x8bb84b93962eacc9L;

    private long state;

    WyRand(long seed) {
        state = seed;
    }

    long next64() {
        state += STEP;
        long other = state ^ MASK;
        return (state * other) ^ Math.unsignedMultiplyHigh(state, other);
    }

    /// A number below `bound`, from the low 32 bits of one draw. Not quite fair, and meant to be so.
    int below(int bound) {
        return Integer.remainderUnsigned((int) next64(), bound);
    }
}
