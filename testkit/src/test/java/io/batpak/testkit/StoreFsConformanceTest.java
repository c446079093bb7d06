package io.batpak.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.fs.StoreFs;
import org.junit.jupiter.api.Test;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/// The suite itself is no empty promise.
/// Tier: conformance.
final class StoreFsConformanceTest {
    @Test
    void aDoubleThatDoesNothingFailsEveryTest() {
        TestExecutionSummary summary = SuiteRun.of(DoNothingSuite.class);
        assertThat(summary.getTestsFoundCount()).isGreaterThan(20);
        assertThat(summary.getTestsSkippedCount()).isZero();
        assertThat(summary.getTestsAbortedCount()).isZero();
        assertThat(summary.getTestsSucceededCount()).isZero();
        assertThat(summary.getTestsFailedCount()).isEqualTo(summary.getTestsFoundCount());
    }

    @Test
    void theSameRunnerSeesARealDoublePass() {
        TestExecutionSummary summary = SuiteRun.of(MemFsConformanceTest.class);
        assertThat(summary.getTestsSucceededCount()).isEqualTo(summary.getTestsFoundCount());
        assertThat(summary.getTestsFoundCount()).isGreaterThan(20);
    }

    static final class DoNothingSuite extends StoreFsConformance {
        @Override
        protected StoreFs emptyDirectory() {
            return new DoNothingFs();
        }

        @Override
        protected StoreFs anotherOpener(StoreFs fs) {
            return fs;
        }

        @Override
        protected void hardLink(StoreFs fs, String from, String to) {}

        @Override
        protected void symbolicLink(StoreFs fs, String name, String target) {}
    }
}
