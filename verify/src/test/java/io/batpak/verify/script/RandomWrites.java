package io.batpak.verify.script;

import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Random single writes: appends with every option, retries, reactions, denials, and refused ones.
final class RandomWrites {
    /// The entity of events that may or may not have been written.
    static final String LIMITED = "limited";

    /// Marks that have passed an event when its receipt is there.
    static final List<String> SATISFIED_AT_ONCE = List.of("accepted", "written", "visible", "emitted");

    private final ScriptDraft draft;
    private final RandomValues values;
    private final RandomConfigs configs;

    RandomWrites(ScriptDraft draft, RandomConfigs configs) {
        this.draft = draft;
        this.values = draft.values();
        this.configs = configs;
    }

    void append() {
        ObjectNode command = draft.at("append");
        values.payload(command);
        finish(command);
    }

    void denial() {
        ObjectNode command = draft.add("denial").put("entity", values.entity()).put("scope", values.scope());
        ArrayNode gates = Json.array();
        int count = values.below(4);
        for (int i = 0; i < count; i++) {
            gates.add(values.gateName());
        }
        ArrayNode context = Json.array();
        for (int i = values.below(3); i > 0; i--) {
            context.add(Json.array().add("key " + i).add(values.text()));
        }
        command.set("gates", gates);
        command.put("failing", values.gateName())
                .put("code", values.oneOf(List.of("E7", "", "limit-exceeded")))
                .put("message", values.message())
                .put("proposed_kind", values.kind());
        command.set("context", context);
        finish(command);
    }

    void reaction() {
        ObjectNode command = draft.at("reaction");
        values.payload(command);
        command.put("correlation_id", values.chance(10) ? "0".repeat(32) : draft.someEvent());
        command.put("causation_id", values.chance(15) ? "0".repeat(32) : draft.someEvent());
        if (!configs.keysDemanded()) {
            draft.committed(command);
            draft.showed(draft.named(command) + ".receipt", command);
        }
    }

    /// Adds options to an append or a denial, and remembers what it leads to.
    private void finish(ObjectNode command) {
        ObjectNode options = Json.object();
        command.set("options", options);
        lane(options);
        boolean refused = expectation(options, command);
        if (configs.keysDemanded() || (!configs.keysLimited() && values.chance(25))) {
            options.put("idempotency_key", values.id());
        }
        if (values.chance(20)) {
            options.put("correlation_id", values.chance(50) ? values.id() : draft.someEvent());
        }
        if (values.chance(25)) {
            options.put("causation_id", values.chance(15) ? "0".repeat(32) : draft.someEvent());
        }
        if (values.chance(15)) {
            options.put("flags", values.oneOf(List.of(0, 1, 2, 8, 255)));
        }
        if (values.chance(30)) {
            values.extensions(options);
        }
        boolean timesOut = !refused && values.chance(15) && gate(options);
        if (options.isEmpty()) {
            command.remove("options");
        }
        if (!refused) {
            draft.committed(command);
            if (!timesOut) {
                draft.showed(draft.named(command) + ".receipt", command);
            }
        }
    }

    /// Chooses lane and depth, in one of the forms the protocol has.
    void lane(ObjectNode options) {
        if (values.chance(55)) {
            return;
        }
        long lane = values.lane();
        if (values.chance(25)) {
            options.set("branch_root", Json.object().put("lane", lane).put("parent_depth", values.below(5)));
            return;
        }
        options.put("lane", lane);
        if (values.chance(30)) {
            options.put("depth", values.below(9));
        }
    }

    /// Adds a compare-and-set; true when it must be refused.
    private boolean expectation(ObjectNode options, ObjectNode command) {
        if (values.chance(65)) {
            return false;
        }
        long head = Math.max(0, draft.nextClock(command) - 1);
        if (values.chance(65)) {
            options.put("expected_clock", head);
            return false;
        }
        options.put("expected_clock", head + 1 + values.below(3));
        return true;
    }

    /// Adds a gate that is passed at once or never; true when it is never passed.
    private boolean gate(ObjectNode options) {
        boolean never = values.chance(30);
        String mark = values.oneOf(SATISFIED_AT_ONCE);
        if (never) {
            mark = configs.neverSyncs() && values.chance(60) ? "durable" : "applied";
        }
        options.set("gate", Json.object().put("mark", mark).put("timeout_ms", 0));
        return never;
    }

    /// The same key again, with another payload: the first receipt comes back.
    void retry() {
        String key = draft.retriedKey();
        if (key.isEmpty()) {
            append();
            return;
        }
        ObjectNode command = draft.at("append");
        values.payload(command);
        ObjectNode options = Json.object().put("idempotency_key", key);
        if (values.chance(20)) {
            options.set("gate", Json.object().put("mark", "visible").put("timeout_ms", 0));
        }
        command.set("options", options);
    }

    /// A new key where their number is limited. Whether it is taken is not known here, so it gets an entity
    /// that nothing else refers to.
    void limitedAppend() {
        ObjectNode command = draft.at("append").put("entity", LIMITED);
        values.payload(command);
        command.set("options", Json.object().put("idempotency_key", values.id()));
    }

    /// An append with exactly one fault.
    void refusedAppend() {
        ObjectNode command = draft.at("append");
        ObjectNode options = Json.object();
        boolean keyed = configs.keysDemanded();
        switch (values.below(keyed ? 7 : 6)) {
            case 0 -> command.put("entity", values.badName());
            case 1 -> command.put("scope", values.badName());
            case 2 -> command.put("kind", values.refusedKind());
            case 3 -> values.badExtension(options);
            case 4 -> options.put("unknown_option", 1);
            case 5 -> values.largePayload(command, RandomConfigs.APPEND_BYTES_MAX);
            default -> keyed = false;
        }
        if (!command.has("payload")) {
            values.payload(command);
        }
        if (keyed) {
            options.put("idempotency_key", values.id());
        }
        if (!options.isEmpty()) {
            command.set("options", options);
        }
    }
}
