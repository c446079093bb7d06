package io.batpak.verify.script;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/// Brings the replies of one run into the normal form of the protocol page, "Comparing two runs": what may
/// differ between two correct implementations goes, generated ids become `id1`, `id2` … by first appearance,
/// all else stays.
///
/// One normaliser serves one run of one script, reply by reply in order; it remembers the ids it has seen.
public final class ScriptNormaliser {
    private static final String NIL_ID = "0".repeat(32);
    private static final Pattern ID = Pattern.compile("[0-9a-f]{32}");
    private static final Set<String> DROPPED = Set.of(
            "message",
            "handling",
            "token",
            "position",
            "offset",
            "nonce_hex",
            "segments",
            "segments_removed",
            "bytes_reclaimed",
            "merged_segment");
    private static final Set<String> TIMES = Set.of("wall_ms", "timestamp_us");
    private static final Set<String> HASHES = Set.of("content_hash", "event_hash", "prev_hash");
    private static final Set<String> PAYLOADS =
            Set.of("payload_hex", "payload_blake3", "payload_length", "payload_size");
    private static final Set<String> PLAIN = Set.of("payload_hex", "payload_blake3", "entity", "scope");
    private static final String LIFECYCLE_ENTITY = "batpak:store";
    private static final String PROVENANCE = "batpak.import.provenance";
    private static final StringNode STAR = StringNode.valueOf("*");

    private final Set<String> chosenIds;
    private final boolean timesCount;
    private final boolean durableCounts;
    private final boolean encrypted;
    private final Map<String, String> labels = new HashMap<>();
    private int idCount;
    private int secretCount;

    public ScriptNormaliser(Script script) {
        chosenIds = script.ids();
        timesCount = script.everyOpen(config -> config.path("clock_us").isNumber());
        durableCounts = script.everyOpen(config -> config.path("sync_every").asInt(0) == 1);
        encrypted = !script.everyOpen(config -> config.path("encryption").isMissingNode()
                || config.path("encryption").isNull());
    }

    /// The normal form of the next reply, as one line of JSON with sorted keys.
    ///
    /// @param command the command that the reply answers
    /// @param reply the reply as the implementation gave it
    public String normalise(ObjectNode command, ObjectNode reply) {
        ObjectNode shaped = reply.deepCopy();
        boolean raw = command.path("raw").asBoolean(false);
        switch (command.path("op").asString("")) {
            case "hello" -> shaped.removeAll();
            case "open" -> shapeOpen(shaped);
            case "files" -> shapeFiles(shaped);
            case "frontier" -> shapeFrontier(shaped);
            case "stream" -> {
                if (!command.has("lane")) {
                    shapeStream(shaped);
                }
            }
            default -> {
                // the common rules suffice
            }
        }
        return Json.text(clean(shaped, raw));
    }

    private static void shapeOpen(ObjectNode reply) {
        if (reply.path("ok").asBoolean(false)) {
            long found = reply.path("restored").asLong(0) + reply.path("tail").asLong(0);
            reply.retain("id", "ok");
            reply.put("entries_found", found);
        }
    }

    /// Segments and locks are free; which artifacts exist is not.
    private static void shapeFiles(ObjectNode reply) {
        ArrayNode names = Json.array();
        for (JsonNode file : reply.path("files")) {
            String name = file.path("name").asString("");
            if (!name.endsWith(".fbat") && !name.endsWith(".lock")) {
                names.add(name);
            }
        }
        if (reply.has("files")) {
            reply.set("files", names);
        }
    }

    private void shapeFrontier(ObjectNode reply) {
        if (!durableCounts) {
            reply.remove("durable");
            reply.path("lanes").forEach(lane -> ((ObjectNode) lane).remove("durable"));
        }
    }

    private static void shapeStream(ObjectNode reply) {
        if (!(reply.path("entries") instanceof ArrayNode entries)) {
            return;
        }
        Comparator<JsonNode> byClock = Comparator.<JsonNode>comparingLong(
                        entry -> entry.path("wall_ms").asLong())
                .thenComparingLong(entry -> entry.path("clock").asLong())
                .thenComparing(entry -> entry.path("event_id").asString(""));
        List<JsonNode> list = new ArrayList<>();
        entries.forEach(list::add);
        for (int i = 1; i < list.size(); i++) {
            if (byClock.compare(list.get(i - 1), list.get(i)) >= 0) {
                reply.put("not_ascending_at", i);
            }
        }
        list.sort(Comparator.comparingLong(entry -> entry.path("sequence").asLong()));
        ArrayNode ordered = Json.array();
        list.forEach(ordered::add);
        reply.set("entries", ordered);
    }

    private JsonNode clean(JsonNode node, boolean raw) {
        if (node instanceof ArrayNode list) {
            ArrayNode result = Json.array();
            list.forEach(item -> result.add(item.isString() ? renamed(item) : clean(item, raw)));
            return result;
        }
        if (!(node instanceof ObjectNode object)) {
            return node;
        }
        boolean lifecycle = object.path("entity").asString("").equals(LIFECYCLE_ENTITY);
        TreeMap<String, JsonNode> fields = new TreeMap<>();
        object.properties().forEach(field -> fields.put(field.getKey(), field.getValue()));
        fields.keySet().removeIf(key -> DROPPED.contains(key) || (!timesCount && TIMES.contains(key)));
        ObjectNode result = Json.object();
        fields.forEach((key, value) -> {
            boolean volatileValue = HASHES.contains(key) || PAYLOADS.contains(key);
            if (lifecycle && volatileValue) {
                result.set(key, STAR);
            } else if (key.equals("signature") && value.isString() && !isChosen(object.path("event_id"))) {
                result.set(key, STAR);
            } else {
                result.set(key, field(key, value, raw));
            }
        });
        return result;
    }

    private JsonNode field(String key, JsonNode value, boolean raw) {
        if (key.equals("extensions")) {
            return extensions(value);
        }
        if (encrypted && value.isString()) {
            boolean secret = HASHES.contains(key) || key.equals("keyscope_hex") || (raw && PAYLOADS.contains(key));
            if (secret) {
                return StringNode.valueOf(
                        labels.computeIfAbsent(key + value.asString(), any -> "secret" + ++secretCount));
            }
        }
        if (value.isString()) {
            return PLAIN.contains(key) ? value : renamed(value);
        }
        return clean(value, raw);
    }

    private static JsonNode extensions(JsonNode value) {
        JsonNode sorted = Json.sorted(value);
        if (sorted instanceof ObjectNode object && object.has(PROVENANCE)) {
            object.set(PROVENANCE, STAR);
        }
        return sorted;
    }

    private boolean isChosen(JsonNode id) {
        return chosenIds.contains(id.asString(""));
    }

    private JsonNode renamed(JsonNode value) {
        String text = value.asString();
        if (!ID.matcher(text).matches() || text.equals(NIL_ID) || chosenIds.contains(text)) {
            return value;
        }
        return StringNode.valueOf(labels.computeIfAbsent(text, any -> "id" + ++idCount));
    }
}
