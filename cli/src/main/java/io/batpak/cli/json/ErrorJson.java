package io.batpak.cli.json;

import io.batpak.error.Handling;
import io.batpak.error.StoreException;
import java.math.BigInteger;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Refusals and failures as JSON: `{kind, handling, message, facts}`.
public final class ErrorJson {
    private ErrorJson() {}

    /// A store exception with all its facts, file names included.
    public static ObjectNode of(StoreException failure) {
        ObjectNode facts = Json.object();
        failure.facts().forEach((name, fact) -> facts.set(name, plain(fact)));
        return of(failure.kind().wireName(), failure.handling(), text(failure), facts);
    }

    /// An error of the caller's own making.
    public static ObjectNode of(String kind, Handling handling, String message, ObjectNode facts) {
        ObjectNode node = Json.object();
        node.put("kind", kind);
        node.put("handling", handling.wireName());
        node.put("message", message);
        node.set("facts", facts);
        return node;
    }

    /// The message of a failure, never null.
    public static String text(Throwable failure) {
        String message = failure.getMessage();
        return message == null ? failure.getClass().getSimpleName() : message;
    }

    /// A fact (text, number, truth value, list or nested map) as JSON.
    public static JsonNode plain(@Nullable Object fact) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        return switch (fact) {
            case null -> nodes.nullNode();
            case Long number -> nodes.numberNode(number);
            case Integer number -> nodes.numberNode(number);
            case BigInteger number -> nodes.numberNode(number);
            case Boolean truth -> nodes.booleanNode(truth);
            case Map<?, ?> nested -> {
                ObjectNode object = Json.object();
                nested.forEach((name, inner) -> object.set(String.valueOf(name), plain(inner)));
                yield object;
            }
            case Iterable<?> items -> {
                var list = Json.array();
                items.forEach(item -> list.add(plain(item)));
                yield list;
            }
            default -> nodes.stringNode(fact.toString());
        };
    }
}
