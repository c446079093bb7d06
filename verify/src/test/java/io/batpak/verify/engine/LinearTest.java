package io.batpak.verify.engine;

import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Concurrent calls of a real store look as if they came one after the other. A failure prints the calls, their
/// answers and the interleaving.
///
/// Tier: law. Covers: B5, B7, B11, E31.
@Tag("soak-linear")
class LinearTest {
    private static final boolean FULL = "full".equals(System.getProperty("batpak.depth"));

    @Test
    void theStoreIsLinearizableUnderStress() {
        new StressOptions()
                .iterations(FULL ? 100 : 12)
                .invocationsPerIteration(FULL ? 2_000 : 250)
                .threads(3)
                .actorsPerThread(3)
                .actorsBefore(2)
                .actorsAfter(2)
                .sequentialSpecification(LinearModel.class)
                .check(LinearStore.class);
    }

    @Test
    void theStoreIsLinearizableInEveryInterleavingThatIsTried() {
        new ModelCheckingOptions()
                .iterations(FULL ? 40 : 4)
                .invocationsPerIteration(FULL ? 1_000 : 60)
                .threads(2)
                .actorsPerThread(2)
                .actorsBefore(1)
                .actorsAfter(1)
                .sequentialSpecification(LinearModel.class)
                .check(LinearStore.class);
    }
}
