package io.batpak.sign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.batpak.error.ConfigurationException;
import io.batpak.error.StoreErrorKind;
import io.batpak.model.Hash;
import io.batpak.model.InvalidArgumentException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Keys against the published vector and against the JDK's own Ed25519.
///
/// Covers: A15, B17, A31.
/// Tier: unit.
class SigningKeyTest {
    /// What stands in front of an Ed25519 public key in an X.509 structure.
    private static final String X509_HEAD = "302a300506032b6570032100";

    @Test
    void theKeyIdIsTheHashOfThePublicKey() {
        SigningKey key = SignSamples.key(0x07);
        assertThat(HexFormat.of().formatHex(key.publicKey()))
                .isEqualTo("ea4a6c63e29c520abef5507b132ec5f9954776aebebe7b92421eea691446d22c");
        assertThat(key.keyId())
                .isEqualTo(Hash.fromHex("0871f3aabc26e4582c508af5c03884e6a96f0989d1dd8cfb49cd17ed25792433"));
        assertThat(SignSamples.key(0x08).keyId())
                .isEqualTo(Hash.fromHex("519009716c8664224c78f61fdba5b0cf7d07606c96a761d78fcd36bba010d4ff"));
    }

    @Test
    void theJdkAcceptsOurSignatures() throws Exception {
        Random random = new Random(7);
        for (int round = 0; round < 20; round++) {
            byte[] seed = new byte[32];
            byte[] cover = new byte[32];
            random.nextBytes(seed);
            random.nextBytes(cover);
            SigningKey key = SigningKey.ofSeed(seed);
            byte[] signature = key.sign(Hash.of(cover)).toByteArray();
            byte[] encoded = HexFormat.of().parseHex(X509_HEAD + HexFormat.of().formatHex(key.publicKey()));
            Signature jdk = Signature.getInstance("Ed25519");
            jdk.initVerify(KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded)));
            jdk.update(cover);
            assertThat(jdk.verify(signature)).isTrue();
        }
    }

    @Test
    void aSeedHas32BytesAndIsCopied() {
        byte[] seed = new byte[32];
        SigningKey key = SigningKey.ofSeed(seed);
        seed[0] = 1;
        key.publicKey()[0]++;
        assertThat(key).isEqualTo(SignSamples.key(0)).hasSameHashCodeAs(SignSamples.key(0));
        assertThat(key.sign(Hash.ZERO)).isEqualTo(SignSamples.key(0).sign(Hash.ZERO));
        assertThat(key).isNotEqualTo(SignSamples.key(1));
        for (int length : new int[] {0, 31, 33, 64}) {
            assertThatThrownBy(() -> SigningKey.ofSeed(new byte[length]))
                    .isInstanceOfSatisfying(InvalidArgumentException.class, refusal -> {
                        assertThat(refusal.argument()).isEqualTo("seed length");
                        assertThat(refusal.kind()).isEqualTo(StoreErrorKind.CONFIGURATION);
                    });
        }
    }

    @Test
    void noTextShowsTheSeed() {
        SigningKey key = SignSamples.key(0x5A);
        String seed = "5a".repeat(4);
        assertThat(key.toString()).doesNotContain(seed).contains(key.keyId().hex());
        assertThat(KeyRing.of(List.of(key)).toString())
                .doesNotContain(seed)
                .contains(key.keyId().hex());
    }

    @Test
    void aRequiredSignatureNeedsAKeyThatSigns() {
        KeyRing signing = KeyRing.of(List.of(SignSamples.key(1)));
        KeyRing reading = KeyRing.ofPublicKeys(List.of(SignSamples.key(1).publicKey()));
        SigningPolicy.OPTIONAL.check(KeyRing.none());
        SigningPolicy.OPTIONAL.check(reading);
        SigningPolicy.REQUIRED.check(signing);
        for (KeyRing keys : List.of(KeyRing.none(), reading)) {
            assertThatThrownBy(() -> SigningPolicy.REQUIRED.check(keys))
                    .isInstanceOfSatisfying(
                            ConfigurationException.class,
                            refusal -> assertThat(refusal.option()).isEqualTo("signingPolicy"));
        }
    }
}
