package io.batpak.verify.script;

import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A difference from the reference that is intended: which replies it may change, and what in them.
///
/// @param id the row of `docs/deviations.md`
/// @param lines the commands whose replies it may change
/// @param reconciler makes the intended difference vanish and leaves every other one
public record KnownDeviation(String id, Predicate<ObjectNode> lines, Reconciler reconciler) {
    private static final Set<String> SHOWING_EXTENSIONS = Set.of(
            "query",
            "stream",
            "latest",
            "get",
            "append",
            "reaction",
            "denial",
            "batch",
            "wait_ticket",
            "verify_receipt");

    /// Rows that the reference takes from a segment footer lose their receipt extensions in its memory; the frame
    /// on disk still has them and we show them. So do the receipts of retries, whose signatures cover the
    /// extensions, and the verdicts on receipts that have them.
    public static final KnownDeviation EXTENSIONS_FROM_FOOTERS = new KnownDeviation(
            "extensions-from-footers",
            command -> SHOWING_EXTENSIONS.contains(command.path("op").asString("")),
            KnownDeviation::fillLostExtensions);

    /// The reference writes `index.idemp` at a close only and forgets the keys of a session that was dropped; we
    /// remember those as well. More keys there than here are a difference.
    public static final KnownDeviation IDEMPOTENCY_KEY_COUNT = new KnownDeviation(
            "idempotency-key-count",
            command -> command.path("op").asString("").equals("stats"),
            KnownDeviation::forgetDroppedKeys);

    /// The reference counts keys whose events a cancelled fence hides; with us they are free again. Fewer keys
    /// there than here are no part of it.
    public static final KnownDeviation KEY_OF_CANCELLED_FENCE = new KnownDeviation(
            "key-of-cancelled-fence",
            command -> command.path("op").asString("").equals("stats"),
            KnownDeviation::countHiddenKeys);

    /// The reference writes what is behind a fence at once, so that three marks run ahead of what is visible. We
    /// write it when the fence ends.
    public static final KnownDeviation FENCE_HELD_BACK = new KnownDeviation(
            "fence-held-back",
            command -> Set.of("frontier", "sync").contains(command.path("op").asString("")),
            KnownDeviation::holdBackMarks);

    /// The reference checks visible events only: a link to an event of a cancelled fence dangles there. We check
    /// all committed events.
    public static final KnownDeviation CHAIN_OVER_HIDDEN = new KnownDeviation(
            "chain-over-hidden",
            command -> command.path("op").asString("").equals("verify_chain"),
            KnownDeviation::addHiddenLinks);

    /// The reference says that a lane whose newest event is hidden has none; we answer the newest visible one.
    public static final KnownDeviation LATEST_BEHIND_HIDDEN = new KnownDeviation(
            "latest-behind-hidden",
            command -> command.path("op").asString("").equals("latest"),
            KnownDeviation::showLatest);

    /// Changes two replies to one command, so that an intended difference vanishes.
    @FunctionalInterface
    public interface Reconciler {
        /// Makes the intended difference vanish from both replies.
        ///
        /// @param ours our reply, to be changed
        /// @param reference the reply of the reference, to be changed
        void reconcile(ObjectNode ours, ObjectNode reference);
    }

    /// A deviation in some fields of the replies to one operation.
    public static KnownDeviation ofOperation(String id, String operation, String... fields) {
        List<String> names = List.of(fields);
        return new KnownDeviation(
                id, command -> command.path("op").asString("").equals(operation), (ours, reference) -> {
                    ours.remove(names);
                    reference.remove(names);
                });
    }

    /// The same difference with the sides exchanged, for a run of the reference on the left.
    public KnownDeviation mirrored() {
        return new KnownDeviation(id, lines, (left, right) -> reconciler.reconcile(right, left));
    }

    /// Whether the deviation may change the reply to this command.
    public boolean concerns(ObjectNode command) {
        return lines.test(command);
    }

    private static void forgetDroppedKeys(ObjectNode ours, ObjectNode reference) {
        String field = "idempotency_keys";
        if (ours.path(field).asLong(0) > reference.path(field).asLong(0)) {
            ours.set(field, reference.path(field));
        }
    }

    private static void countHiddenKeys(ObjectNode ours, ObjectNode reference) {
        String field = "idempotency_keys";
        if (ours.path(field).asLong(0) < reference.path(field).asLong(0)) {
            ours.set(field, reference.path(field));
        }
    }

    private static void holdBackMarks(ObjectNode ours, ObjectNode reference) {
        if (ours.path("frontier") instanceof ObjectNode left
                && reference.path("frontier") instanceof ObjectNode right) {
            holdBackMarks(left, right);
        }
        holdBackPoints(ours, reference);
        JsonNode lanes = reference.path("lanes");
        for (int i = 0; i < lanes.size(); i++) {
            if (ours.path("lanes").path(i) instanceof ObjectNode left && lanes.get(i) instanceof ObjectNode right) {
                holdBackPoints(left, right);
            }
        }
    }

    /// Of one lane, or of the store: only marks that are ahead of the visible one there and not here.
    private static void holdBackPoints(ObjectNode ours, ObjectNode reference) {
        JsonNode visible = ours.path("visible");
        if (!visible.isObject() || !visible.equals(reference.path("visible"))) {
            return;
        }
        long shown = visible.path("sequence").asLong(0);
        for (String mark : List.of("accepted", "written", "durable")) {
            boolean ahead = reference.path(mark).path("sequence").asLong(0) > shown;
            if (ahead && ours.path(mark).path("sequence").asLong(0) == shown) {
                reference.set(mark, ours.path(mark));
            }
        }
    }

    private static void fillLostExtensions(JsonNode ours, JsonNode reference) {
        if (ours instanceof ArrayNode list && reference instanceof ArrayNode other && list.size() == other.size()) {
            for (int i = 0; i < list.size(); i++) {
                fillLostExtensions(list.get(i), other.get(i));
            }
        }
        if (ours instanceof ObjectNode object && reference instanceof ObjectNode other) {
            JsonNode kept = object.path("extensions");
            if (kept.isObject() && !kept.isEmpty() && other.path("extensions").isEmpty()) {
                other.set("extensions", kept);
                if (object.has("signature") && other.has("signature")) {
                    other.set("signature", object.path("signature"));
                }
            }
            if (other.path("verdict").asString("").equals("ExtensionsMismatch")) {
                other.set("verdict", object.path("verdict"));
            }
            for (String part : List.of("entries", "entry", "event", "receipt", "receipts")) {
                fillLostExtensions(object.path(part), other.path(part));
            }
        }
    }

    private static void addHiddenLinks(ObjectNode ours, ObjectNode reference) {
        boolean nothingDangles = ours.path("dangling_links").isArray()
                && ours.path("dangling_links").isEmpty();
        if (nothingDangles && reference.path("dangling_links").isArray()) {
            reference.set("dangling_links", Json.array());
            if (ours.path("events").asLong(0) > reference.path("events").asLong(0)) {
                reference.set("events", ours.path("events"));
            }
        }
    }

    private static void showLatest(ObjectNode ours, ObjectNode reference) {
        if (ours.path("entry").isObject() && reference.path("entry").isNull()) {
            reference.set("entry", ours.path("entry"));
        }
    }
}
