package io.batpak.verify.script;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Random batches: causes within and without, keys, gates, replays, and every way to be refused that uses up
/// no sequence. (What fails behind that point does so in the reference, and not here.)
final class RandomBatches {
    private final ScriptDraft draft;
    private final RandomValues values;
    private final RandomConfigs configs;
    private final RandomWrites writes;

    RandomBatches(ScriptDraft draft, RandomConfigs configs, RandomWrites writes) {
        this.draft = draft;
        this.values = draft.values();
        this.configs = configs;
        this.writes = writes;
    }

    /// What becomes of a batch.
    enum Fate {
        /// It is written.
        COMMITTED,
        /// The first receipts are given again.
        REPLAYED,
        /// The command itself is refused.
        REFUSED,
        /// The commit refuses it; a ticket tells so.
        FAILED
    }

    /// The items of a batch and what becomes of them.
    record Batch(ArrayNode items, Fate fate) {
        List<ObjectNode> events() {
            List<ObjectNode> events = new ArrayList<>();
            items.forEach(item -> events.add((ObjectNode) item));
            return events;
        }
    }

    /// A batch that the caller waits for.
    void batch() {
        Batch batch = any();
        ObjectNode command = draft.add("batch");
        command.set("items", batch.items());
        boolean timesOut = false;
        if (batch.fate() == Fate.COMMITTED && !batch.items().isEmpty() && values.chance(25)) {
            timesOut = values.chance(25);
            String mark = values.chance(50) ? "durable" : values.oneOf(RandomWrites.SATISFIED_AT_ONCE);
            command.set(
                    "gate",
                    Json.object().put("mark", timesOut ? "applied" : mark).put("timeout_ms", 0));
        }
        if (batch.fate() == Fate.COMMITTED) {
            batch.events().forEach(draft::committed);
            if (!timesOut) {
                showed(draft.named(command), batch);
            }
        }
    }

    /// Remembers the receipts that a reply shows.
    void showed(String reply, Batch batch) {
        List<ObjectNode> events = batch.events();
        for (int i = 0; i < events.size(); i++) {
            draft.showed(reply + ".receipts." + i, events.get(i));
        }
    }

    /// Mostly a batch that is written.
    Batch any() {
        if (values.chance(60)) {
            return written();
        }
        return values.chance(20) ? replayed() : refused(true);
    }

    /// A batch for a fence: nothing that was written before, no item above the limit of one append, which the
    /// reference lets pass there.
    Batch forFence() {
        return values.chance(75) ? written() : refused(false);
    }

    /// A batch that is written, or an empty one.
    Batch written() {
        return new Batch(plain(values.below(6), !configs.keysLimited() && values.chance(30)), Fate.COMMITTED);
    }

    private ArrayNode plain(int count, boolean keyed) {
        ArrayNode items = Json.array();
        for (int i = 0; i < count; i++) {
            ObjectNode item = item();
            ObjectNode options = Json.object();
            writes.lane(options);
            if (keyed) {
                options.put("idempotency_key", values.id());
            }
            if (values.chance(20)) {
                options.put("correlation_id", draft.someEvent());
            }
            if (values.chance(20)) {
                options.put("causation_id", draft.someEvent());
            }
            if (values.chance(25)) {
                values.extensions(options);
            }
            if (!options.isEmpty()) {
                item.set("options", options);
            }
            if (i > 0 && values.chance(40)) {
                item.set("causation", Json.object().put("prior", values.below(i)));
            } else if (values.chance(25)) {
                item.put("causation", values.chance(20) ? "0".repeat(32) : draft.someEvent());
            } else if (values.chance(20)) {
                item.putNull("causation");
            }
            items.add(item);
        }
        return items;
    }

    private ObjectNode item() {
        ObjectNode item = Json.object()
                .put("entity", values.entity())
                .put("scope", values.scope())
                .put("kind", values.kind());
        values.payload(item);
        return item;
    }

    private ObjectNode keyedItem(String key) {
        ObjectNode item = item();
        item.set("options", Json.object().put("idempotency_key", key));
        return item;
    }

    /// Every item is known already; doubles are allowed then.
    private Batch replayed() {
        ArrayNode items = Json.array();
        for (int i = 1 + values.below(3); i > 0; i--) {
            String key = draft.retriedKey();
            if (key.isEmpty()) {
                return written();
            }
            items.add(keyedItem(key));
        }
        return new Batch(items, Fate.REPLAYED);
    }

    private Batch refused(boolean checkedItems) {
        ArrayNode items = plain(1 + values.below(3), false);
        ObjectNode item = (ObjectNode) items.get(values.below(items.size()));
        switch (values.below(checkedItems ? 9 : 8)) {
            case 0 -> item.put("kind", values.refusedKind());
            case 1 -> item.put("entity", values.badName());
            case 2 -> {
                item.set("options", Json.object().put("expected_clock", 0));
                return new Batch(items, Fate.FAILED);
            }
            case 3 -> {
                while (items.size() <= RandomConfigs.BATCH_EVENTS_MAX) {
                    items.add(small());
                }
                return new Batch(items, Fate.FAILED);
            }
            case 4 -> {
                return new Batch(aboveTheLimitOfBytes(), Fate.FAILED);
            }
            case 5 -> {
                items.add(keyedItem(values.id()));
                return new Batch(items, Fate.FAILED);
            }
            case 6 -> {
                String key = values.id();
                return new Batch(Json.array().add(keyedItem(key)).add(keyedItem(key)), Fate.FAILED);
            }
            case 7 -> {
                return halfKnown();
            }
            default -> {
                item.remove("payload_hex");
                values.largePayload(item, RandomConfigs.APPEND_BYTES_MAX);
            }
        }
        return new Batch(items, Fate.REFUSED);
    }

    private ObjectNode small() {
        ObjectNode item = item();
        item.remove("payload_hex");
        item.set("payload", Json.object().put("n", values.number()));
        return item;
    }

    private ArrayNode aboveTheLimitOfBytes() {
        ArrayNode items = Json.array();
        for (int bytes = 0; bytes <= RandomConfigs.BATCH_BYTES_MAX; bytes += 7000) {
            ObjectNode item = item();
            item.remove("payload_hex");
            values.largePayload(item, 7000);
            items.add(item);
        }
        return items;
    }

    private Batch halfKnown() {
        String known = draft.retriedKey();
        if (known.isEmpty()) {
            return written();
        }
        return new Batch(Json.array().add(keyedItem(values.id())).add(keyedItem(known)), Fate.FAILED);
    }

    /// New keys where their number is limited; whether they are taken is not known here.
    void limited() {
        ArrayNode items = Json.array();
        for (int i = 1 + values.below(3); i > 0; i--) {
            items.add(keyedItem(values.id()).put("entity", RandomWrites.LIMITED));
        }
        draft.add("batch").set("items", items);
    }

    /// A batch whose item names itself or a later one as its cause. The reference uses up the sequences of such
    /// a batch and marks them accepted, so nothing that shows either may follow.
    void impossibleCause() {
        ArrayNode items = plain(1 + values.below(3), false);
        int at = values.below(items.size());
        ((ObjectNode) items.get(at)).set("causation", Json.object().put("prior", at + values.below(3)));
        draft.add("batch").set("items", items);
    }
}
