package io.batpak.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.format.Kinds.Fallback;
import io.batpak.model.EventKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Which kinds an index row rebuilt from a footer replaces.
///
/// Covers: E34.
/// Tier: unit.
class KindsTest {

    @ParameterizedTest
    @CsvSource({
        "0x0000, 0x1000, NONE",
        "0x0001, 0x0001, NONE",
        "0x0006, 0x0006, NONE",
        "0x0009, 0x0009, NONE",
        "0x000A, 0x1000, SYSTEM",
        "0x000E, 0x1000, SYSTEM",
        "0x000F, 0x000F, NONE",
        "0x0010, 0x1000, SYSTEM",
        "0x0FFD, 0x1000, SYSTEM",
        "0x0FFE, 0x0FFE, NONE",
        "0x0FFF, 0x1000, SYSTEM",
        "0x1000, 0x1000, NONE",
        "0xD000, 0xD001, EFFECT",
        "0xD001, 0xD001, NONE",
        "0xD003, 0xD001, EFFECT",
        "0xD007, 0xD007, NONE",
        "0xD008, 0xD001, EFFECT",
        "0xDFFF, 0xD001, EFFECT",
        "0xFA01, 0xFA01, NONE",
        "0xFFFF, 0xFFFF, NONE",
    })
    void unknownReservedKindsAreReplacedAndCounted(String raw, String index, Fallback fallback) {
        int kind = Integer.decode(raw);
        assertThat(Kinds.ofFooter(kind)).isEqualTo(Integer.decode(index));
        assertThat(Kinds.fallback(kind)).isEqualTo(fallback);
    }

    @Test
    void everyKindAgreesWithTheModel() {
        for (int raw = 0; raw <= 0xFFFF; raw++) {
            assertThat(Kinds.isReserved(raw)).isEqualTo(EventKind.ofRaw(raw).isReserved());
            assertThat(Kinds.isMarker(raw)).isEqualTo(raw == 6 || raw == 7);
            assertThat(Kinds.ofFooter(Kinds.ofFooter(raw))).isEqualTo(Kinds.ofFooter(raw));
        }
    }
}
