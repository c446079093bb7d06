package io.batpak.cli.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.model.Value;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// JSON documents as canonical payload bytes: integers exact and smallest, other numbers as 64-bit floats,
/// keys sorted.
///
/// Covers: B3.
/// Tier: unit.
class PayloadJsonTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    null                    | c0
                    true                    | c3
                    0                       | 00
                    -1                      | ff
                    127                     | 7f
                    128                     | cc80
                    65536                   | ce00010000
                    -129                    | d1ff7f
                    9007199254740993        | cf0020000000000001
                    9223372036854775807     | cf7fffffffffffffff
                    9223372036854775808     | cf8000000000000000
                    18446744073709551615    | cfffffffffffffffff
                    -9223372036854775808    | d38000000000000000
                    18446744073709551616    | cb43f0000000000000
                    -9223372036854775809    | cbc3e0000000000000
                    1.0                     | cb3ff0000000000000
                    1e2                     | cb4059000000000000
                    "é"                     | a2c3a9
                    [1,[]]                  | 920190
                    {"b":1,"a":2}           | 82a16102a16201
                    {"\\uD83D\\uDE00":1,"\\uFFFD":2} | 82a3efbfbd02a4f09f988001
                    """)
    void documentsBecomeCanonicalBytes(String json, String hex) {
        Value value = PayloadJson.value(Json.parse(json));

        assertThat(HexFormat.of().formatHex(value.toMessagePack())).isEqualTo(hex);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "[true,false]",
                "18446744073709551615",
                "-9223372036854775808",
                "1.5",
                "{\"a\":{\"b\":[1,\"x\",null]}}"
            })
    void valuesComeBackAsTheSameDocument(String json) {
        assertThat(Json.line(PayloadJson.json(PayloadJson.value(Json.parse(json)))))
                .isEqualTo(json);
    }

    @Test
    void deepDocumentsUpToTheLimitAreRead() {
        String json = "[".repeat(1000) + "]".repeat(1000);

        assertThat(PayloadJson.value(Json.parse(json)).toMessagePack()).hasSize(1000);
    }
}
