package io.batpak.verify.plant;

import java.util.concurrent.atomic.AtomicIntegerArray;

/// What marked classes call. Each loader has its own, so it is asked by reflection.
public final class BranchMarks {
    /// More than there are branches.
    static final int MAX = 1 << 12;

    private static final AtomicIntegerArray REACHED = new AtomicIntegerArray(MAX);

    private BranchMarks() {}

    /// A branch was taken.
    public static void reach(int branch) {
        REACHED.lazySet(branch, 1);
    }

    /// What was, by number: 1 if it was taken.
    public static AtomicIntegerArray reached() {
        return REACHED;
    }
}
