package io.batpak.verify.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.fs.IoKind;
import io.batpak.testkit.MemFault;
import io.batpak.testkit.MemFs;
import io.batpak.testkit.MemOperation;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Each change to the directory in a run of 200 operations fails once: then either the caller got an error and
/// the event is absent (or unknown by contract), or it has the receipt and the event is there after a reopen; and
/// no failed sync is followed by a durable mark.
///
/// Tier: crash. Covers: B1, B2, D4.
@Tag("soak-faults")
class FaultSweepTest {
    private static final boolean FULL = "full".equals(System.getProperty("batpak.depth"));
    private static final int OPERATIONS = 200;
    private static final int CI_RUNS = 4;
    private static final List<MemOperation> CHANGES = List.of(
            MemOperation.WRITE,
            MemOperation.SYNC,
            MemOperation.CREATE,
            MemOperation.RENAME,
            MemOperation.DELETE,
            MemOperation.TRUNCATE,
            MemOperation.SYNC_DIRECTORY);

    @ParameterizedTest
    @EnumSource(LoadVariant.class)
    void eachChangeThatFailsOnceLeavesWhatItsCallerWasTold(LoadVariant variant) {
        int runs = 0;
        for (MemOperation change : CHANGES) {
            long count = count(variant, change);
            for (long occurrence = 1 + FaultSweep.offset(change, count, stride(count));
                    occurrence <= count;
                    occurrence += stride(count)) {
                for (IoKind kind : kinds(occurrence)) {
                    FaultSweep.run(variant, OPERATIONS, MemFault.of(change, occurrence, kind));
                    runs++;
                }
            }
        }
        assertThat(runs).isGreaterThan(CI_RUNS);
        System.out.println(variant + ": runs with one failed change: " + runs);
    }

    @ParameterizedTest
    @EnumSource(LoadVariant.class)
    void eachWriteThatStopsHalfWayLeavesWhatItsCallerWasTold(LoadVariant variant) {
        long count = count(variant, MemOperation.WRITE);
        int runs = 0;
        int[] kept = FULL ? new int[] {1, 7, 8, 100, 500, Integer.MAX_VALUE} : new int[] {8, 300, Integer.MAX_VALUE};
        for (long occurrence = 3; occurrence <= count; occurrence += stride(count)) {
            for (int bytes : kept) {
                FaultSweep.run(variant, OPERATIONS, MemFault.shortWrite(occurrence, bytes, IoKind.STORAGE_FULL));
                FaultSweep.run(
                        variant,
                        OPERATIONS,
                        MemFault.shortWrite(occurrence, bytes, IoKind.OTHER),
                        MemFault.of(MemOperation.TRUNCATE, 1, IoKind.OTHER));
                runs += 2;
            }
        }
        System.out.println(variant + ": runs with a short write: " + runs);
    }

    private static long stride(long count) {
        return FULL ? 1 : Math.max(1, count / CI_RUNS);
    }

    private static List<IoKind> kinds(long occurrence) {
        if (FULL) {
            return List.of(IoKind.OTHER, IoKind.STORAGE_FULL);
        }
        return List.of(occurrence % 2 == 0 ? IoKind.OTHER : IoKind.STORAGE_FULL);
    }

    private static long count(LoadVariant variant, MemOperation change) {
        MemFs fs = new MemFs();
        Load load = Load.play(fs, variant, LoadAfter.GO_ON, OPERATIONS, () -> {});
        new LoadCheck(load, Long.MAX_VALUE, "without a fault").check(fs.killed());
        return fs.count(change);
    }
}
