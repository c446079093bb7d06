package io.batpak.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quicktheories.generators.SourceDSL.integers;
import static org.quicktheories.generators.SourceDSL.lists;
import static org.quicktheories.generators.SourceDSL.strings;

import io.batpak.testing.Laws;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.quicktheories.core.Gen;

/// Covers: A5, E34.
/// Tier: law.
class CoordinateLawTest {
    private static final String SPICE = "ab:@ ./|=\0\u001F\u007F\u0080é€\uD83D\uDE00";

    private static Gen<String> spicy() {
        return lists().of(integers().between(0, SPICE.length() - 1))
                .ofSizeBetween(0, 6)
                .map(picks -> picks.stream()
                        .map(pick -> SPICE.substring(pick, pick + 1))
                        .reduce("", String::concat));
    }

    /// The rules of one component, said in terms of the encoded bytes.
    private static boolean isAllowed(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        boolean wellFormed = new String(bytes, StandardCharsets.UTF_8).equals(text);
        if (!wellFormed || bytes.length == 0 || bytes.length > Coordinate.COMPONENT_BYTES_MAX) {
            return false;
        }
        for (byte each : bytes) {
            int unsigned = each & 0xFF;
            if (unsigned < 0x20 || unsigned == 0x7F || unsigned == '/' || unsigned == '|' || unsigned == '=') {
                return false;
            }
        }
        return !text.contains("..");
    }

    private static Optional<Coordinate> made(String entity, String scope) {
        try {
            return Optional.of(Coordinate.of(entity, scope));
        } catch (CoordinateException refused) {
            return Optional.empty();
        }
    }

    @Test
    void aCoordinateExistsExactlyIfBothPartsObeyTheRules() {
        Laws.qt(5000)
                .forAll(spicy(), spicy())
                .checkAssert((entity, scope) ->
                        assertThat(made(entity, scope).isPresent()).isEqualTo(isAllowed(entity) && isAllowed(scope)));
    }

    @Test
    void whatIsAcceptedComesBackUnchanged() {
        Laws.qt(2000)
                .forAll(
                        strings().allPossible().ofLengthBetween(0, 40),
                        strings().ascii().ofLengthBetween(1, 40))
                .checkAssert((entity, scope) -> made(entity, scope).ifPresent(coordinate -> {
                    assertThat(coordinate.entity()).isEqualTo(entity);
                    assertThat(coordinate.scope()).isEqualTo(scope);
                    assertThat(Coordinate.of(coordinate.entity(), coordinate.scope()))
                            .isEqualTo(coordinate);
                    assertThat(coordinate).hasToString(entity + "@" + scope);
                }));
    }
}
