package io.batpak.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.quicktheories.generators.SourceDSL;

/// The number of cases of a law: the environment raises it, never lowers it, and a bad value is loud.
///
/// Tier: unit. Covers: A38.
class LawsTest {
    @Test
    void withoutTheVariableTheTestsOwnNumberCounts() {
        assertThat(Laws.atLeast(12, Map.of())).isEqualTo(12);
    }

    @Test
    void theVariableRaisesTheNumberAndNeverLowersIt() {
        assertThat(Laws.atLeast(12, Map.of(Laws.VARIABLE, "2048"))).isEqualTo(2048);
        assertThat(Laws.atLeast(12, Map.of(Laws.VARIABLE, "3"))).isEqualTo(12);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "many", "0", "-5", "1.5", "99999999999"})
    void aBadValueFailsLoudly(String value) {
        assertThatThrownBy(() -> Laws.atLeast(12, Map.of(Laws.VARIABLE, value)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(Laws.VARIABLE)
                .hasMessageContaining(value);
    }

    @Test
    void aLawIsTriedAtLeastThatOften() {
        AtomicInteger tried = new AtomicInteger();
        Laws.qt(250).forAll(SourceDSL.integers().all()).check(any -> tried.incrementAndGet() > 0);
        assertThat(tried.get()).isGreaterThanOrEqualTo(250);
    }
}
