package io.batpak.verify.sim;

import java.util.ArrayList;
import java.util.List;

/// One operation of a run, drawn from its seed: half are single appends, a third batches of one to three events, a
/// sixth syncs.
///
/// @param what the kind of operation
/// @param events how many events it writes
record PlannedOp(What what, int events) {
    private static final int SIDES = 6;
    private static final int BATCH_EVENTS_MAX = 3;

    /// The kinds of operation, and the side of the die from which on each is drawn.
    enum What {
        APPEND(0),
        BATCH(3),
        SYNC(5);

        private final int fromSide;

        What(int fromSide) {
            this.fromSide = fromSide;
        }
    }

    static List<PlannedOp> plan(long seed, int count) {
        WyRand random = new WyRand(seed);
        List<PlannedOp> plan = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int side = random.below(SIDES);
            if (side >= What.SYNC.fromSide) {
                plan.add(new PlannedOp(What.SYNC, 0));
            } else if (side >= What.BATCH.fromSide) {
                plan.add(new PlannedOp(What.BATCH, 1 + random.below(BATCH_EVENTS_MAX)));
            } else {
                plan.add(new PlannedOp(What.APPEND, 1));
            }
        }
        return plan;
    }

    /// As the golden data writes it: `A`, `B2`, `S`.
    @Override
    public String toString() {
        String letter = what.name().substring(0, 1);
        return what == What.BATCH ? letter + events : letter;
    }
}
