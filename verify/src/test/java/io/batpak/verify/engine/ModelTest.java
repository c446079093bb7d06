package io.batpak.verify.engine;

import io.batpak.error.StoreException;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Ten thousand random calls per seed, each answered as a plain model answers, and the whole journal compared
/// again and again, also after it was closed, dropped or killed.
///
/// Tier: law. Covers: B5, B9, B11, B12, B13, C1, C4, D1, D3, D8, D9, D10.
@Tag("soak-model")
class ModelTest {
    private static final int CALLS = 10_000;
    private static final int SEEDS = "full".equals(System.getProperty("batpak.depth")) ? 50 : 4;

    static LongStream seeds() {
        Long only = Long.getLong("batpak.seed");
        return only == null ? LongStream.rangeClosed(1, SEEDS) : LongStream.of(only);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void theStoreAnswersAsTheModelDoes(long seed) {
        ModelRun run = new ModelRun(seed);
        try {
            run.run(CALLS);
        } catch (StoreException | AssertionError | IllegalStateException e) {
            throw new AssertionError(
                    "replay: ./batpak soak model -Dtest=ModelTest -Dbatpak.seed=" + seed + ", " + run.place(), e);
        }
    }
}
