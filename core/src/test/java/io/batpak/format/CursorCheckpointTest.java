package io.batpak.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.batpak.model.Region;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `cursors/NAME.ckpt`: its bytes, what else is read, and every damage.
///
/// Covers: I2, I3.
/// Tier: unit.
class CursorCheckpointTest {
    private static final String IDENTITY = "entity=entity:roundtrip|scope=*|fact=none|clock=*";
    private static final CursorCheckpoint EXAMPLE = CursorCheckpoint.of(OptionalLong.of(42), IDENTITY);
    private static final String EXAMPLE_HEX =
            "84a8706f736974696f6e2aa773746172746564c3af70726f636573735f626f6f745f6e73c0"
                    + "af726567696f6e5f6964656e74697479d931"
                    + "656e746974793d656e746974793a726f756e64747269707c73636f70653d2a7c666163743d6e6f6e657c636c6f636b3d2a";
    private static final String POSITION = "a8706f736974696f6e";
    private static final String STARTED = "a773746172746564";
    private static final String BOOT = "af70726f636573735f626f6f745f6e73";
    private static final String REGION = "af726567696f6e5f6964656e74697479";

    private static byte[] hex(String... parts) {
        return HexFormat.of().parseHex(String.join("", parts));
    }

    private static String outcome(byte[] file) {
        return switch (CursorCheckpoint.decode(file)) {
            case Decoded.Ok<CursorCheckpoint>(CursorCheckpoint found) ->
                found.position() + " " + found.started() + " "
                        + (found.processBootNanos().isPresent()
                                ? Long.toUnsignedString(found.processBootNanos().getAsLong())
                                : "nil")
                        + " " + found.region().orElse("nil");
            case Decoded.Damaged<CursorCheckpoint>(Damage damage) ->
                damage.reason().name();
        };
    }

    @Test
    void theBytesAreThoseOfTheReference() {
        assertThat(HexFormat.of().formatHex(EXAMPLE.encode())).isEqualTo(EXAMPLE_HEX);
        assertThat(EXAMPLE.encode()).hasSize(104);
        assertThat(Region.entity("entity:roundtrip").checkpointIdentity()).isEqualTo(IDENTITY);
        assertThat(outcome(hex(EXAMPLE_HEX))).isEqualTo("42 true nil " + IDENTITY);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 84a8706f736974696f6e00",
        "127, 84a8706f736974696f6e7f",
        "128, 84a8706f736974696f6ecc80",
        "65535, 84a8706f736974696f6ecdffff",
        "4294967295, 84a8706f736974696f6eceffffffff",
        "9223372036854775807, 84a8706f736974696f6ecf7fffffffffffffff"
    })
    void aPositionIsAsShortAsItCanBeAndReadInAnyWidth(long position, String head) {
        CursorCheckpoint checkpoint = CursorCheckpoint.of(OptionalLong.of(position), "r");
        assertThat(HexFormat.of().formatHex(checkpoint.encode())).startsWith(head);
        assertThat(CursorCheckpoint.decode(checkpoint.encode())).isEqualTo(new Decoded.Ok<>(checkpoint));
        byte[] wide = hex("82", POSITION, "cf", "%016x".formatted(position), STARTED, "c3");
        assertThat(outcome(wide)).isEqualTo(position + " true nil nil");
    }

    @Test
    void whoHasNotBegunHasNoPosition() {
        CursorCheckpoint fresh = CursorCheckpoint.of(OptionalLong.empty(), "r");
        assertThat(fresh.after()).isEmpty();
        assertThat(fresh.position()).isZero();
        assertThat(EXAMPLE.after()).hasValue(42);
        assertThat(CursorCheckpoint.decode(fresh.encode())).isEqualTo(new Decoded.Ok<>(fresh));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CursorCheckpoint(-1, true, OptionalLong.empty(), Optional.empty()));
    }

    @Test
    void fieldsByPositionInAnyOrderUnknownOnesAndWhatFollowsAreRead() {
        assertThat(outcome(hex("94", "2a", "c3", "c0", "a172"))).isEqualTo("42 true nil r");
        assertThat(outcome(hex("92", "2a", "c2"))).isEqualTo("42 false nil nil");
        assertThat(outcome(hex("84", REGION, "a172", BOOT, "cfffffffffffffffff", STARTED, "c2", POSITION, "07")))
                .isEqualTo("7 false 18446744073709551615 r");
        assertThat(outcome(hex("84", "a3746f70", "93c0c2a0", POSITION, "07", STARTED, "c3", REGION, "c0")))
                .isEqualTo("7 true nil nil");
        assertThat(outcome(hex(EXAMPLE_HEX, "c1ff00"))).isEqualTo("42 true nil " + IDENTITY);
    }

    @Test
    void withoutAPositionOrWhetherItHasBegunNothingIsRead() {
        for (byte[] file : new byte[][] {
            hex("81", POSITION, "07"),
            hex("81", STARTED, "c3"),
            hex("80"),
            hex("90"),
            hex("91", "07"),
            hex("c0"),
            hex("07"),
            {},
            hex("82", POSITION, "ff", STARTED, "c3"),
            hex("82", POSITION, "cf8000000000000000", STARTED, "c3"),
            hex("82", POSITION, "07", STARTED, "01"),
            hex("82", POSITION, "c0", STARTED, "c3"),
            hex("83", POSITION, "07", STARTED, "c3", REGION, "07"),
            hex("83", POSITION, "07", STARTED, "c3", REGION, "a1ff"),
            hex("83", POSITION, "07", STARTED, "c3", POSITION, "08")
        }) {
            assertThat(outcome(file))
                    .as(HexFormat.of().formatHex(file))
                    .isEqualTo(Damage.Reason.CURSOR_UNDECODABLE.name());
        }
    }

    @Test
    void everyTruncationIsDamage() {
        byte[] file = EXAMPLE.encode();
        for (int length = 0; length < file.length; length++) {
            assertThat(outcome(Arrays.copyOf(file, length)))
                    .as(length + " bytes")
                    .isEqualTo(Damage.Reason.CURSOR_UNDECODABLE.name());
        }
    }

    /// There is no checksum: a flipped bit may give another position, but never more than a value or a finding.
    @Test
    void everyFlippedByteIsReadOrFound() {
        byte[] file = EXAMPLE.encode();
        for (int at = 0; at < file.length; at++) {
            for (int value = 0; value < 256; value++) {
                byte[] changed = file.clone();
                changed[at] = (byte) value;
                assertThat(outcome(changed)).isNotEmpty();
            }
        }
    }
}
