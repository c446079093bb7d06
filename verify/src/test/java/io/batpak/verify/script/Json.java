package io.batpak.verify.script;

import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The JSON reader and writer shared by the script tools and the golden tests.
public final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private Json() {}

    /// An empty object.
    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /// An empty list.
    public static ArrayNode array() {
        return MAPPER.createArrayNode();
    }

    /// The object a line holds.
    public static ObjectNode parse(String line) {
        JsonNode node = MAPPER.readTree(line);
        if (node instanceof ObjectNode object) {
            return object;
        }
        throw new IllegalArgumentException("not a JSON object: " + line);
    }

    /// The value as one line.
    public static String text(JsonNode node) {
        return MAPPER.writeValueAsString(node);
    }

    /// The same value with object keys in ascending order at every depth.
    public static JsonNode sorted(JsonNode node) {
        if (node instanceof ObjectNode object) {
            TreeMap<String, JsonNode> fields = new TreeMap<>();
            object.properties().forEach(field -> fields.put(field.getKey(), sorted(field.getValue())));
            ObjectNode result = object();
            fields.forEach(result::set);
            return result;
        }
        if (node instanceof ArrayNode list) {
            ArrayNode result = array();
            list.forEach(item -> result.add(sorted(item)));
            return result;
        }
        return node;
    }
}
