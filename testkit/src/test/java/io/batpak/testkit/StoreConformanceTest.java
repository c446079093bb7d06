package io.batpak.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.StoreConfig;
import io.batpak.fs.StoreFs;
import io.batpak.model.Durability;
import org.junit.jupiter.api.Test;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/// The suite of a journal is no empty promise.
/// Tier: conformance.
final class StoreConformanceTest {
    private static final int TESTS = 15;
    /// Appending, and a backup that is restored elsewhere.
    private static final int TESTS_OF_ONE_SESSION = 2;

    @Test
    void aDoubleThatDoesNothingFailsEveryTest() {
        TestExecutionSummary summary = SuiteRun.of(DoNothingSuite.class);
        assertThat(summary.getTestsFoundCount()).isEqualTo(TESTS);
        assertThat(summary.getTestsSkippedCount()).isZero();
        assertThat(summary.getTestsAbortedCount()).isZero();
        assertThat(summary.getTestsSucceededCount()).isZero();
        assertThat(summary.getTestsFailedCount()).isEqualTo(TESTS);
    }

    @Test
    void aDirectoryThatForgetsBetweenTwoOpensFailsEveryTestThatComesBack() {
        TestExecutionSummary summary = SuiteRun.of(ForgettingSuite.class);
        assertThat(summary.getTestsFoundCount()).isEqualTo(TESTS);
        assertThat(summary.getTestsFailedCount()).isEqualTo(TESTS - TESTS_OF_ONE_SESSION);
    }

    @Test
    void otherSettingsPassTheSameSuite() {
        TestExecutionSummary summary = SuiteRun.of(StrictSuite.class);
        assertThat(summary.getTestsSucceededCount()).isEqualTo(TESTS);
    }

    static final class DoNothingSuite extends StoreConformance {
        @Override
        protected StoreFs emptyDirectory() {
            return new DoNothingFs();
        }
    }

    static final class ForgettingSuite extends StoreConformance {
        @Override
        protected StoreFs emptyDirectory() {
            return new MemFs();
        }

        @Override
        protected StoreFs foundAgain(StoreFs fs) {
            return new MemFs();
        }
    }

    static final class StrictSuite extends StoreConformance {
        @Override
        protected StoreFs emptyDirectory() {
            return new MemFs();
        }

        @Override
        protected StoreConfig.Builder configured(StoreConfig.Builder builder) {
            return builder.durability(Durability.STRICT).cooperative(true);
        }
    }
}
