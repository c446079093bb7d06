package io.batpak.cli.json;

import io.batpak.model.Value;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// JSON documents as payload values and back.
///
/// Integers between -2^63 and 2^64-1 stay integers; every other number becomes a 64-bit float.
public final class PayloadJson {
    private static final BigInteger UNSIGNED_MAX = BigInteger.TWO.pow(Long.SIZE).subtract(BigInteger.ONE);

    private PayloadJson() {}

    /// The value of a JSON document.
    public static Value value(JsonNode node) {
        return Value.of(plain(node));
    }

    private static @Nullable Object plain(JsonNode node) {
        return switch (node.getNodeType()) {
            case NULL, MISSING -> null;
            case BOOLEAN -> node.booleanValue();
            case STRING -> node.stringValue();
            case NUMBER -> number(node);
            case ARRAY -> {
                List<@Nullable Object> items = new ArrayList<>(node.size());
                for (JsonNode item : node) {
                    items.add(plain(item));
                }
                yield items;
            }
            case OBJECT -> {
                Map<String, @Nullable Object> fields = LinkedHashMap.newLinkedHashMap(node.size());
                for (Map.Entry<String, JsonNode> field : node.properties()) {
                    fields.put(field.getKey(), plain(field.getValue()));
                }
                yield fields;
            }
            case BINARY, POJO -> throw new IllegalArgumentException("not JSON: " + node.getNodeType());
        };
    }

    private static Object number(JsonNode node) {
        if (!node.isIntegralNumber()) {
            return node.doubleValue();
        }
        if (node.canConvertToLong()) {
            return node.longValue();
        }
        BigInteger exact = node.bigIntegerValue();
        return exact.signum() > 0 && exact.compareTo(UNSIGNED_MAX) <= 0
                ? new Value.UInt(exact.longValue())
                : exact.doubleValue();
    }

    /// A payload value as a JSON document.
    public static JsonNode json(Value value) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        return switch (value) {
            case Value.Null _ -> nodes.nullNode();
            case Value.Bool bool -> nodes.booleanNode(bool.value());
            case Value.Int number -> nodes.numberNode(number.value());
            case Value.UInt number -> Json.unsigned(number.bits());
            case Value.Real number -> nodes.numberNode(number.value());
            case Value.Text text -> nodes.stringNode(text.value());
            case Value.Items items -> {
                ArrayNode list = Json.array();
                items.values().forEach(item -> list.add(json(item)));
                yield list;
            }
            case Value.Fields fields -> {
                ObjectNode object = Json.object();
                fields.values().forEach((name, field) -> object.set(name, json(field)));
                yield object;
            }
        };
    }
}
