package io.batpak.verify.script;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/// A script under construction, and what its generator must know about the journal that the commands so far
/// lead to: the clocks of the streams, the events and receipts to refer to, the keys in use, what is hidden.
final class ScriptDraft {
    private final RandomValues values;
    private final List<ObjectNode> commands = new ArrayList<>();
    private final Map<String, Long> nextClocks = new HashMap<>();
    private final Set<String> hiddenHeads = new HashSet<>();
    private final List<Shown> shown = new ArrayList<>();
    private final List<Key> keys = new ArrayList<>();
    private boolean hidden;
    private int session;
    private int names;
    private int tickets;

    /// A receipt that an earlier reply showed.
    ///
    /// @param receipt the reference to it
    /// @param extended whether it has extensions; the reference forgets them when it opens a directory
    /// @param session the session that wrote it
    record Shown(String receipt, boolean extended, int session) {
        String eventId() {
            return receipt + ".event_id";
        }
    }

    /// An idempotency key whose event was committed.
    record Key(String id, boolean extended, int session) {}

    ScriptDraft(Random random) {
        values = new RandomValues(random);
    }

    RandomValues values() {
        return values;
    }

    List<ObjectNode> commands() {
        return commands;
    }

    ObjectNode add(String operation) {
        ObjectNode command = Json.object().put("op", operation);
        commands.add(command);
        return command;
    }

    /// A command that writes one event, without its payload.
    ObjectNode at(String operation) {
        return add(operation)
                .put("entity", values.entity())
                .put("scope", values.scope())
                .put("kind", values.kind());
    }

    /// Gives the command an id and returns the reference to its reply.
    String named(ObjectNode command) {
        String name = "w" + ++names;
        command.put("id", name);
        return "@" + name;
    }

    /// The ticket that the command just added gets.
    String nextTicket() {
        return "t" + ++tickets;
    }

    void sessionBegins() {
        session++;
    }

    static String streamOf(ObjectNode event) {
        ObjectNode options = event.path("options") instanceof ObjectNode given ? given : Json.object();
        long lane = options.path("branch_root")
                .path("lane")
                .asLong(options.path("lane").asLong(0));
        return lane + " " + event.path("entity").asString("");
    }

    long nextClock(ObjectNode event) {
        return nextClocks.getOrDefault(streamOf(event), 0L);
    }

    /// The event was written and is visible; no reply shows a receipt.
    void committed(ObjectNode event) {
        nextClocks.merge(streamOf(event), 1L, Long::sum);
        hiddenHeads.remove(streamOf(event));
        if (event.path("options").has("idempotency_key")) {
            String key = event.path("options").path("idempotency_key").asString("");
            keys.add(new Key(key, isExtended(event), session));
        }
    }

    /// A reply shows the receipt of an event.
    void showed(String receipt, ObjectNode event) {
        shown.add(new Shown(receipt, isExtended(event), session));
    }

    /// The event was written behind a fence that was cancelled.
    void cancelled(ObjectNode event) {
        nextClocks.merge(streamOf(event), 1L, Long::sum);
        hiddenHeads.add(streamOf(event));
        hidden = true;
    }

    /// Whether any event is hidden for ever: links then lead to events that the reference does not see.
    boolean hasHidden() {
        return hidden;
    }

    /// Whether the newest event of a stream is hidden; the reference then says that the lane has none.
    boolean headIsHidden(String entity, long lane) {
        return hiddenHeads.contains(lane + " " + entity);
    }

    private static boolean isExtended(ObjectNode event) {
        return event.path("options").has("extensions");
    }

    /// A key or an event id that a retry may name: its receipt can be given again as it was.
    String retriedKey() {
        List<String> usable = new ArrayList<>();
        for (Key key : keys) {
            if (!key.extended() || key.session() == session) {
                usable.add(key.id());
            }
        }
        if (values.chance(15)) {
            receiptsToVerify().forEach(receipt -> usable.add(receipt.eventId()));
        }
        return usable.isEmpty() ? "" : values.oneOf(usable);
    }

    /// Receipts whose extensions the reference still knows.
    List<Shown> receiptsToVerify() {
        return shown.stream()
                .filter(receipt -> !receipt.extended() || receipt.session() == session)
                .toList();
    }

    /// A reference to an earlier event of the script, or a chosen id.
    String someEvent() {
        if (!keys.isEmpty() && values.chance(20)) {
            return values.oneOf(keys).id();
        }
        return shown.isEmpty() ? values.id() : values.oneOf(shown).eventId();
    }
}
