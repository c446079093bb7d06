package io.batpak;

import io.batpak.model.AutoMerge;
import io.batpak.model.Compaction;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/// When a store merges segments without anybody asking. Only keeps count; who merges is [Upkeep].
///
/// Threads: any. Nothing here takes longer the longer the history is.
final class OwnMerges {
    /// So many small segments are worth a look. The planner puts no fewer together.
    private static final int SMALL_MIN = 4;
    /// What a close still puts together, so that nobody waits for it.
    private static final long AT_THE_END_BYTES_MAX = 1 << 20;

    private final Compaction how;
    private final boolean small;
    private final AtomicInteger smallOnes = new AtomicInteger();
    private volatile State state = State.RESTING;

    private enum State {
        /// Nobody knows of anything to do.
        RESTING,
        /// There is something to do, as far as one can tell.
        DUE,
        /// There is, but it failed, and is not tried again before a segment has ended.
        FAILED
    }

    private OwnMerges(Compaction how, boolean small) {
        this.how = how;
        this.small = small;
    }

    /// Empty where nothing is merged by itself.
    static Optional<OwnMerges> of(AutoMerge policy, long segmentBytesMax) {
        boolean small = policy instanceof AutoMerge.SmallSegments;
        return policy.compaction(segmentBytesMax).map(how -> new OwnMerges(how, small));
    }

    /// How segments are merged beside commits.
    Compaction beside() {
        return how;
    }

    /// How they are merged while the store ends: only small ones, and not many bytes. A session may be too short for
    /// it to happen before, and every session leaves a segment.
    Optional<Compaction> atTheEnd() {
        return small
                ? Optional.of(how.but()
                        .outputBytesMax(Math.min(how.outputBytesMax(), AT_THE_END_BYTES_MAX))
                        .build())
                : Optional.empty();
    }

    /// A segment has ended. Called with the turn.
    ///
    /// @param framesEnd how long it became, bytes
    /// @return whether it is time to merge
    boolean ended(long framesEnd) {
        boolean counts = !small || framesEnd < how.outputBytesMax();
        if (state == State.FAILED || (counts && smallOnes.incrementAndGet() >= (small ? SMALL_MIN : 1))) {
            state = State.DUE;
        }
        return state == State.DUE;
    }

    /// There is something to do, or it could not be done yet.
    void due() {
        state = State.DUE;
    }

    boolean isDue() {
        return state == State.DUE;
    }

    /// Somebody is about to do it.
    void begun() {
        smallOnes.set(0);
        state = State.RESTING;
    }

    /// It failed.
    void failed() {
        state = State.FAILED;
    }
}
