package io.batpak.sign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.batpak.error.Handling;
import io.batpak.error.StoreErrorKind;
import io.batpak.model.Bytes;
import io.batpak.model.Coordinate;
import io.batpak.model.EventId;
import io.batpak.model.EventKind;
import io.batpak.model.Extensions;
import io.batpak.model.Hash;
import io.batpak.model.Signature;
import io.batpak.model.WireReceipt;
import io.batpak.msgpack.MessageWriter;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// What a signature covers, against the published vectors, and the extension that tells of a missing cover.
///
/// Covers: A15, A31, A32.
/// Tier: unit.
class ReceiptCoverTest {
    private static final Extensions UNENCODABLE = Extensions.stored(new TreeMap<>(Map.of("a.\uD800", Bytes.EMPTY)));

    private static Hash cover(WireReceipt receipt) {
        return ReceiptCover.of(receipt, SignSamples.AT, SignSamples.KIND, Hash.ZERO);
    }

    @Test
    void withoutExtensionsTheVectorComesOut() {
        WireReceipt receipt = SignSamples.wire(Extensions.none());
        MessageWriter image = ReceiptCover.preimage(receipt, SignSamples.AT, SignSamples.KIND, Hash.ZERO);
        assertThat(image.length()).isEqualTo(129);
        assertThat(HexFormat.of().formatHex(image.toByteArray(), 0, 26))
                .isEqualTo("01efcdab8967452301efcdab89674523012a0000000000000082");
        assertThat(cover(receipt))
                .isEqualTo(Hash.fromHex("9efe810236e1f4d6687a9fa4ba8670dd91e1343bb31178e3dcb7de70d07d7a67"));
    }

    @Test
    void withExtensionsTheVectorComesOut() {
        WireReceipt receipt = SignSamples.wire(SignSamples.AUDIT);
        MessageWriter image = ReceiptCover.preimage(receipt, SignSamples.AT, SignSamples.KIND, Hash.ZERO);
        assertThat(image.length()).isEqualTo(143);
        assertThat(HexFormat.of().formatHex(image.toByteArray(), 128, 143)).isEqualTo("81a96170702e61756469749207ccab");
        assertThat(cover(receipt))
                .isEqualTo(Hash.fromHex("85586bb749bd7afd940c7ccbe1860a24ee0641573d84a6d3723dd87faa3a942e"));
    }

    @Test
    void theVectorIsSignedAsPublished() {
        assertThat(SignSamples.key(0x07)
                        .sign(cover(SignSamples.wire(SignSamples.AUDIT)))
                        .hex())
                .isEqualTo("c7701873ad9b80d3107150667ae0d235c59162bb9e5d9955743ab0fad2353911"
                        + "511b5e9bc8f0e2ca4e4977c139ce70a4ea5dd8eadaad1db36825958b4db4ca06");
    }

    @Test
    void everyCoveredFieldCountsAndTheKeyDoesNot() {
        WireReceipt base = SignSamples.wire(SignSamples.AUDIT);
        Hash other = Hash.of(1, 2, 3, 4);
        assertThat(List.of(
                        cover(base),
                        cover(new WireReceipt(
                                new EventId(1, 2),
                                42,
                                base.contentHash(),
                                Hash.ZERO,
                                Optional.empty(),
                                SignSamples.AUDIT)),
                        cover(new WireReceipt(
                                base.eventId(),
                                43,
                                base.contentHash(),
                                Hash.ZERO,
                                Optional.empty(),
                                SignSamples.AUDIT)),
                        cover(new WireReceipt(
                                base.eventId(), 42, other, Hash.ZERO, Optional.empty(), SignSamples.AUDIT)),
                        cover(SignSamples.wire(Extensions.none())),
                        ReceiptCover.of(base, Coordinate.of("entity:test", "other"), SignSamples.KIND, Hash.ZERO),
                        ReceiptCover.of(base, Coordinate.of("other", "scope:test"), SignSamples.KIND, Hash.ZERO),
                        ReceiptCover.of(base, SignSamples.AT, EventKind.ofRaw(0x01F0), Hash.ZERO),
                        ReceiptCover.of(base, SignSamples.AT, SignSamples.KIND, other)))
                .doesNotHaveDuplicates();
        assertThat(cover(new WireReceipt(
                        base.eventId(),
                        42,
                        base.contentHash(),
                        other,
                        Optional.of(Signature.of(new byte[64])),
                        SignSamples.AUDIT)))
                .isEqualTo(cover(base));
    }

    @Test
    void anExtensionKeyWithoutUtf8FormHasNoCover() {
        assertThatThrownBy(() -> cover(SignSamples.wire(UNENCODABLE)))
                .isInstanceOfSatisfying(CoverBuildException.class, failure -> {
                    assertThat(failure.kind()).isEqualTo(StoreErrorKind.SERIALIZATION);
                    assertThat(failure.handling()).isEqualTo(Handling.FAULT);
                    assertThat(failure).hasCauseInstanceOf(IllegalArgumentException.class);
                    assertThat(failure).hasMessageContaining(failure.encodingError());
                    assertThat(SigningDowngrade.because(failure).encodingError())
                            .isEqualTo(failure.encodingError());
                });
    }

    @Test
    void aDowngradeIsWrittenAsTheReferenceWritesIt() {
        SigningDowngrade downgrade = new SigningDowngrade("bad text");
        assertThat(downgrade.encode().hex())
                .isEqualTo("82" + text("schema_version") + "01" + text("reason") + "81" + text("CoverBuildFailed")
                        + "81" + text("encoding_error") + text("bad text"));
        Extensions extensions = downgrade.addTo(SignSamples.AUDIT);
        assertThat(extensions.asMap().keySet()).containsExactly("app.audit", "batpak.signing.downgrade");
        assertThat(SigningDowngrade.in(extensions)).hasValue(downgrade);
        assertThat(SigningDowngrade.in(SignSamples.AUDIT)).isEmpty();
    }

    @Test
    void aDowngradeThatIsNoneIsAbsent() {
        Bytes good = new SigningDowngrade("x").encode();
        byte[] bytes = good.toByteArray();
        for (int length = 0; length < bytes.length; length++) {
            assertThat(SigningDowngrade.decode(Bytes.of(bytes, 0, length))).isEmpty();
        }
        String hex = good.hex();
        assertThat(SigningDowngrade.decode(Bytes.ofHex(hex.replaceFirst("01a6", "02a6"))))
                .as("another schema")
                .isEmpty();
        assertThat(SigningDowngrade.decode(Bytes.ofHex(hex.replace("436f766572", "436f766573"))))
                .as("another reason")
                .isEmpty();
        assertThat(SigningDowngrade.decode(Bytes.ofHex(hex.replaceFirst("82", "83") + text("new") + "c0")))
                .as("a field of a later release")
                .hasValue(new SigningDowngrade("x"));
        assertThat(SigningDowngrade.decode(new SigningDowngrade("\uD800").encode()))
                .hasValue(new SigningDowngrade("?"));
    }

    private static String text(String value) {
        MessageWriter writer = new MessageWriter(32);
        writer.string(value);
        return HexFormat.of().formatHex(writer.toByteArray());
    }
}
