package io.batpak.cli.script;

import io.batpak.cli.json.Json;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Replies by command id, and the replacement of `"@ID.path"` strings by parts of them.
final class References {
    private final Map<String, JsonNode> replies = new HashMap<>();

    /// Keeps a reply for later commands; a repeated id replaces the older reply.
    void keep(JsonNode id, JsonNode reply) {
        replies.put(key(id), reply);
    }

    private static String key(JsonNode id) {
        return id.isString() ? id.stringValue() : Json.line(id);
    }

    /// The command with every reference below it replaced; `op`, `id` and `store` stay as written.
    ObjectNode resolve(ObjectNode command) {
        ObjectNode resolved = Json.object();
        for (Map.Entry<String, JsonNode> argument : command.properties()) {
            boolean literal = switch (argument.getKey()) {
                case "op", "id", "store" -> true;
                default -> false;
            };
            resolved.set(argument.getKey(), literal ? argument.getValue() : resolveValue(argument.getValue()));
        }
        return resolved;
    }

    private JsonNode resolveValue(JsonNode value) {
        if (value.isString()) {
            return resolveText(value.stringValue(), value);
        }
        if (value instanceof ArrayNode items) {
            ArrayNode resolved = Json.array();
            items.forEach(item -> resolved.add(resolveValue(item)));
            return resolved;
        }
        if (value instanceof ObjectNode fields) {
            ObjectNode resolved = Json.object();
            fields.properties().forEach(field -> resolved.set(field.getKey(), resolveValue(field.getValue())));
            return resolved;
        }
        return value;
    }

    private JsonNode resolveText(String text, JsonNode value) {
        if (!text.startsWith("@")) {
            return value;
        }
        if (text.startsWith("@@")) {
            return JsonNodeFactory.instance.stringNode(text.substring(1));
        }
        String[] steps = text.substring(1).split("\\.", -1);
        @Nullable JsonNode found = replies.get(steps[0]);
        for (int index = 1; index < steps.length && found != null; index++) {
            found = step(found, steps[index]);
        }
        if (found == null) {
            throw CommandRefusedException.scriptError("reference " + text + " leads nowhere");
        }
        return found;
    }

    private static @Nullable JsonNode step(JsonNode node, String step) {
        if (!node.isArray()) {
            return node.get(step);
        }
        boolean isIndex = !step.isEmpty() && step.length() < 10 && step.chars().allMatch(c -> c >= '0' && c <= '9');
        return isIndex ? node.get(Integer.parseInt(step)) : null;
    }
}
