package io.batpak.verify.engine;

import io.batpak.testkit.MemFault;
import io.batpak.testkit.MemFs;
import io.batpak.testkit.MemOperation;
import io.batpak.testkit.MemStep;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/// One run of a [Load] with a planned fault, held against what was promised.
final class FaultSweep {
    private static final int CHANGES_SHOWN = 30;

    private FaultSweep() {}

    /// Where a sample of the occurrences begins, so that different kinds do not all look at the same places.
    static long offset(MemOperation change, long count, long stride) {
        return count == 0 ? 0 : Math.floorMod(change.name().hashCode(), stride);
    }

    static void run(LoadVariant variant, int operations, MemFault... faults) {
        String replay = variant + " " + Arrays.toString(faults);
        MemFs fs = new MemFs();
        Arrays.asList(faults).forEach(fs::plan);
        Load load = new Load(fs, variant, LoadAfter.GO_ON);
        AtomicBoolean looked = new AtomicBoolean();
        try {
            load.play(operations, () -> {
                if (fs.count(faults[0].operation()) >= faults[0].occurrence() && !looked.getAndSet(true)) {
                    powerCutNow(load, fs, replay);
                }
            });
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError(replay + ": " + e.getMessage() + "\n" + changes(fs), e);
        }
        new LoadCheck(load, Long.MAX_VALUE, replay).check(fs.killed());
    }

    private static String changes(MemFs fs) {
        List<String> changes = fs.steps().stream()
                .filter(step -> step.operation().isMutation())
                .map(MemStep::toString)
                .toList();
        return "last changes: " + changes.subList(Math.max(0, changes.size() - CHANGES_SHOWN), changes.size());
    }

    /// What the durable mark says right after the fault is true.
    private static void powerCutNow(Load load, MemFs fs, String replay) {
        new LoadCheck(load, load.durable(), "power cut right after " + replay).durable(fs.crash());
    }
}
