package io.batpak.verify.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.Store;
import io.batpak.model.AppendOptions;
import io.batpak.model.Coordinate;
import io.batpak.model.EventKind;
import io.batpak.model.Payload;
import io.batpak.model.Value;
import io.batpak.testkit.MemFs;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The power fails after each change to the directory in a run with every kind of write: fences committed,
/// cancelled and left active, batches, handed-over events, keys, rotations, closes and drops. Nothing of a fence
/// that was not committed is ever seen, and what hides it hides nothing else.
///
/// Tier: crash. Covers: B1, B9, D9, E21.
@Tag("soak-crash")
class PowerCutSweepTest {
    private static final boolean FULL = "full".equals(System.getProperty("batpak.depth"));
    private static final int OPERATIONS = 90;
    private static final int CI_CUTS = 12;
    private static final int SEEDS = FULL ? 20 : 1;

    @ParameterizedTest
    @EnumSource(LoadVariant.class)
    void aPowerCutAfterAnyChangeLeavesWhatWasDurable(LoadVariant variant) {
        afterEachChange(variant, 0, (fs, load) -> {
            new LoadCheck(load, load.durable(), "only what was synced").check(fs.crash());
            for (long seed = 0; seed < SEEDS; seed++) {
                new LoadCheck(load, load.durable(), "seed " + seed).check(fs.crash(seed));
            }
        });
    }

    @ParameterizedTest
    @EnumSource(LoadVariant.class)
    void theEndOfTheProcessAfterAnyChangeLosesNoReceipt(LoadVariant variant) {
        afterEachChange(variant, 1, (fs, load) -> new LoadCheck(load, Long.MAX_VALUE, "killed").check(fs.killed()));
    }

    /// The second session writes too, so that what the first has left behind is numbered again.
    @ParameterizedTest
    @EnumSource(LoadVariant.class)
    void killedThenReopenedThenPowerCutLosesNoReceipt(LoadVariant variant) {
        afterEachChange(variant, 2, (fs, load) -> {
            MemFs killed = fs.killed();
            killed.create();
            LoadCheck check = new LoadCheck(load, Long.MAX_VALUE, "killed, reopened, power cut");
            Store store = Store.open(check.config(killed));
            check.check(killed.crash());
            append(store, 1);
            check.check(killed.crash());
            store.sync();
            append(store, 2);
            check.check(killed.crash());
            check.check(killed.crash(3));
        });
    }

    @ParameterizedTest
    @EnumSource(LoadVariant.class)
    void aSecondPowerCutLosesNothingThatTheFirstHasLeft(LoadVariant variant) {
        afterEachChange(variant, 3, (fs, load) -> {
            MemFs cut = fs.crash(11);
            cut.create();
            LoadCheck check = new LoadCheck(load, load.durable(), "power cut, reopened, power cut");
            Store store = Store.open(check.config(cut));
            check.check(cut.crash());
            append(store, 1);
            store.sync();
            check.check(cut.crash(5));
        });
    }

    private static void append(Store store, long n) {
        AppendOptions options = AppendOptions.none();
        store.append(Coordinate.of("later:1", "shop"), EventKind.of(0xF, 2), Payload.of(Value.of(n)), options);
    }

    private static void afterEachChange(LoadVariant variant, int shift, BiConsumer<MemFs, Load> look) {
        MemFs whole = new MemFs();
        Load.play(whole, variant, LoadAfter.GO_ON, OPERATIONS, () -> {});
        long changes = whole.mutations();
        assertThat(changes).as("a run that changes little proves little").isGreaterThan(150);
        long stride = FULL ? 1 : changes / CI_CUTS;
        for (long last = FULL ? 0 : shift; last <= changes; last += stride) {
            MemFs fs = new MemFs();
            fs.powerOffAfter(last);
            try {
                Load load = Load.play(fs, variant, LoadAfter.STOP, OPERATIONS, () -> {});
                look.accept(fs, load);
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError(variant + ", power off after " + last + ": " + e.getMessage(), e);
            }
        }
    }
}
