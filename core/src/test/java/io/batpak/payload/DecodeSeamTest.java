package io.batpak.payload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.batpak.error.StoreErrorKind;
import io.batpak.model.CorrelationId;
import io.batpak.model.DagPosition;
import io.batpak.model.EventHeader;
import io.batpak.model.EventId;
import io.batpak.model.EventKind;
import io.batpak.model.Hash;
import io.batpak.model.Value;
import io.batpak.payload.HandWritten.Counted;
import io.batpak.payload.HandWritten.Sale;
import io.batpak.payload.HandWritten.SaleCodec;
import io.batpak.payload.PayloadDecodeException.Lane;
import io.batpak.testing.GoldenFiles;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Stored bytes to objects: versions, steps, and every way in which it can fail, over both lanes.
///
/// Covers: A3, A16, A23.
/// Tier: unit.
class DecodeSeamTest {
    private static final PayloadRegistry TYPES =
            PayloadRegistry.of(List.of(SaleCodec.standard(), HandWritten.counted(HandWritten.legacy())));

    private static EventHeader header(EventKind kind, int version) {
        EventId id = new EventId(1, 2);
        return new EventHeader(
                id,
                CorrelationId.of(id),
                Optional.empty(),
                0,
                DagPosition.root(),
                0,
                kind,
                0,
                Hash.ZERO,
                version,
                Optional.empty());
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }

    @Test
    void theFrozenPayloadsAreByteExact() {
        byte[] sale = GoldenFiles.hex("payloads/e_c01__v1.hex");
        assertThat(TYPES.encode(new Sale(100, "hello")).payload().bytes()).isEqualTo(sale);
        assertThat(TYPES.decode(header(HandWritten.SALE, 1), sale, Sale.class)).isEqualTo(new Sale(100, "hello"));
    }

    @Test
    void anOldVersionGoesThroughItsStepsOnBothLanes() {
        byte[] stored = GoldenFiles.hex("payloads/e_c02__v1.hex");
        EventHeader header = header(HandWritten.COUNTED, 1);
        Counted expected = new Counted(7, "legacy");
        assertThat(TYPES.decode(header, stored, Counted.class)).isEqualTo(expected);
        assertThat(TYPES.decode(header, Value.fromMessagePack(stored), Counted.class))
                .isEqualTo(expected);
        byte[] direct = TYPES.encode(expected).payload().bytes();
        assertThat(TYPES.decode(header(HandWritten.COUNTED, 2), direct, Counted.class))
                .isEqualTo(expected);
    }

    @Test
    void version0IsDecodedAsTheCurrentVersion() {
        byte[] stored = TYPES.encode(new Counted(1, "x")).payload().bytes();
        assertThat(TYPES.decode(header(HandWritten.COUNTED, 0), stored, Counted.class))
                .isEqualTo(new Counted(1, "x"));
    }

    @Test
    void unknownFieldsOtherOrdersAndPositionsAreRead() {
        EventHeader header = header(HandWritten.SALE, 1);
        // note before amount, an unknown field with a nested map between them
        byte[] reordered = hex("83a46e6f7465a178a47a7a7a7a8101a179a6616d6f756e7405");
        assertThat(TYPES.decode(header, reordered, Sale.class)).isEqualTo(new Sale(5, "x"));
        assertThat(TYPES.decode(header, hex("9205a178"), Sale.class)).isEqualTo(new Sale(5, "x"));
        // trailing bytes count only on the way through a step
        assertThat(TYPES.decode(header, hex("9205a178c0"), Sale.class)).isEqualTo(new Sale(5, "x"));
    }

    @Test
    void anotherKindIsRefusedOrPassedOver() {
        assertThatExceptionOfType(KindMismatchException.class)
                .isThrownBy(() -> TYPES.decode(header(EventKind.DATA, 1), hex("80"), Sale.class))
                .satisfies(e -> {
                    assertThat(e.kind()).isEqualTo(StoreErrorKind.PAYLOAD_KIND_MISMATCH);
                    assertThat(e.expected()).isEqualTo(HandWritten.SALE);
                    assertThat(e.actual()).isEqualTo(EventKind.DATA);
                    assertThat(e).hasMessageContaining("Sale").hasMessageContaining(new EventId(1, 2).toString());
                });
        assertThatExceptionOfType(KindMismatchException.class)
                .isThrownBy(() -> TYPES.decode(header(EventKind.DATA, 1), Value.map(), Sale.class));
        assertThat(TYPES.route(header(EventKind.DATA, 1), hex("c1"), Sale.class))
                .isEmpty();
        assertThat(TYPES.route(header(EventKind.DATA, 1), Value.map(), Sale.class))
                .isEmpty();
    }

    @Test
    void theRightKindIsDecodedOnBothLanesOrItIsAnError() {
        EventHeader header = header(HandWritten.SALE, 1);
        Sale sale = new Sale(5, "x");
        byte[] stored = TYPES.encode(sale).payload().bytes();
        assertThat(TYPES.route(header, stored, Sale.class)).contains(sale);
        assertThat(TYPES.route(header, Value.fromMessagePack(stored), Sale.class))
                .contains(sale);
        assertThatExceptionOfType(PayloadDecodeException.class)
                .isThrownBy(() -> TYPES.route(header, hex("80"), Sale.class))
                .satisfies(e -> assertThat(e.lane()).isEqualTo(Lane.MESSAGE_PACK));
        assertThatExceptionOfType(PayloadDecodeException.class)
                .isThrownBy(() -> TYPES.route(header, Value.map(), Sale.class))
                .satisfies(e -> assertThat(e.lane()).isEqualTo(Lane.VALUE));
        assertThatExceptionOfType(PayloadFutureVersionException.class)
                .isThrownBy(() -> TYPES.route(header(HandWritten.SALE, 2), Value.map(), Sale.class));
    }

    private static PayloadDecodeException undecodable(String digits) {
        PayloadDecodeException e = catchThrowableOfType(
                PayloadDecodeException.class, () -> TYPES.decode(header(HandWritten.SALE, 1), hex(digits), Sale.class));
        assertThat(e.kind()).isEqualTo(StoreErrorKind.SERIALIZATION);
        assertThat(e.lane()).isEqualTo(Lane.MESSAGE_PACK);
        assertThat(e).hasMessageContaining("Sale").hasMessageContaining(new EventId(1, 2).toString());
        return e;
    }

    @Test
    void whatIsNotTheTypeNamesTheField() {
        assertThat(undecodable("81a6616d6f756e7405").field()).isEqualTo("note");
        assertThat(undecodable("82a6616d6f756e74a178a46e6f7465a178").field()).isEqualTo("amount");
        assertThat(undecodable("82a6616d6f756e7405a6616d6f756e7405").field()).isEqualTo("amount");
        assertThat(undecodable("9105").field()).isEmpty();
        assertThat(undecodable("82a6616d6f756e7405a46e6f7465a5").field()).isEqualTo("note");
        assertThat(undecodable("").field()).isEmpty();
        PayloadDecodeException value = catchThrowableOfType(
                PayloadDecodeException.class,
                () -> TYPES.decode(header(HandWritten.SALE, 1), Value.map("amount", 1, "note", 2), Sale.class));
        assertThat(value.lane()).isEqualTo(Lane.VALUE);
        assertThat(value.field()).isEqualTo("note");
    }

    @Test
    void aLaterVersionIsRefused() {
        assertThatExceptionOfType(PayloadFutureVersionException.class)
                .isThrownBy(() -> TYPES.decode(header(HandWritten.COUNTED, 3), hex("80"), Counted.class))
                .satisfies(e -> {
                    assertThat(e.stored()).isEqualTo(3);
                    assertThat(e.current()).isEqualTo(2);
                });
    }

    private static UpcastException failing(PayloadRegistry types, String digits) {
        return catchThrowableOfType(
                UpcastException.class, () -> types.decode(header(HandWritten.COUNTED, 1), hex(digits), Counted.class));
    }

    private static PayloadRegistry with(UpcastStep... steps) {
        return PayloadRegistry.of(List.of(HandWritten.counted(steps)));
    }

    @Test
    void eachFailureOfAnUpcastHasItsReason() {
        UpcastStep broken = new UpcastStep(HandWritten.COUNTED, 1, stored -> {
            throw new IllegalStateException("no");
        });
        UpcastStep wrong = new UpcastStep(HandWritten.COUNTED, 1, stored -> PayloadTree.empty());
        String good = "81a5636f756e7407";
        assertThat(failing(with(), good).reason()).isEqualTo(UpcastException.Reason.MISSING_STEP);
        assertThat(failing(with(HandWritten.legacy(), broken), good).reason())
                .isEqualTo(UpcastException.Reason.DUPLICATE_STEP);
        assertThat(failing(with(broken), good).reason()).isEqualTo(UpcastException.Reason.STEP);
        assertThat(failing(with(wrong), good).reason()).isEqualTo(UpcastException.Reason.VALUE_CODEC);
        UpcastException trailing = failing(with(HandWritten.legacy()), good + "c0c0");
        assertThat(trailing.reason()).isEqualTo(UpcastException.Reason.VALUE_CODEC);
        assertThat(trailing).hasMessageContaining("2 bytes").hasMessageContaining("Counted");
        assertThat(trailing.from()).isEqualTo(1);
    }

    @Test
    void aTreeKeepsWhatTheBytesSay() {
        // {"b":1,"a":bin,"a":f32,"c":f64}, then text that is no UTF-8, which becomes bin
        for (String digits : List.of("84a16201a161c401ffa161ca3f800000a163cb3ff0000000000000", "cfffffffffffffffff")) {
            assertThat(TreeCodec.encode(TreeCodec.decode(hex(digits)))).isEqualTo(hex(digits));
        }
        assertThat(TreeCodec.encode(TreeCodec.decode(hex("92a1ff01")))).isEqualTo(hex("92c401ff01"));
        assertThat(TreeCodec.encode(TreeCodec.decode(hex("d40105")))).isEqualTo(hex("d40105"));
    }

    @Test
    void nestingHasALimitBothWays() {
        byte[] deep = new byte[1024];
        Arrays.fill(deep, (byte) 0x91);
        assertThat(failing(with(HandWritten.legacy()), HexFormat.of().formatHex(deep))
                        .reason())
                .isEqualTo(UpcastException.Reason.VALUE_CODEC);
    }

    @Test
    void whatHasNoStoredFormIsRefusedWithItsField() {
        assertThatExceptionOfType(PayloadEncodeException.class)
                .isThrownBy(() -> TYPES.encode(new Sale(1, "\uD800")))
                .satisfies(e -> assertThat(e.field()).isEqualTo("note"));
        assertThatExceptionOfType(UnknownPayloadTypeException.class)
                .isThrownBy(() -> TYPES.encode("text"))
                .withMessageContaining("@EventPayload");
        PayloadRegistry untyped = PayloadRegistry.of(List.of(new SaleCodec(HandWritten.SALE, 0)));
        assertThatExceptionOfType(InvalidPayloadVersionException.class)
                .isThrownBy(() -> untyped.encode(new Sale(1, "")))
                .withMessageContaining("1..65535");
    }

    @Test
    void keysOfMapsAscendByTheirBytes() {
        assertThat(PayloadWriter.sorted(Map.of("\uFF5E", 1, "\uD83D\uDE00", 2, "a", 3)))
                .extracting(Map.Entry::getValue)
                .containsExactly(3, 1, 2);
    }
}
