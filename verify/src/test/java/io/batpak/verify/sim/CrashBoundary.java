package io.batpak.verify.sim;

import io.batpak.fs.IoKind;
import io.batpak.testkit.MemFault;
import io.batpak.testkit.MemFs;
import io.batpak.testkit.MemOperation;
import io.batpak.testkit.MemStep;
import io.batpak.verify.sim.PlannedOp.What;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A moment inside a write at which the power goes.
///
/// The reference calls a hook there. We have none: the same run is played once on a good disk, and the moment is
/// found in the trace of its file operations, as "the n-th write" or "the n-th sync". Equal runs ask for equal
/// operations, so in the second run that operation has its whole effect and its answer never comes: the store is not
/// told, and everything after it fails. That is the moment just behind it, and what the store does from there on until
/// its next file operation was never seen by anybody.
enum CrashBoundary {
    /// The frame of a single append is written and not synced.
    SINGLE_APPEND_FRAME("SingleAppendFrame", 0xB001, What.APPEND, MemOperation.WRITE),
    /// The frame that ends a batch is written and not synced. A small batch is one write.
    BATCH_COMMIT_MARKER("BatchCommitMarker", 0xB002, What.BATCH, MemOperation.WRITE),
    /// A batch is synced and nobody sees it.
    BATCH_POST_FSYNC_PRE_PUBLISH("BatchPostFsyncPrePublish", 0xB003, What.BATCH, MemOperation.SYNC),
    /// The next segment is about to be created. The power goes before that operation, not behind it.
    SEGMENT_ROTATION_CREATE("SegmentRotationCreate", 0xB004, null, MemOperation.CREATE);

    private final String wireName;
    private final long token;
    private final @Nullable What within;
    private final MemOperation operation;

    /// An operation on the disk.
    ///
    /// @param operation its kind
    /// @param occurrence how many of its kind there were, it included
    /// @param mutation how many changing operations there were, it included
    /// @param inclusive whether it still happens
    record Moment(MemOperation operation, long occurrence, long mutation, boolean inclusive) {
        /// Arms a disk that nothing was asked of yet.
        void arm(MemFs fs) {
            if (inclusive) {
                fs.plan(MemFault.unanswered(operation, occurrence, IoKind.OTHER));
            }
            fs.powerOffAfter(inclusive ? mutation : mutation - 1);
        }
    }

    CrashBoundary(String wireName, long token, @Nullable What within, MemOperation operation) {
        this.wireName = wireName;
        this.token = token;
        this.within = within;
        this.operation = operation;
    }

    static CrashBoundary named(String wireName) {
        for (CrashBoundary boundary : values()) {
            if (boundary.wireName.equals(wireName)) {
                return boundary;
            }
        }
        throw new IllegalArgumentException(wireName);
    }

    /// What the reference folds into the digest.
    long token() {
        return token;
    }

    /// Where the `k`-th occurrence lies in a run; empty if the run has fewer.
    ///
    /// @param trace every operation on the disk
    /// @param ops where each operation of the plan begins and ends in it
    Optional<Moment> find(List<MemStep> trace, List<Slice> ops, int k) {
        int seen = 0;
        for (Slice op : ops) {
            int at = within == null || within == op.op().what() ? lastWithin(trace, op) : -1;
            if (at >= 0 && ++seen == k) {
                List<MemStep> until = trace.subList(0, at + 1);
                long occurrence = until.stream()
                        .filter(step -> step.operation() == operation)
                        .count();
                long mutation = until.stream()
                        .filter(step -> step.operation().isMutation())
                        .count();
                return Optional.of(new Moment(operation, occurrence, mutation, operation != MemOperation.CREATE));
            }
        }
        return Optional.empty();
    }

    /// A rotation writes and syncs in front of the frame that needed room, so the last operation is the one.
    private int lastWithin(List<MemStep> trace, Slice op) {
        for (int i = op.to() - 1; i >= op.from(); i--) {
            if (trace.get(i).operation() == operation) {
                return i;
            }
        }
        return -1;
    }

    /// The operations on the disk during one operation of the plan.
    ///
    /// @param op of the plan
    /// @param from index of the first in the trace
    /// @param to index behind the last
    record Slice(PlannedOp op, int from, int to) {}
}
