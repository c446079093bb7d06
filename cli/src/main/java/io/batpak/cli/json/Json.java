package io.batpak.cli.json;

import java.math.BigInteger;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Strict JSON text to trees and back, one line per document. Integers of any size stay exact.
public final class Json {
    /// Nesting that a text may have; the same bound as for stored payloads.
    private static final int DEPTH_MAX = 1024;

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEPTH_MAX)
                            .maxStringLength(Integer.MAX_VALUE)
                            .maxNameLength(Integer.MAX_VALUE)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private Json() {}

    /// Reads one document. Throws Jackson's unchecked `JacksonException` if `text` is anything else.
    public static JsonNode parse(String text) {
        return MAPPER.readTree(text);
    }

    /// The document on one line.
    public static String line(JsonNode document) {
        return MAPPER.writeValueAsString(document);
    }

    /// A new empty object.
    public static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /// A new empty list.
    public static ArrayNode array() {
        return JsonNodeFactory.instance.arrayNode();
    }

    /// A number node for the 64 bits taken as unsigned.
    public static JsonNode unsigned(long bits) {
        if (bits >= 0) {
            return JsonNodeFactory.instance.numberNode(bits);
        }
        return JsonNodeFactory.instance.numberNode(new BigInteger(Long.toUnsignedString(bits)));
    }
}
