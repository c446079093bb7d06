package io.batpak.testkit;

import io.batpak.fs.IoKind;
import io.batpak.fs.IoSite;
import io.batpak.fs.StoreIoException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Counts and records the operations on one [MemDisk] and decides which of them fail. Guarded by it.
final class MemTrace {
    private static final int STEPS_MAX = 65_536;
    private static final int STEPS_PRINTED = 40;
    private static final long NEVER = Long.MAX_VALUE;

    private final Map<MemOperation, Long> counts = new EnumMap<>(MemOperation.class);
    private final Deque<MemStep> steps = new ArrayDeque<>();
    private final List<MemFault> planned = new ArrayList<>();
    private final List<MemFault> waiting = new ArrayList<>();
    private long operations;
    private long mutations;
    private long mutationsMax = NEVER;
    private boolean readOnly;
    private @Nullable SyncDrops syncDrops;
    private @Nullable FaultInjector injector;
    private @Nullable Runnable watcher;
    private long dropped;

    /// Occurrences are counted from now.
    void plan(MemFault fault) {
        planned.add(fault);
        waiting.add(new MemFault(
                fault.operation(), count(fault.operation()) + fault.occurrence(), fault.ioKind(), fault.keptBytes()));
    }

    /// From now on it is asked what each operation fails with, and no sync is dropped.
    void inject(@Nullable FaultInjector faults) {
        injector = faults;
        syncDrops = null;
    }

    /// From now on it is told before each change.
    void beforeEachChange(Runnable told) {
        watcher = told;
    }

    /// From now on every change fails.
    void readOnly() {
        readOnly = true;
    }

    boolean isReadOnly() {
        return readOnly;
    }

    /// From now on it is asked of each sync of a file.
    void dropSyncs(SyncDrops which) {
        syncDrops = which;
    }

    long dropped() {
        return dropped;
    }

    void powerOffAfter(long allowed) {
        mutationsMax = allowed;
    }

    long mutations() {
        return mutations;
    }

    long count(MemOperation operation) {
        return counts.getOrDefault(operation, 0L);
    }

    /// Records an operation that has no partial effect, or throws the failure planned for it.
    void enter(MemOperation operation, String name, String detail) {
        MemFault fault = next(operation, name, detail);
        if (fault != null) {
            throw failure(fault, name);
        }
    }

    /// Records an operation and returns the fault planned for it.
    @Nullable
    MemFault next(MemOperation operation, String name, String detail) {
        return next(operation, name, detail, 0);
    }

    /// The same for one that writes so many bytes.
    @Nullable
    MemFault next(MemOperation operation, String name, String detail, int bytes) {
        if (watcher != null && operation.isMutation()) {
            watcher.run();
        }
        operations++;
        if (operation.isMutation() ? mutations >= mutationsMax : mutations > mutationsMax) {
            mutations++; // from here on reads fail too
            record(operation, name, detail, MemStep.End.FAILED);
            throw new StoreIoException(IoSite.of(operation.toString(), name), IoKind.OTHER, "the power is off");
        }
        if (readOnly && operation.isMutation()) {
            record(operation, name, detail, MemStep.End.FAILED);
            throw new StoreIoException(
                    IoSite.of(operation.toString(), name), IoKind.PERMISSION_DENIED, "the medium is read-only");
        }
        if (operation.isMutation()) {
            mutations++;
        }
        long occurrence = counts.merge(operation, 1L, Long::sum);
        MemFault due = null;
        for (MemFault fault : waiting) {
            if (fault.operation() == operation && fault.occurrence() == occurrence) {
                due = fault;
            }
        }
        if (due != null) {
            waiting.remove(due);
        } else if (injector != null) {
            due = injector.due(operation, bytes);
        }
        record(operation, name, detail, due == null ? MemStep.End.DONE : MemStep.End.FAILED);
        return due;
    }

    /// Whether the sync that was just recorded is a lie. The step says so.
    boolean isDropped(String name) {
        if (syncDrops == null || !syncDrops.drops(name)) {
            return false;
        }
        dropped++;
        MemStep sync = steps.removeLast();
        record(sync.operation(), name, sync.detail(), MemStep.End.DROPPED);
        return true;
    }

    static StoreIoException failure(MemFault fault, String name) {
        return new StoreIoException(
                IoSite.of(fault.operation().toString(), name), fault.ioKind(), "planned fault " + fault);
    }

    List<MemStep> steps() {
        return List.copyOf(steps);
    }

    /// What a failing test prints.
    String replayLine() {
        String last = steps.stream()
                .skip(Math.max(0, steps.size() - STEPS_PRINTED))
                .map(MemStep::toString)
                .collect(Collectors.joining("; "));
        String power = mutationsMax == NEVER ? "" : ", power off after " + mutationsMax + " mutations";
        String lies = syncDrops == null ? "" : ", " + dropped + " syncs dropped (" + syncDrops + ")";
        String plan = injector == null ? "" : ", " + injector;
        return operations + " operations, " + mutations + " mutations, faults " + planned + plan + power + lies
                + ", last: " + last;
    }

    private void record(MemOperation operation, String name, String detail, MemStep.End end) {
        if (steps.size() == STEPS_MAX) {
            steps.removeFirst();
        }
        steps.addLast(new MemStep(operations, operation, name, detail, end));
    }
}
