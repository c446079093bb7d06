package io.batpak.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.batpak.format.CompactionMarker.Staged;
import io.batpak.model.Hash;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// `compaction.pending.json`: the bytes of 0.9.0, our own key, and everything that is refused.
///
/// Covers: J1.
/// Tier: unit.
class CompactionMarkerTest {
    private static final CompactionMarker OURS =
            new CompactionMarker(7, List.of(5L, 6L), Optional.of(new Staged(5120, Hash.of(1, 2, 3, 4))));

    private static Decoded<CompactionMarker> decode(String text) {
        return CompactionMarker.decode(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String damage(byte[] file) {
        return CompactionMarker.decode(file) instanceof Decoded.Damaged<CompactionMarker>(Damage damage)
                ? damage.toString()
                : "";
    }

    @Test
    void everyStoredMarkerIsWrittenAgainByteForByte() {
        List<Path> stored = GoldenBytes.files(".json").stream()
                .filter(path -> path.endsWith("compaction.pending.json"))
                .toList();
        assertThat(stored).hasSizeGreaterThanOrEqualTo(5);
        for (Path path : stored) {
            byte[] file = GoldenBytes.bytes(path);
            CompactionMarker marker = new CompactionMarker(1, List.of(1L, 2L, 3L), Optional.empty());
            assertThat(CompactionMarker.decode(file)).as(path.toString()).isEqualTo(new Decoded.Ok<>(marker));
            assertThat(marker.encode()).isEqualTo(file);
        }
    }

    @Test
    void ourKeyStandsBehindThoseOfTheReference() {
        String text = new String(OURS.encode(), StandardCharsets.US_ASCII);
        assertThat(text)
                .startsWith("{\"merged_id\":7,\"source_segment_ids\":[5,6],\"batpak_java\":{\"staged_len\":5120,"
                        + "\"blake3\":\"" + OURS.staged().orElseThrow().blake3().hex() + "\",\"protocol\":1,\"crc32\":")
                .endsWith("}}");
        assertThat(CompactionMarker.decode(OURS.encode())).isEqualTo(new Decoded.Ok<>(OURS));
        assertThat(OURS.isInPlace()).isFalse();
        assertThat(OURS.others()).containsExactly(5L, 6L);
    }

    @Test
    void anyFlippedBitOfOursIsRefusedOrMeansTheSame() {
        byte[] file = OURS.encode();
        for (int bit = 0; bit < file.length * Byte.SIZE; bit++) {
            byte[] flipped = file.clone();
            flipped[bit / Byte.SIZE] ^= (byte) (1 << (bit % Byte.SIZE));
            if (CompactionMarker.decode(flipped) instanceof Decoded.Ok<CompactionMarker>(CompactionMarker marker)) {
                // only the name of our key may have become another one: then it is a marker no release writes
                assertThat(marker.staged()).as("bit %d", bit).isEmpty();
                assertThat(marker.isInPlace()).isFalse();
                assertThat(marker.sources()).isEqualTo(OURS.sources());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                " { \"source_segment_ids\" : [ 1 , 2 ] ,\n\t\"merged_id\" : 1 }\r\n",
                "{\"x\":[{\"a\":-1.5e+3,\"b\":[null,true,false,\"\\u00e9\\n\\\"\"]}],\"merged_id\":1,"
                        + "\"source_segment_ids\":[1,2]}",
                "{\"\\u006derged_id\":1,\"source_segment_ids\":[1,2]}",
            })
    void spaceOrderAndUnknownKeysDoNotMatter(String text) {
        assertThat(decode(text))
                .isEqualTo(new Decoded.Ok<>(new CompactionMarker(1, List.of(1L, 2L), Optional.empty())));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\'', textBlock = """
            ''                                                        | no '{'
            {}                                                        | merged_id is missing
            {"merged_id":1}                                           | source_segment_ids is missing
            {"merged_id":1,"source_segment_ids":[]}                   | it names no source
            {"merged_id":1,"source_segment_ids":[1,2]                 | no '}'
            {"merged_id":1,"source_segment_ids":[1,2]}x               | something follows
            {"merged_id":1,"merged_id":1,"source_segment_ids":[1]}    | merged_id stands there twice
            {"merged_id":-1,"source_segment_ids":[1]}                 | no whole number
            {"merged_id":01,"source_segment_ids":[1]}                 | no whole number
            {"merged_id":1.0,"source_segment_ids":[1]}                | no whole number
            {"merged_id":1e0,"source_segment_ids":[1]}                | no whole number
            {"merged_id":"1","source_segment_ids":[1]}                | no whole number
            {"merged_id":1,"source_segment_ids":[9223372036854775806]} | a number above
            {"merged_id":1,"source_segment_ids":[99999999999999999999999]} | a number above
            {"merged_id":1,"source_segment_ids":[1],"x":nil}          | no value
            {"merged_id":1,"source_segment_ids":[1],"x":"\\q"}        | an unknown escape
            {"merged_id":1,"source_segment_ids":[1],"batpak_java":{}} | protocol is missing
            {"merged_id":1,"source_segment_ids":[1],"batpak_java":{"protocol":2}} | protocol 2 is of another release
            {"merged_id":1,"source_segment_ids":[1],"batpak_java":{"protocol":1,"staged_len":5}} | blake3 is no hash
            """)
    void whatNoCompactionWritesIsRefused(String text, String why) {
        assertThat(damage(text.getBytes(StandardCharsets.UTF_8)))
                .startsWith("MARKER_MALFORMED")
                .contains(why);
    }

    @Test
    void deepNestingIsRefusedBeforeItCosts() {
        String text = "{\"x\":" + "[".repeat(1_000_000);
        assertThat(damage(text.getBytes(StandardCharsets.UTF_8))).contains("nested more than 64 deep");
    }

    @Test
    void aMarkerHasSourcesAndIds() {
        assertThatIllegalArgumentException().isThrownBy(() -> new CompactionMarker(1, List.of(), Optional.empty()));
        assertThatIllegalArgumentException().isThrownBy(() -> new CompactionMarker(-1, List.of(1L), Optional.empty()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CompactionMarker(1, List.of(Long.MAX_VALUE), Optional.empty()));
    }
}
