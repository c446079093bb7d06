package io.batpak.cli.script;

import io.batpak.cli.json.Json;
import io.batpak.cli.json.ModelJson;
import io.batpak.model.Receipt;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Puts receipts into replies, and remembers which were those of denials: it does not show on them.
final class Receipts {
    private final Set<JsonNode> denials = new HashSet<>();

    void putAppended(Receipt receipt, ObjectNode reply) {
        reply.set("receipt", appended(receipt));
    }

    void putAppended(List<Receipt> receipts, ObjectNode reply) {
        ArrayNode list = reply.putArray("receipts");
        receipts.forEach(receipt -> list.add(appended(receipt)));
    }

    private ObjectNode appended(Receipt receipt) {
        ObjectNode shown = ModelJson.receipt(receipt);
        if (!denials.isEmpty()) {
            denials.remove(plain(shown));
        }
        return shown;
    }

    void putDenied(Receipt receipt, ObjectNode reply) {
        ObjectNode shown = ModelJson.receipt(receipt);
        denials.add(plain(shown));
        reply.set("receipt", shown);
    }

    /// Whether a `denial` gave this receipt, and nothing gave the same one later.
    boolean isDenial(ObjectNode receipt) {
        return !denials.isEmpty() && denials.contains(plain(receipt));
    }

    /// As a reader of the reply sees it: numbers that are equal are nodes that are equal.
    private static JsonNode plain(ObjectNode receipt) {
        return Json.parse(Json.line(receipt));
    }
}
