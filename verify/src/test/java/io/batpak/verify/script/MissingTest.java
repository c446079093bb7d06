package io.batpak.verify.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

/// What is missing skips a test, and fails it in CI.
///
/// Tier: unit.
class MissingTest {
    @Test
    void outsideOfCiTheTestIsSkippedWithItsReason() {
        assertThat(Missing.skip("no such thing", false))
                .isInstanceOf(TestAbortedException.class)
                .hasMessage("no such thing");
    }

    @Test
    void inCiTheTestFailsWithItsReason() {
        assertThatThrownBy(() -> Missing.skip("no such thing", true))
                .isInstanceOf(AssertionFailedError.class)
                .hasMessageContaining("no such thing");
    }
}
