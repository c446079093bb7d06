package io.batpak.sign;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.model.Bytes;
import io.batpak.model.Coordinate;
import io.batpak.model.Entry;
import io.batpak.model.EventId;
import io.batpak.model.EventKind;
import io.batpak.model.Extensions;
import io.batpak.model.FramePosition;
import io.batpak.model.Hash;
import io.batpak.model.Receipt;
import io.batpak.model.Signature;
import io.batpak.model.WireReceipt;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/// Every verdict, and the order in which the checks come.
///
/// Covers: A15, B17.
/// Tier: unit.
class ReceiptVerifierTest {
    private static final Hash OTHER = Hash.of(1, 2, 3, 4);
    private static final KeyRing KEYS = KeyRing.of(List.of(SignSamples.key(0x07), SignSamples.key(0x08)));
    private static final SignSamples.Committed EVENT = SignSamples.Committed.sample();
    private static final Receipt SIGNED =
            KEYS.sign(Receipt.unsigned(EVENT), EVENT.coordinate(), EVENT.kind(), EVENT.previousHash());

    /// A receipt whose fields can be replaced one by one.
    private record Draft(
            EventId eventId,
            long sequence,
            long clock,
            Hash contentHash,
            Hash keyId,
            Optional<Signature> signature,
            Extensions extensions,
            FramePosition position) {
        static Draft of(Receipt r) {
            return new Draft(
                    r.eventId(),
                    r.sequence(),
                    r.clock(),
                    r.contentHash(),
                    r.keyId(),
                    r.signature(),
                    r.extensions(),
                    r.position());
        }

        Receipt receipt() {
            return new Receipt(eventId, sequence, clock, contentHash, keyId, signature, extensions, position);
        }

        Draft id(EventId other) {
            return new Draft(other, sequence, clock, contentHash, keyId, signature, extensions, position);
        }

        Draft sequence(long other) {
            return new Draft(eventId, other, clock, contentHash, keyId, signature, extensions, position);
        }

        Draft clock(long other) {
            return new Draft(eventId, sequence, other, contentHash, keyId, signature, extensions, position);
        }

        Draft content(Hash other) {
            return new Draft(eventId, sequence, clock, other, keyId, signature, extensions, position);
        }

        Draft key(Hash other) {
            return new Draft(eventId, sequence, clock, contentHash, other, signature, extensions, position);
        }

        Draft signature(Optional<Signature> other) {
            return new Draft(eventId, sequence, clock, contentHash, keyId, other, extensions, position);
        }

        Draft extensions(Extensions other) {
            return new Draft(eventId, sequence, clock, contentHash, keyId, signature, other, position);
        }

        Draft position(FramePosition other) {
            return new Draft(eventId, sequence, clock, contentHash, keyId, signature, extensions, other);
        }
    }

    /// One way to alter a receipt, and what it leads to.
    private record Tampering(UnaryOperator<Draft> change, ReceiptVerdict verdict, boolean seenOnTheWire) {}

    /// In the order of the checks.
    private static final List<Tampering> TAMPERINGS = List.of(
            new Tampering(d -> d.id(new EventId(9, 9)), ReceiptVerdict.EVENT_ID_MISMATCH, true),
            new Tampering(d -> d.sequence(43), ReceiptVerdict.SEQUENCE_MISMATCH, true),
            new Tampering(d -> d.clock(6), ReceiptVerdict.SEQUENCE_MISMATCH, false),
            new Tampering(d -> d.position(new FramePosition(1, 58, 500)), ReceiptVerdict.DISK_POSITION_MISMATCH, false),
            new Tampering(d -> d.content(OTHER), ReceiptVerdict.CONTENT_HASH_MISMATCH, true),
            new Tampering(d -> d.extensions(Extensions.none()), ReceiptVerdict.EXTENSIONS_MISMATCH, true),
            new Tampering(d -> d.key(Hash.ZERO), ReceiptVerdict.ZERO_KEY_WITH_SIGNATURE, true),
            new Tampering(d -> d.key(OTHER), ReceiptVerdict.UNKNOWN_SIGNING_KEY, true),
            new Tampering(d -> d.signature(Optional.empty()), ReceiptVerdict.MISSING_SIGNATURE, true),
            new Tampering(
                    d -> d.signature(Optional.empty()).key(Hash.ZERO), ReceiptVerdict.UNSIGNED_RECEIPT_REJECTED, true));

    private static ReceiptVerdict verify(Receipt receipt, Entry committed) {
        return ReceiptVerifier.verify(receipt, Optional.of(committed), KEYS);
    }

    @Test
    void anUnalteredReceiptIsSigned() {
        assertThat(verify(SIGNED, EVENT)).isEqualTo(ReceiptVerdict.SIGNED);
        assertThat(ReceiptVerifier.verifyWire(SIGNED.wire(), Optional.of(EVENT), KEYS))
                .isEqualTo(ReceiptVerdict.SIGNED);
    }

    @Test
    void everyAlterationIsNamed() {
        for (Tampering tampering : TAMPERINGS) {
            Receipt altered = tampering.change().apply(Draft.of(SIGNED)).receipt();
            assertThat(verify(altered, EVENT)).isEqualTo(tampering.verdict());
            assertThat(ReceiptVerifier.verifyWire(altered.wire(), Optional.of(EVENT), KEYS))
                    .isEqualTo(tampering.seenOnTheWire() ? tampering.verdict() : ReceiptVerdict.SIGNED);
        }
    }

    @Test
    void theFirstCheckThatFailsIsTheVerdict() {
        // The last four exclude each other; the rows before them are applied together, one fewer each time.
        List<Tampering> compatible = new ArrayList<>(TAMPERINGS.subList(0, 7));
        while (!compatible.isEmpty()) {
            Draft draft = Draft.of(SIGNED);
            for (Tampering tampering : compatible) {
                draft = tampering.change().apply(draft);
            }
            assertThat(verify(draft.receipt(), EVENT))
                    .isEqualTo(compatible.getFirst().verdict());
            compatible.removeFirst();
        }
    }

    @Test
    void whatIsNotCommittedIsMissing() {
        assertThat(ReceiptVerifier.verify(SIGNED, Optional.empty(), KEYS))
                .isEqualTo(ReceiptVerdict.MISSING_COMMITTED_EVENT);
        assertThat(ReceiptVerifier.verifyDenial(SIGNED, Optional.empty(), KEYS))
                .isEqualTo(ReceiptVerdict.MISSING_COMMITTED_EVENT);
        assertThat(ReceiptVerifier.verifyWire(SIGNED.wire(), Optional.empty(), KEYS))
                .isEqualTo(ReceiptVerdict.MISSING_COMMITTED_EVENT);
    }

    @Test
    void theReceiptOfADenialNamesADenial() {
        SignSamples.Committed denial = EVENT.withKind(EventKind.SYSTEM_DENIAL);
        Receipt receipt =
                KEYS.sign(Receipt.unsigned(denial), denial.coordinate(), denial.kind(), denial.previousHash());
        assertThat(ReceiptVerifier.verifyDenial(receipt, Optional.of(denial), KEYS))
                .isEqualTo(ReceiptVerdict.SIGNED);
        assertThat(ReceiptVerifier.verifyDenial(SIGNED, Optional.of(EVENT), KEYS))
                .isEqualTo(ReceiptVerdict.DENIAL_KIND_MISMATCH);
        Receipt altered = Draft.of(SIGNED).id(new EventId(9, 9)).receipt();
        assertThat(ReceiptVerifier.verifyDenial(altered, Optional.of(EVENT), KEYS))
                .as("the kind comes before the id")
                .isEqualTo(ReceiptVerdict.DENIAL_KIND_MISMATCH);
    }

    @Test
    void theSignatureBindsWhatTheReceiptDoesNotCarry() {
        for (Entry other : List.of(
                EVENT.withKind(EventKind.DATA),
                EVENT.withCoordinate(Coordinate.of("entity:test", "other")),
                EVENT.withPreviousHash(OTHER))) {
            assertThat(verify(SIGNED, other)).isEqualTo(ReceiptVerdict.INVALID_SIGNATURE);
        }
    }

    @Test
    void noFlippedBitOfASignatureIsAccepted() {
        byte[] good = SIGNED.signature().orElseThrow().toByteArray();
        for (int bit = 0; bit < good.length * 8; bit++) {
            byte[] bad = good.clone();
            bad[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(verify(SIGNED.signedBy(SIGNED.keyId(), Signature.of(bad)), EVENT))
                    .as("bit " + bit)
                    .isEqualTo(ReceiptVerdict.INVALID_SIGNATURE);
        }
        byte[] zero = new byte[64];
        assertThat(verify(SIGNED.signedBy(SIGNED.keyId(), Signature.of(zero)), EVENT))
                .isEqualTo(ReceiptVerdict.INVALID_SIGNATURE);
        assertThat(verify(SIGNED.signedBy(SignSamples.key(0x07).keyId(), Signature.of(good)), EVENT))
                .as("made by the other key")
                .isEqualTo(ReceiptVerdict.INVALID_SIGNATURE);
    }

    @Test
    void anUnsignedReceiptIsAcceptedOnlyWhereThereAreNoKeys() {
        Receipt plain = Receipt.unsigned(EVENT);
        assertThat(ReceiptVerifier.verify(plain, Optional.of(EVENT), KeyRing.none()))
                .isEqualTo(ReceiptVerdict.UNSIGNED_ACCEPTED);
        assertThat(verify(plain, EVENT)).isEqualTo(ReceiptVerdict.UNSIGNED_RECEIPT_REJECTED);
        assertThat(ReceiptVerifier.verify(SIGNED, Optional.of(EVENT), KeyRing.none()))
                .isEqualTo(ReceiptVerdict.UNKNOWN_SIGNING_KEY);
    }

    @Test
    void aPlaceThatIsGoneIsNotCompared() {
        SignSamples.Committed moved = EVENT.withPosition(new FramePosition(9, 57, 500));
        assertThat(verify(SIGNED, moved)).isEqualTo(ReceiptVerdict.DISK_POSITION_MISMATCH);
        assertThat(ReceiptVerifier.verify(SIGNED, Optional.of(moved), KEYS, segment -> segment != 1))
                .isEqualTo(ReceiptVerdict.SIGNED);
        assertThat(ReceiptVerifier.verify(SIGNED, Optional.of(moved), KEYS, segment -> segment == 1))
                .isEqualTo(ReceiptVerdict.DISK_POSITION_MISMATCH);
        SignSamples.Committed denial = moved.withKind(EventKind.SYSTEM_DENIAL);
        Receipt receipt = Receipt.unsigned(EVENT);
        assertThat(ReceiptVerifier.verifyDenial(receipt, Optional.of(denial), KeyRing.none(), segment -> false))
                .isEqualTo(ReceiptVerdict.UNSIGNED_ACCEPTED);
    }

    @Test
    void whatCannotBeCoveredIsNamed() {
        Extensions odd = Extensions.stored(new TreeMap<>(Map.of("a.\uD800", Bytes.EMPTY)));
        WireReceipt receipt = Draft.of(SIGNED).extensions(odd).receipt().wire();
        assertThat(ReceiptVerifier.verifyAlone(receipt, EVENT.coordinate(), EVENT.kind(), EVENT.previousHash(), KEYS))
                .isEqualTo(ReceiptVerdict.COVER_BUILD_FAILED);
    }

    @Test
    void verdictsAreNamedAsInScripts() {
        assertThat(ReceiptVerdict.values())
                .extracting(ReceiptVerdict::wireName)
                .containsExactlyInAnyOrder(
                        "Signed",
                        "UnsignedAccepted",
                        "MissingCommittedEvent",
                        "EventIdMismatch",
                        "SequenceMismatch",
                        "DiskPositionMismatch",
                        "ContentHashMismatch",
                        "ExtensionsMismatch",
                        "DenialKindMismatch",
                        "UnsignedReceiptRejected",
                        "MissingSignature",
                        "ZeroKeyWithSignature",
                        "UnknownSigningKey",
                        "InvalidSignature",
                        "CoverBuildFailed");
        assertThat(ReceiptVerdict.values())
                .filteredOn(ReceiptVerdict::isValid)
                .containsExactly(ReceiptVerdict.SIGNED, ReceiptVerdict.UNSIGNED_ACCEPTED);
        assertThat(ReceiptVerdict.values()).filteredOn(ReceiptVerdict::isSigned).containsExactly(ReceiptVerdict.SIGNED);
    }
}
