package io.batpak.verify.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.testkit.MemFs;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Every call that the store makes to its directory and its clock throws, once, what no directory and no clock
/// throws. What its caller was told holds, and so does everything else after a reopen.
///
/// Tier: crash. Covers: B10, D7.
@Tag("soak-faults")
class SeamSweepTest {
    private static final boolean FULL = "full".equals(System.getProperty("batpak.depth"));
    private static final int OPERATIONS = 120;
    private static final int CI_RUNS = 15;

    @ParameterizedTest
    @EnumSource(LoadVariant.class)
    void aDirectoryThatThrowsAnythingOnceHarmsNothingElse(LoadVariant variant) {
        TrippingFs whole = new TrippingFs(new MemFs());
        Load.play(whole, variant, LoadAfter.ASK, OPERATIONS, () -> {});
        each(whole.calls(), (call, replay) -> {
            MemFs fs = new MemFs();
            TrippingFs tripping = new TrippingFs(fs);
            tripping.tripAt(call, new TickingClock.Defect());
            Load load = Load.play(tripping, variant, LoadAfter.ASK, OPERATIONS, () -> {});
            new LoadCheck(load, Long.MAX_VALUE, variant + " " + replay).check(fs.killed());
        });
    }

    @ParameterizedTest
    @EnumSource(LoadVariant.class)
    void aClockThatThrowsOnceHarmsNothingElse(LoadVariant variant) {
        Load whole = Load.play(new MemFs(), variant, LoadAfter.ASK, OPERATIONS, () -> {});
        each(whole.clock().looks(), (look, replay) -> {
            MemFs fs = new MemFs();
            Load load = new Load(fs, variant, LoadAfter.ASK);
            load.clock().tripAt(look);
            load.play(OPERATIONS, () -> {});
            new LoadCheck(load, Long.MAX_VALUE, variant + " " + replay).check(fs.killed());
        });
    }

    private static void each(long count, BiConsumer<Long, String> run) {
        assertThat(count).isGreaterThan(200);
        long stride = FULL ? 1 : count / CI_RUNS;
        for (long at = 1; at <= count; at += stride) {
            try {
                run.accept(at, "call " + at + " throws");
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("call " + at + " of " + count + " throws: " + e.getMessage(), e);
            }
        }
    }
}
