package io.batpak.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.batpak.model.IdempotencyRetention.Hybrid;
import io.batpak.model.IdempotencyRetention.Window;
import org.junit.jupiter.api.Test;

/// What a retention may say.
///
/// Covers: C3.
/// Tier: unit.
class IdempotencyRetentionTest {
    @Test
    void theDefaultIsThatOfTheReference() {
        assertThat(IdempotencyRetention.DEFAULT).isEqualTo(new Hybrid(16_777_216, 67_108_864));
    }

    @Test
    void negativeCountsAreRefused() {
        assertThatThrownBy(() -> new Window(-1))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessage("keepSequences is -1, must be 0 or more");
        assertThatThrownBy(() -> new Hybrid(-1, 1)).isInstanceOf(InvalidArgumentException.class);
        assertThatThrownBy(() -> new Hybrid(1, -1))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining("maxKeys");
        assertThat(new Window(0).keepSequences()).isZero();
    }
}
