package io.batpak.sign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.batpak.model.Hash;
import io.batpak.model.InvalidArgumentException;
import io.batpak.model.Receipt;
import io.batpak.model.WireReceipt;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Which key signs, which verify, and rotation.
///
/// Covers: A15, B17.
/// Tier: unit.
class KeyRingTest {
    private static final SigningKey OLD = SignSamples.key(0x07);
    private static final SigningKey NEW = SignSamples.key(0x08);

    private static Receipt unsigned() {
        return Receipt.unsigned(SignSamples.Committed.sample());
    }

    private static Receipt signed(KeyRing keys) {
        return keys.sign(unsigned(), SignSamples.AT, SignSamples.KIND, Hash.ZERO);
    }

    private static ReceiptVerdict verdict(Receipt receipt, KeyRing keys) {
        return ReceiptVerifier.verifyAlone(receipt.wire(), SignSamples.AT, SignSamples.KIND, Hash.ZERO, keys);
    }

    @Test
    void theLastKeySignsAndAllVerify() {
        KeyRing before = KeyRing.of(List.of(OLD));
        KeyRing after = KeyRing.of(List.of(OLD, NEW));
        Receipt early = signed(before);
        Receipt late = signed(after);
        assertThat(early.keyId()).isEqualTo(OLD.keyId());
        assertThat(late.keyId()).isEqualTo(NEW.keyId());
        assertThat(verdict(early, after)).isEqualTo(ReceiptVerdict.SIGNED);
        assertThat(verdict(late, after)).isEqualTo(ReceiptVerdict.SIGNED);
        assertThat(verdict(late, before)).isEqualTo(ReceiptVerdict.UNKNOWN_SIGNING_KEY);
        assertThat(after.keyIds()).containsExactly(OLD.keyId(), NEW.keyId());
        assertThat(KeyRing.of(List.of(NEW, OLD)).sign(unsigned(), SignSamples.AT, SignSamples.KIND, Hash.ZERO))
                .isEqualTo(early);
    }

    @Test
    void signingChangesNothingButKeyIdAndSignature() {
        Receipt plain = unsigned();
        Receipt signed = signed(KeyRing.of(List.of(OLD)));
        assertThat(signed)
                .isEqualTo(plain.signedBy(OLD.keyId(), signed.signature().orElseThrow()));
        assertThat(signed(KeyRing.of(List.of(OLD)))).as("again").isEqualTo(signed);
    }

    @Test
    void withoutKeysReceiptsStayAsTheyAre() {
        Receipt plain = unsigned();
        KeyRing none = KeyRing.none();
        assertThat(none.sign(plain, SignSamples.AT, SignSamples.KIND, Hash.ZERO))
                .isSameAs(plain);
        assertThat(none.signs()).isFalse();
        assertThat(none.isEmpty()).isTrue();
        assertThat(KeyRing.of(List.of())).isSameAs(none);
        assertThat(KeyRing.ofPublicKeys(List.of())).isSameAs(none);
        assertThat(none.publicKey(Hash.ZERO)).isEmpty();
    }

    @Test
    void publicKeysVerifyAndCannotSign() {
        KeyRing reading = KeyRing.ofPublicKeys(List.of(OLD.publicKey(), NEW.publicKey()));
        assertThat(reading.signs()).isFalse();
        assertThat(reading.isEmpty()).isFalse();
        assertThat(reading.publicKey(NEW.keyId())).hasValue(NEW.publicKey());
        assertThat(reading.publicKey(Hash.ZERO)).isEmpty();
        Receipt plain = unsigned();
        assertThat(reading.sign(plain, SignSamples.AT, SignSamples.KIND, Hash.ZERO))
                .isSameAs(plain);
        assertThat(verdict(plain, reading)).isEqualTo(ReceiptVerdict.UNSIGNED_RECEIPT_REJECTED);
        WireReceipt wire = signed(KeyRing.of(List.of(NEW))).wire();
        assertThat(ReceiptVerifier.verifyAlone(wire, SignSamples.AT, SignSamples.KIND, Hash.ZERO, reading))
                .isEqualTo(ReceiptVerdict.SIGNED);
    }

    @Test
    void whatIsNoPublicKeyIsRefused() {
        byte[] identity = new byte[32]; // the point (0, 1): any signature could be made up under it
        identity[0] = 1;
        byte[] offCurve = new byte[32];
        Arrays.fill(offCurve, (byte) 0xFF);
        for (byte[] bytes : List.of(new byte[31], new byte[33], identity, new byte[32], offCurve)) {
            assertThatThrownBy(() -> KeyRing.ofPublicKeys(List.of(bytes))).isInstanceOf(InvalidArgumentException.class);
        }
    }
}
