package io.batpak.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.model.Bytes;
import io.batpak.model.Hash;
import java.util.HexFormat;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/// The bytes of docs/formats/projection-cache.md, and every flipped bit in them.
///
/// Covers: H1, H2.
/// Tier: golden.
class ProjectionCacheBytesTest {
    private static final Bytes VALUE = Bytes.ofHex("7b7d");
    private static final CacheRowFile ROW =
            new CacheRowFile(VALUE, 258, 0x0102030405060708L, OptionalLong.of(-1), OptionalLong.of(9));
    private static final String ROW_HEX = "7b7d" + "0201000000000000" + "0807060504030201" + "ffffffffffffffff"
            + "0900000000000000" + "d1d0cfcecdcccbca";
    private static final CachedState STATE = new CachedState(258, 3, Hash.of(1, 2, 3, 4), Bytes.ofHex("6162"));

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    @Test
    void aRowIsItsValueAndATrailer() {
        assertThat(hex(ROW.toBytes())).isEqualTo(ROW_HEX);
        assertThat(CacheRowFile.fromBytes(ROW.toBytes())).contains(ROW);
        CacheRowFile bare = new CacheRowFile(VALUE, 1, 2, OptionalLong.empty(), OptionalLong.empty());
        assertThat(CacheRowFile.fromBytes(bare.toBytes()))
                .contains(new CacheRowFile(VALUE, 1, 2, OptionalLong.of(0), OptionalLong.of(0)));
    }

    @Test
    void whatDoesNotEndLikeANewRowIsAnOldOne() {
        byte[] old = HexFormat.of().parseHex("7b7d" + "0201000000000000" + "0807060504030201");
        assertThat(CacheRowFile.fromBytes(old))
                .contains(
                        new CacheRowFile(VALUE, 258, 0x0102030405060708L, OptionalLong.empty(), OptionalLong.empty()));
        for (int length = 0; length < CacheRowFile.OLD_TRAILER_BYTES; length++) {
            assertThat(CacheRowFile.fromBytes(new byte[length])).isEmpty();
        }
        byte[] row = ROW.toBytes();
        for (int bit = (row.length - Long.BYTES) * Byte.SIZE; bit < row.length * Byte.SIZE; bit++) {
            byte[] flipped = row.clone();
            flipped[bit / Byte.SIZE] ^= (byte) (1 << (bit % Byte.SIZE));
            assertThat(CacheRowFile.fromBytes(flipped).orElseThrow().monotonicNanos())
                    .isEmpty();
        }
    }

    @Test
    void aStateIsSealedWithTheTimeOfItsRow() {
        String head = "42504b5354415431" + "0201000000000000" + "0300000000000000"
                + "0000000000000001000000000000000200000000000000030000000000000004";
        String seal = "7e6cad38a55487e8d58c5e090681e6b3c7650c126e94c60d288b46422e61b978";
        assertThat(STATE.toBytes(77).hex()).isEqualTo(head + seal + "6162");
        assertThat(sealOf(head, "6162")).isEqualTo(seal);
    }

    /// Of a row with watermark 258 and time 77.
    private static String sealOf(String head, String state) {
        String sealed = head + "0201000000000000" + "4d00000000000000" + state;
        return Hash.blake3(HexFormat.of().parseHex(sealed)).hex();
    }

    @Test
    void noFlippedBitOfAStateIsOverlooked() {
        byte[] value = STATE.toBytes(77).toByteArray();
        assertThat(CachedState.fromBytes(Bytes.of(value), 258, 77)).contains(STATE);
        for (int bit = 0; bit < value.length * Byte.SIZE; bit++) {
            byte[] flipped = value.clone();
            flipped[bit / Byte.SIZE] ^= (byte) (1 << (bit % Byte.SIZE));
            assertThat(CachedState.fromBytes(Bytes.of(flipped), 258, 77))
                    .as("bit %s", bit)
                    .isEmpty();
        }
        for (int length = 0; length < value.length; length++) {
            assertThat(CachedState.fromBytes(Bytes.of(value, 0, length), 258, 77))
                    .isEmpty();
        }
        assertThat(CachedState.fromBytes(Bytes.of(value), 259, 77)).isEmpty();
        assertThat(CachedState.fromBytes(Bytes.of(value), 258, 76)).isEmpty();
    }

    @Test
    void anythingElseWithAGoodSealIsNoState() {
        String good = STATE.toBytes(77).hex();
        String otherMagic = "43" + good.substring(2, 112);
        String otherPlace = good.substring(0, 16) + "03" + good.substring(18, 112);
        for (String head : new String[] {otherMagic, otherPlace}) {
            Bytes value = Bytes.ofHex(head + sealOf(head, "6162") + "6162");
            assertThat(CachedState.fromBytes(value, 258, 77)).isEmpty();
        }
        assertThat(CachedState.fromBytes(Bytes.EMPTY, 0, 0)).isEmpty();
    }

    @Test
    void aDigestTellsEventsApartByPlaceKindPayloadAndOrder() {
        EventDigest one = new EventDigest();
        assertThat(one.value()).isEqualTo(Hash.ZERO);
        one.add(1, 0xF001, Hash.of(1, 2, 3, 4));
        String block = "00".repeat(32) + "0100000000000000" + "01f0"
                + Hash.of(1, 2, 3, 4).hex();
        assertThat(one.value()).isEqualTo(Hash.blake3(HexFormat.of().parseHex(block)));
        assertThat(one.value().hex()).isEqualTo("012721b97fd272bef22c79d402de142e274573221bf01f180774d209056728ca");
        EventDigest resumed = new EventDigest(one.value());
        resumed.add(2, 0xF002, Hash.ZERO);
        one.add(2, 0xF002, Hash.ZERO);
        assertThat(resumed.value()).isEqualTo(one.value());

        Hash start = Hash.of(5, 6, 7, 8);
        assertThat(after(start, 1, 2, Hash.ZERO)).isNotEqualTo(after(start, 2, 2, Hash.ZERO));
        assertThat(after(start, 1, 2, Hash.ZERO)).isNotEqualTo(after(start, 1, 3, Hash.ZERO));
        assertThat(after(start, 1, 2, Hash.ZERO)).isNotEqualTo(after(start, 1, 2, start));
        assertThat(after(after(start, 1, 2, Hash.ZERO), 2, 2, Hash.ZERO))
                .isNotEqualTo(after(after(start, 2, 2, Hash.ZERO), 1, 2, Hash.ZERO));
    }

    private static Hash after(Hash before, long sequence, int kind, Hash payload) {
        EventDigest digest = new EventDigest(before);
        digest.add(sequence, kind, payload);
        return digest.value();
    }
}
