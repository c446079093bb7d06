package io.batpak.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/// Covers: A4, A6, A30, B20.
/// Tier: unit.
class EventTest {
    private static final EventId ID = new EventId(1, 2);
    private static final Coordinate AT = Coordinate.of("entity", "scope");
    private static final FramePosition FRAME = new FramePosition(1, 57, 300);

    private static EventHeader header(EventKind kind, int flags, long timestampMicros) {
        return new EventHeader(
                ID,
                CorrelationId.of(ID),
                Optional.empty(),
                timestampMicros,
                DagPosition.root(),
                1,
                kind,
                flags,
                Hash.ZERO,
                0,
                Optional.empty());
    }

    private static EventHeader sealed() {
        EventHeader plain = header(EventKind.DATA, 0, 0);
        return new EventHeader(
                plain.eventId(),
                plain.correlationId(),
                plain.causationId(),
                plain.timestampMicros(),
                plain.position(),
                plain.payloadLength(),
                plain.kind(),
                plain.flags(),
                plain.contentHash(),
                plain.payloadVersion(),
                Optional.of(new PayloadEncryption(Bytes.ofHex("01"), Bytes.of(new byte[24]))));
    }

    private static StoredEvent event(EventHeader header, byte[] payload) {
        return new StoredEvent(
                AT,
                header,
                new HashChain(Hash.ZERO, Hash.ZERO),
                new StoredEvent.Committed(9, FRAME, Extensions.none()),
                payload);
    }

    @Test
    void flagsAreReadBitByBit() {
        for (int flags = 0; flags <= 255; flags++) {
            EventHeader header = header(EventKind.DATA, flags, 0);
            assertThat(header.requiresAck()).isEqualTo((flags & 1) != 0);
            assertThat(header.isTransactional()).isEqualTo((flags & 2) != 0);
            assertThat(header.isReplay()).isEqualTo((flags & 8) != 0);
            assertThat(header.flags()).isEqualTo(flags);
        }
        assertThatThrownBy(() -> header(EventKind.DATA, 256, 0)).hasMessage("flags is 256, must be 0..255");
        assertThatThrownBy(() -> header(EventKind.DATA, -1, 0)).isInstanceOf(InvalidArgumentException.class);
    }

    @Test
    void anAgeIsNeverNegativeAndNeverOverflows() {
        assertThat(header(EventKind.DATA, 0, 100).ageMicros(150)).isEqualTo(50);
        assertThat(header(EventKind.DATA, 0, 100).ageMicros(50)).isZero();
        assertThat(header(EventKind.DATA, 0, Long.MIN_VALUE).ageMicros(1)).isEqualTo(Long.MAX_VALUE);
        assertThat(header(EventKind.DATA, 0, 1).ageMicros(Long.MIN_VALUE)).isZero();
        assertThat(header(EventKind.DATA, 0, Long.MAX_VALUE).ageMicros(-2)).isZero();
    }

    @Test
    void aNonceHas24Bytes() {
        assertThatThrownBy(() -> new PayloadEncryption(Bytes.EMPTY, Bytes.of(new byte[23])))
                .isInstanceOf(InvalidArgumentException.class);
    }

    @Test
    void anEventGivesBackWhatWasStored() {
        byte[] payload = {(byte) 0x81, (byte) 0xA1, 'n', 7};
        StoredEvent event = event(header(EventKind.DATA, 0, 0), payload);
        assertThat(event.payload()).isEqualTo(payload).isNotSameAs(payload);
        assertThat(event.payloadLength()).isEqualTo(4);
        assertThat(event.value()).isEqualTo(Value.map("n", 7));
        assertThat(event.sequence()).isEqualTo(9);
        assertThat(event.position()).isEqualTo(FRAME);
        assertThat(event.extensions().isEmpty()).isTrue();
        assertThat(event.coordinate()).isEqualTo(AT);
        assertThat(event.chain().isGenesis()).isTrue();
        assertThat(event.header().eventId()).isEqualTo(event.eventId());
        assertThat(event).hasToString("event:00000000000000010000000000000002 0x1000 entity@scope #9");
    }

    @Test
    void batchMarkersReadAsNull() {
        byte[] nothing = {};
        assertThat(event(header(EventKind.SYSTEM_BATCH_BEGIN, 0, 0), nothing).value())
                .isEqualTo(Value.nil());
        assertThat(event(header(EventKind.SYSTEM_BATCH_COMMIT, 0, 0), nothing).value())
                .isEqualTo(Value.nil());
    }

    @Test
    void ciphertextIsNeverShownAsAValue() {
        StoredEvent event = event(sealed(), new byte[] {1});
        PayloadFormatException refusal = catchThrowableOfType(PayloadFormatException.class, event::value);
        assertThat(refusal.reason()).isEqualTo(PayloadFormatException.Reason.ENCRYPTED);
        assertThat(event.payload()).containsExactly(1);
    }

    @Test
    void aPayloadKeepsItsBytesVerbatim() {
        byte[] bytes = {1, 2, 3};
        Payload copied = Payload.messagePack(bytes);
        Payload given = Payload.handedOver(bytes);
        bytes[0] = 9;
        assertThat(copied.bytes()).containsExactly(1, 2, 3);
        assertThat(given.bytes()).isSameAs(bytes);
        assertThat(given.length()).isEqualTo(3);
        assertThat(Payload.of(Value.map("b", 1, "a", 200)).bytes())
                .containsExactly(0x82, 0xA1, 'a', 0xCC, 200, 0xA1, 'b', 1);
    }

    @Test
    void frontiersAnswerForEveryMark() {
        HlcPoint[] points = new HlcPoint[6];
        for (int index = 0; index < points.length; index++) {
            points[index] = new HlcPoint(index, index);
        }
        LaneFrontier one = new LaneFrontier(1, points[0], points[1], points[2], points[3], points[4], points[5]);
        LaneFrontier two = new LaneFrontier(2, points[5], points[4], points[3], points[2], points[1], points[0]);
        Frontier frontier = new Frontier(
                points[0],
                points[1],
                points[2],
                points[3],
                points[4],
                points[5],
                OptionalLong.empty(),
                List.of(one, two));
        List<Mark> marks = List.of(Mark.values());
        assertThat(marks).extracting(frontier::at).containsExactly(points);
        assertThat(marks).extracting(one::at).containsExactly(points);
        assertThat(marks).extracting(Frontier.ORIGIN::at).containsOnly(HlcPoint.ORIGIN);
        assertThat(frontier.lane(2)).hasValue(two);
        assertThat(frontier.lane(3)).isEmpty();
        assertThat(Mark.values())
                .extracting(Mark::wireName)
                .containsExactly("accepted", "written", "durable", "visible", "applied", "emitted");
        assertThatThrownBy(() -> new Frontier(
                        points[0],
                        points[0],
                        points[0],
                        points[0],
                        points[0],
                        points[0],
                        OptionalLong.empty(),
                        List.of(two, one)))
                .isInstanceOf(InvalidArgumentException.class);
    }

    @Test
    void reportsCopyTheirLists() {
        ChainReport clean = new ChainReport(3, List.of(), List.of());
        ChainReport mismatch = new ChainReport(3, List.of(ID), List.of());
        ChainReport dangling = new ChainReport(3, List.of(), List.of(ID));
        ChainReport cut = new ChainReport(3, List.of(), List.of(), List.of(ID));
        assertThat(clean.intact()).isTrue();
        assertThat(cut.intact()).as("a cut that was declared").isTrue();
        assertThat(mismatch.intact()).isFalse();
        assertThat(dangling.intact()).isFalse();
        assertThatThrownBy(() -> cut.declaredCuts().clear()).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> mismatch.contentHashMismatches().clear())
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void boundariesOfWalksAreNamedAsInTheReference() {
        assertThat(List.of(
                        new Ancestry.Boundary.ReachedGenesis(),
                        new Ancestry.Boundary.LimitReached(),
                        new Ancestry.Boundary.NoAnchor(),
                        new Ancestry.Boundary.MissingParent(ID),
                        new Ancestry.Boundary.ReadFailure(ID),
                        new Ancestry.Boundary.Cycle(ID)))
                .extracting(Ancestry.Boundary::wireName)
                .containsExactly("ReachedGenesis", "LimitReached", "NoAnchor", "MissingParent", "ReadFailure", "Cycle");
    }

    private static Receipt receipt(long clock) {
        return new Receipt(ID, 9, clock, Hash.ZERO, Hash.ZERO, Optional.empty(), Extensions.none(), FRAME);
    }

    @Test
    void aReceiptChecksItsClock() {
        assertThat(receipt(4_294_967_295L).clock()).isEqualTo(4_294_967_295L);
        assertThatThrownBy(() -> receipt(1L << 32)).isInstanceOf(InvalidArgumentException.class);
    }

    @Test
    void aReceiptTakesASignatureAndGivesAwayWhatTravels() {
        Hash key = Hash.of(1, 2, 3, 4);
        Signature signature = Signature.of(new byte[64]);
        Extensions none = Extensions.none();
        Receipt signed = receipt(3).signedBy(key, signature);
        assertThat(signed).isEqualTo(new Receipt(ID, 9, 3, Hash.ZERO, key, Optional.of(signature), none, FRAME));
        assertThat(signed.wire()).isEqualTo(new WireReceipt(ID, 9, Hash.ZERO, key, Optional.of(signature), none));
    }

    @Test
    void aGateRefusesANegativeTime() {
        assertThat(new DurabilityGate(Mark.DURABLE, Duration.ZERO).timeout()).isZero();
        assertThatThrownBy(() -> new DurabilityGate(Mark.DURABLE, Duration.ofNanos(-1)))
                .isInstanceOfSatisfying(
                        InvalidArgumentException.class,
                        refusal -> assertThat(refusal.argument()).isEqualTo("timeout"));
    }
}
