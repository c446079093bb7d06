package io.batpak.verify.sim;

import io.batpak.fs.IoKind;
import io.batpak.testkit.MemFault;
import io.batpak.testkit.MemFs;
import io.batpak.testkit.MemOperation;
import java.util.List;
import java.util.SplittableRandom;

/// Operations of a disk that fail in a round.
final class DiskFaults {
    private static final int SOON = 60;
    private static final List<MemOperation> OPERATIONS = List.of(
            MemOperation.WRITE,
            MemOperation.WRITE,
            MemOperation.READ,
            MemOperation.CREATE,
            MemOperation.RENAME,
            MemOperation.DELETE,
            MemOperation.OPEN,
            MemOperation.MAP,
            MemOperation.LIST,
            MemOperation.LINK,
            MemOperation.CLONE,
            MemOperation.SYNC,
            MemOperation.SYNC_DIRECTORY);

    private DiskFaults() {}

    /// Lets up to three operations fail, the disk being full or broken.
    static void plan(MemFs disk, SplittableRandom random) {
        for (int i = random.nextInt(4); i > 0; i--) {
            MemOperation operation = OPERATIONS.get(random.nextInt(OPERATIONS.size()));
            IoKind kind = random.nextBoolean() ? IoKind.STORAGE_FULL : IoKind.OTHER;
            int occurrence = random.nextInt(1, SOON);
            disk.plan(
                    operation == MemOperation.WRITE
                            ? MemFault.shortWrite(occurrence, random.nextInt(64), kind)
                            : MemFault.of(operation, occurrence, kind));
        }
    }

    /// Whether a sync has failed.
    static boolean failedASync(MemFs disk) {
        return disk.steps().stream()
                .anyMatch(step -> step.failed()
                        && (step.operation() == MemOperation.SYNC || step.operation() == MemOperation.SYNC_DIRECTORY));
    }
}
