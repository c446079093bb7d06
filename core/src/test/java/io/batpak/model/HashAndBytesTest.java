package io.batpak.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Covers: A6.
/// Tier: unit.
class HashAndBytesTest {
    private static final String DIGITS = "00112233445566778899aabbccddeeff0123456789abcdeffedcba9876543210";

    @Test
    void aHashKeepsItsBytesInOrder() {
        Hash hash = Hash.fromHex(DIGITS);
        assertThat(hash.hex()).isEqualTo(DIGITS);
        assertThat(hash).hasToString(DIGITS);
        assertThat(hash.toByteArray()).isEqualTo(HexFormat.of().parseHex(DIGITS));
        assertThat(Hash.of(hash.toByteArray())).isEqualTo(hash).hasSameHashCodeAs(hash);
        assertThat(hash.word(0)).isEqualTo(0x0011_2233_4455_6677L);
        assertThat(hash.word(3)).isEqualTo(0xfedc_ba98_7654_3210L);
        assertThat(Hash.of(hash.word(0), hash.word(1), hash.word(2), hash.word(3)))
                .isEqualTo(hash);
        assertThatThrownBy(() -> hash.word(4)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void aHashIsReadFromAndWrittenToTheMiddleOfAnArray() {
        byte[] bytes = new byte[40];
        new Random(1).nextBytes(bytes);
        byte[] copy = new byte[40];
        Hash.of(bytes, 3).write(copy, 3);
        assertThat(HexFormat.of().formatHex(copy, 3, 35))
                .isEqualTo(HexFormat.of().formatHex(bytes, 3, 35));
        assertThat(copy[2] | copy[35]).isZero();
        assertThatThrownBy(() -> Hash.of(bytes, 9)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void onlyAllZerosIsZero() {
        assertThat(Hash.of(new byte[32])).isSameAs(Hash.ZERO);
        assertThat(Hash.ZERO.isZero()).isTrue();
        for (int index = 0; index < 32; index++) {
            byte[] bytes = new byte[32];
            bytes[index] = 1;
            assertThat(Hash.of(bytes).isZero()).isFalse();
            assertThat(Hash.of(bytes)).isNotEqualTo(Hash.ZERO);
        }
    }

    @Test
    void wrongLengthsAndTextsAreRefused() {
        assertThatThrownBy(() -> Hash.of(new byte[31])).isInstanceOf(InvalidArgumentException.class);
        assertThatThrownBy(() -> Hash.fromHex(DIGITS.substring(1))).isInstanceOf(InvalidArgumentException.class);
        assertThatThrownBy(() -> Hash.fromHex("g" + DIGITS.substring(1))).isInstanceOf(InvalidArgumentException.class);
        assertThatThrownBy(() -> Bytes.ofHex("abc")).isInstanceOf(InvalidArgumentException.class);
        assertThatThrownBy(() -> Bytes.ofHex("zz")).isInstanceOf(InvalidArgumentException.class);
    }

    /// The vectors are those of the BLAKE3 specification.
    @Test
    void bytesHaveAHash() {
        assertThat(Hash.blake3(new byte[0]))
                .hasToString("af1349b9f5f9a1a6a0404dea36dcc9499bcb25c9adc112b7cc9a93cae41f3262");
        assertThat(Hash.blake3(new byte[] {0, 1, 2}))
                .hasToString("e1be4d7a8ab5560aa4199eea339849ba8e293d55ca0a81006726d184519e647f");
    }

    @Test
    void aSignatureIs64BytesAndEqualByContent() {
        byte[] bytes = new byte[64];
        new Random(2).nextBytes(bytes);
        Signature signature = Signature.of(bytes);
        String digits = HexFormat.of().formatHex(bytes);
        bytes[0]++;
        signature.toByteArray()[1]++;
        assertThat(signature.hex()).isEqualTo(digits);
        assertThat(signature).hasToString(digits).isNotEqualTo(Signature.of(bytes));
        assertThat(Signature.fromHex(digits)).isEqualTo(signature).hasSameHashCodeAs(signature);
        assertThatThrownBy(() -> Signature.of(new byte[63])).isInstanceOf(InvalidArgumentException.class);
        assertThatThrownBy(() -> Signature.fromHex(digits.substring(1))).isInstanceOf(InvalidArgumentException.class);
        assertThatThrownBy(() -> Signature.fromHex("g" + digits.substring(1)))
                .isInstanceOf(InvalidArgumentException.class);
    }

    @Test
    void bytesAreCopiedOnTheWayInAndOut() {
        byte[] source = {1, 2, 3};
        Bytes bytes = Bytes.of(source);
        source[0] = 9;
        bytes.toByteArray()[1] = 9;
        assertThat(bytes.hex()).isEqualTo("010203");
        assertThat(bytes)
                .hasToString("010203")
                .isEqualTo(Bytes.ofHex("010203"))
                .hasSameHashCodeAs(Bytes.ofHex("010203"));
        assertThat(bytes.length()).isEqualTo(3);
        assertThat(bytes.at(2)).isEqualTo((byte) 3);
        assertThatThrownBy(() -> bytes.at(3)).isInstanceOf(IndexOutOfBoundsException.class);
        byte[] target = new byte[5];
        bytes.write(target, 1);
        assertThat(target).containsExactly(0, 1, 2, 3, 0);
    }

    @Test
    void aPartOfAnArrayCanBeTaken() {
        byte[] source = {1, 2, 3};
        assertThat(Bytes.of(source, 1, 2)).isEqualTo(Bytes.of(new byte[] {2, 3}));
        assertThat(Bytes.of(source, 3, 0)).isSameAs(Bytes.EMPTY);
        assertThatThrownBy(() -> Bytes.of(source, 2, 2)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> Bytes.of(source, -1, 2)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> Bytes.of(source, 4, 0)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void aChainWithoutPredecessorIsAGenesis() {
        Hash hash = Hash.fromHex(DIGITS);
        assertThat(new HashChain(Hash.ZERO, hash).isGenesis()).isTrue();
        assertThat(new HashChain(hash, Hash.ZERO).isGenesis()).isFalse();
    }
}
