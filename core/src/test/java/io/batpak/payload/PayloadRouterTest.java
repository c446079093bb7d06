package io.batpak.payload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.batpak.model.Coordinate;
import io.batpak.model.CorrelationId;
import io.batpak.model.DagPosition;
import io.batpak.model.EventHeader;
import io.batpak.model.EventId;
import io.batpak.model.EventKind;
import io.batpak.model.Extensions;
import io.batpak.model.FramePosition;
import io.batpak.model.Hash;
import io.batpak.model.HashChain;
import io.batpak.model.InvalidArgumentException;
import io.batpak.model.StoredEvent;
import io.batpak.payload.HandWritten.Counted;
import io.batpak.payload.HandWritten.Sale;
import io.batpak.payload.HandWritten.SaleCodec;
import io.batpak.testing.GoldenFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Exactly one handler runs for a kind, none for a kind that nobody asked for, and what cannot be decoded is an error
/// and no unknown kind.
///
/// Covers: A17.
/// Tier: unit.
class PayloadRouterTest {
    private static final PayloadRegistry TYPES =
            PayloadRegistry.of(List.of(SaleCodec.standard(), HandWritten.counted(HandWritten.legacy())));

    private final List<String> calls = new ArrayList<>();
    private final PayloadRouter<Long> router = PayloadRouter.<Long>over(TYPES)
            .on(Sale.class, (event, sale) -> called("sale", event, sale.amount()))
            .on(Counted.class, (event, counted) -> called("counted " + counted.label(), event, counted.total()));

    private long called(String handler, StoredEvent event, long answer) {
        calls.add(handler + " " + event.kind());
        return answer;
    }

    private static StoredEvent event(EventKind kind, int version, byte[] payload) {
        EventId id = new EventId(1, 2);
        EventHeader header = new EventHeader(
                id,
                CorrelationId.of(id),
                Optional.empty(),
                0,
                DagPosition.root(),
                payload.length,
                kind,
                0,
                Hash.ZERO,
                version,
                Optional.empty());
        return new StoredEvent(
                Coordinate.of("e", "s"),
                header,
                new HashChain(Hash.ZERO, Hash.ZERO),
                new StoredEvent.Committed(1, new FramePosition(1, 0, 1), Extensions.none()),
                payload);
    }

    private static StoredEvent sale(long amount) {
        return event(
                HandWritten.SALE,
                1,
                TYPES.encode(new Sale(amount, "")).payload().bytes());
    }

    @Test
    void theHandlerOfTheKindRunsAndNoOther() {
        assertThat(router.dispatch(sale(5))).contains(5L);
        assertThat(calls).containsExactly("sale 0xEC01");
        assertThat(router.kinds()).containsExactly(HandWritten.SALE, HandWritten.COUNTED);
    }

    @Test
    void anOldVersionReachesItsHandlerAsTheNewOne() {
        byte[] stored = GoldenFiles.hex("payloads/e_c02__v1.hex");
        assertThat(router.dispatch(event(HandWritten.COUNTED, 1, stored))).contains(7L);
        assertThat(calls).containsExactly("counted legacy 0xEC02");
    }

    @Test
    void aKindThatNobodyAskedForFallsThroughUnread() {
        byte[] noMessagePack = {(byte) 0xC1};
        assertThat(router.dispatch(event(EventKind.DATA, 1, noMessagePack))).isEmpty();
        assertThat(router.dispatch(event(EventKind.SYSTEM_DENIAL, 0, noMessagePack)))
                .isEmpty();
        assertThat(PayloadRouter.<Long>over(TYPES).dispatch(sale(5))).isEmpty();
        assertThat(calls).isEmpty();
    }

    @Test
    void aPayloadOfAKnownKindThatCannotBeDecodedIsAnError() {
        assertThatThrownBy(() -> router.dispatch(event(HandWritten.SALE, 1, new byte[] {(byte) 0x80})))
                .isInstanceOf(PayloadDecodeException.class);
        assertThatThrownBy(() -> router.dispatch(event(HandWritten.SALE, 9, new byte[] {(byte) 0x80})))
                .isInstanceOf(PayloadFutureVersionException.class);
        assertThat(calls).isEmpty();
    }

    @Test
    void whatAHandlerThrowsGoesThrough() {
        PayloadRouter<Long> broken = PayloadRouter.<Long>over(TYPES).on(Sale.class, (event, sale) -> {
            throw new IllegalStateException("no stock");
        });
        assertThatThrownBy(() -> broken.dispatch(sale(1)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("no stock");
    }

    @Test
    void aSecondHandlerForAKindIsRefusedAndTheFirstStays() {
        assertThatExceptionOfType(InvalidArgumentException.class)
                .isThrownBy(() -> router.on(Sale.class, (event, sale) -> 0L))
                .withMessageContaining("0xEC01")
                .withMessageContaining(Sale.class.getName());
        PayloadRegistryTest.Other twin = new PayloadRegistryTest.Other(SaleCodec.standard());
        PayloadRegistry colliding = PayloadRegistry.of(List.of(SaleCodec.standard(), twin));
        PayloadRouter<Long> one = PayloadRouter.<Long>over(colliding).on(Sale.class, (event, sale) -> 1L);
        assertThatThrownBy(() -> one.on(PayloadRegistryTest.Other.class, (event, other) -> 2L))
                .isInstanceOf(InvalidArgumentException.class);
        assertThat(one.dispatch(sale(3))).contains(1L);
        assertThatThrownBy(() -> router.on(String.class, (event, text) -> 0L))
                .isInstanceOf(UnknownPayloadTypeException.class);
    }
}
