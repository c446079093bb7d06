package io.batpak.segment;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.error.SegmentDamageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Which names are segments, and what the other names in a directory mean.
///
/// Tier: unit.
class SegmentNameTest {
    @Test
    void idsArePaddedToSixDigits() {
        assertThat(SegmentName.of(1).fileName()).isEqualTo("000001.fbat");
        assertThat(SegmentName.of(999_999).fileName()).isEqualTo("999999.fbat");
        assertThat(SegmentName.of(1_000_000).fileName()).isEqualTo("1000000.fbat");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 999_999, 1_000_000, -1})
    void whatIsSaidOfADamagedSegmentNamesItsFile(long id) {
        assertThat(SegmentDamageException.checksum(id, 5597))
                .hasMessageStartingWith("segment " + Long.toUnsignedString(id) + " ("
                        + SegmentName.of(id).fileName() + "), offset 5597: ");
    }

    @ParameterizedTest
    @CsvSource({
        "000001.fbat,1",
        "7.fbat,7",
        "+7.fbat,7",
        "0.fbat,0",
        "1000000.fbat,1000000",
        "18446744073709551615.fbat,-1"
    })
    void everyNameThatParsesAsAnUnsignedNumberIsASegment(String name, long id) {
        assertThat(SegmentName.parse(name))
                .hasValueSatisfying(found -> assertThat(found.id()).isEqualTo(id));
        assertThat(StoreFileKind.of(name)).isEqualTo(StoreFileKind.SEGMENT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a.fbat",
                "-1.fbat",
                " 1.fbat",
                "1 .fbat",
                "1.2.fbat",
                "+.fbat",
                "++1.fbat",
                "18446744073709551616.fbat",
                "१.fbat"
            })
    void otherStemsAreMalformed(String name) {
        assertThat(SegmentName.parse(name)).isEmpty();
        assertThat(StoreFileKind.of(name)).isEqualTo(StoreFileKind.MALFORMED_SEGMENT);
    }

    @Test
    void onlyThePaddedNameIsCanonical() {
        assertThat(SegmentName.parse("000007.fbat").orElseThrow().isCanonical()).isTrue();
        assertThat(SegmentName.parse("7.fbat").orElseThrow().isCanonical()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "visibility_ranges.fbv,VISIBILITY_RANGES",
        "index.ckpt,CHECKPOINT",
        "index.fbati,MMAP_INDEX",
        "index.idemp,IDEMPOTENCY",
        "compaction.pending.json,COMPACTION_MARKER",
        "000001.fbat.compact-src,COMPACT_SOURCE",
        "cursors,CURSORS",
        "keyset.fbatk,KEYSET",
        ".batpak.lock,OTHER",
        ".fbat,OTHER",
        ".tmpAb12Cd,OTHER",
        "000002.fbat.batpak-staged,OTHER",
        "INDEX.CKPT,OTHER"
    })
    void theOtherNamesAreClassifiedAsZeroNineZeroDoes(String name, StoreFileKind kind) {
        assertThat(StoreFileKind.of(name)).isEqualTo(kind);
    }
}
