package io.batpak.testkit;

import io.batpak.fs.IoKind;
import io.batpak.testkit.FaultPlan.Fault;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Counts for one [FaultPlan], from the moment in which it was applied. Guarded by the [MemDisk].
final class FaultInjector {
    private final FaultPlan plan;
    private final Map<MemOperation, Long> counts = new EnumMap<>(MemOperation.class);
    private long bytesWritten;

    FaultInjector(FaultPlan plan) {
        this.plan = plan;
    }

    /// What the next operation fails with, or null.
    ///
    /// @param bytes how many it would write
    @Nullable
    MemFault due(MemOperation operation, int bytes) {
        long occurrence = counts.merge(operation, 1L, Long::sum);
        for (Fault fault : plan.faults()) {
            MemFault due = switch (fault) {
                case Fault.Failing once
                when once.operation() == operation && once.occurrence() == occurrence ->
                    MemFault.of(operation, occurrence, once.ioKind());
                case Fault.FailingEvery every
                when every.operation() == operation && occurrence % every.n() == 0 ->
                    MemFault.of(operation, occurrence, every.ioKind());
                case Fault.FullAfter full
                when operation == MemOperation.WRITE && bytesWritten + bytes > full.bytes() ->
                    MemFault.shortWrite(occurrence, room(full), IoKind.STORAGE_FULL);
                default -> null;
            };
            if (due != null) {
                bytesWritten += due.keptBytes();
                return due;
            }
        }
        bytesWritten += bytes;
        return null;
    }

    private int room(Fault.FullAfter full) {
        return (int) Math.max(0, full.bytes() - bytesWritten);
    }

    @Override
    public String toString() {
        return plan.toString();
    }
}
