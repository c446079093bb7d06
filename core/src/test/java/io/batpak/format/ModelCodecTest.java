package io.batpak.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quicktheories.generators.SourceDSL.integers;
import static org.quicktheories.generators.SourceDSL.longs;

import io.batpak.format.Damage.Reason;
import io.batpak.model.Coordinate;
import io.batpak.model.CorrelationId;
import io.batpak.model.DagPosition;
import io.batpak.model.EventHeader;
import io.batpak.model.EventId;
import io.batpak.model.EventKind;
import io.batpak.model.Hash;
import io.batpak.testing.Laws;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Canonical bytes of coordinates, positions and headers.
///
/// Covers: A1, A6, E34.
/// Tier: golden.
class ModelCodecTest {

    private static final long U32_MAX = 0xFFFF_FFFFL;

    private static EventHeader golden() {
        return new EventHeader(
                new EventId(0x0123456789abcdefL, 0x0123456789abcdefL),
                new CorrelationId(0x0123456789abcdefL, 0x0123456789abcdefL),
                Optional.empty(),
                1_700_000_000_000_000L,
                new DagPosition(0, 0, 0, 0, 0),
                42,
                EventKind.ofRaw(0xF001),
                0,
                Hash.ZERO,
                0,
                Optional.empty());
    }

    @Test
    void aCoordinateHasTheReferenceBytes() {
        byte[] golden = GoldenBytes.hex("canonical/coordinate_v1.hex");
        Coordinate coordinate = Coordinate.of("entity:test", "scope:test");
        assertThat(ModelCodec.encode(coordinate)).isEqualTo(golden);
        assertThat(ModelCodec.decodeCoordinate(golden, 0, golden.length)).isEqualTo(new Decoded.Ok<>(coordinate));
    }

    @Test
    void aHeaderHasTheReferenceBytes() {
        byte[] golden = GoldenBytes.hex("canonical/event_header_v1.hex");
        assertThat(HeaderCodec.encode(golden())).isEqualTo(golden);
        assertThat(HeaderCodec.decode(golden, 0, golden.length)).isEqualTo(new Decoded.Ok<>(golden()));
    }

    @Test
    void aPositionHasTheDocumentedBytes() {
        assertThat(HexFormat.of().formatHex(ModelCodec.encode(new DagPosition(1234, 0, 0, 0, 0))))
                .isEqualTo("85a777616c6c5f6d73cd04d2a7636f756e74657200a5646570746800a46c616e6500a873657175656e636500");
    }

    @Test
    void everyPositionComesBack() {
        Laws.qt(1000)
                .forAll(
                        longs().all(),
                        integers().between(0, 0xFFFF),
                        longs().between(0, U32_MAX),
                        longs().between(0, U32_MAX))
                .checkAssert((wall, counter, depth, lane) -> {
                    DagPosition position = new DagPosition(wall, counter, depth, lane, depth ^ lane);
                    byte[] bytes = ModelCodec.encode(position);
                    assertThat(ModelCodec.decodePosition(bytes, 0, bytes.length))
                            .isEqualTo(new Decoded.Ok<>(position));
                });
    }

    @Test
    void cutsAndChangesGiveAValue() {
        byte[] coordinate = ModelCodec.encode(Coordinate.of("entity:test", "scope:test"));
        byte[] position = ModelCodec.encode(new DagPosition(1234, 5, 70_000, 3, 2));
        byte[] header = HeaderCodec.encode(golden());
        for (byte[] bytes : new byte[][] {coordinate, position, header}) {
            for (int length = 0; length < bytes.length; length++) {
                assertThat(ModelCodec.decodeCoordinate(bytes, 0, length)).isInstanceOf(Decoded.Damaged.class);
                assertThat(ModelCodec.decodePosition(bytes, 0, length)).isInstanceOf(Decoded.Damaged.class);
                assertThat(HeaderCodec.decode(bytes, 0, length)).isInstanceOf(Decoded.Damaged.class);
                for (int value = 0; value < 256; value++) {
                    byte[] changed = bytes.clone();
                    changed[length] = (byte) value;
                    assertThat(ModelCodec.decodeCoordinate(changed, 0, changed.length))
                            .isNotNull();
                    assertThat(ModelCodec.decodePosition(changed, 0, changed.length))
                            .isNotNull();
                    assertThat(HeaderCodec.decode(changed, 0, changed.length)).isNotNull();
                }
            }
        }
    }

    @Test
    void aStoredCoordinateObeysTheRulesOfCoordinates() {
        byte[] bytes = ModelCodec.encode(Coordinate.of("entity:test", "scope:test"));
        bytes[10] = 0; // inside the entity
        assertThat(ModelCodec.decodeCoordinate(bytes, 0, bytes.length))
                .isInstanceOfSatisfying(
                        Decoded.Damaged.class,
                        damaged -> assertThat(damaged.damage().reason()).isEqualTo(Reason.COORDINATE_INVALID));
    }
}
