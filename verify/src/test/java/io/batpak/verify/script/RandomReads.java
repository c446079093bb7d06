package io.batpak.verify.script;

import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// Random reads: points, lists, lineage, marks, counters, receipts.
final class RandomReads {
    private static final List<String> MARKS = List.of("accepted", "written", "visible", "applied", "emitted");

    private final ScriptDraft draft;
    private final RandomValues values;
    private final RandomConfigs configs;

    RandomReads(ScriptDraft draft, RandomConfigs configs) {
        this.draft = draft;
        this.values = draft.values();
        this.configs = configs;
    }

    void any() {
        switch (values.below(11)) {
            case 5 -> latest();
            case 6 -> walk();
            case 9 -> draft.add("frontier");
            case 10 -> draft.add("stats");
            default -> list();
        }
    }

    /// A read that shows nothing of what a fence holds back.
    void behindFence() {
        if (values.chance(15)) {
            draft.add("wait_for")
                    .put("mark", values.oneOf(List.of("visible", "emitted")))
                    .put("sequence", values.below(40))
                    .put("timeout_ms", 0);
            return;
        }
        list();
    }

    private void list() {
        switch (values.below(7)) {
            case 0, 1, 2 -> query();
            case 3 -> draft.add("stream").put("entity", values.entity());
            case 4 -> draft.add("stream").put("entity", values.entity()).put("lane", values.lane());
            default -> get();
        }
    }

    private void query() {
        ObjectNode command = draft.add("query");
        if (values.chance(85)) {
            command.set("region", values.region(values.chance(92)));
        }
        if (values.chance(30)) {
            command.put("after", values.below(30));
        }
        if (values.chance(30)) {
            command.put("limit", values.below(8));
        }
    }

    private void get() {
        ObjectNode command = draft.add("get").put("event_id", values.chance(85) ? draft.someEvent() : values.id());
        if (values.chance(30)) {
            command.put("raw", true);
        }
    }

    private void latest() {
        String entity = values.entity();
        long lane = values.lane();
        if (draft.headIsHidden(entity, lane)) {
            query();
            return;
        }
        draft.add("latest").put("entity", entity).put("lane", lane);
    }

    private void walk() {
        if (draft.hasHidden()) {
            query();
            return;
        }
        draft.add("walk").put("event_id", draft.someEvent()).put("limit", values.below(12));
    }

    /// Everything there is, verified where the reference can do it.
    void everything() {
        draft.add("query");
        if (!draft.hasHidden()) {
            draft.add("verify_chain");
        }
    }

    void waitFor() {
        boolean durable = configs.syncsEveryEvent() && values.chance(40);
        ObjectNode command = draft.add("wait_for")
                .put("mark", durable ? "durable" : values.oneOf(MARKS))
                .put("sequence", values.below(40))
                .put("timeout_ms", 0);
        if (values.chance(30)) {
            command.put("lane", values.lane());
        }
    }

    void verifyReceipt(String store) {
        List<ScriptDraft.Shown> receipts = draft.receiptsToVerify();
        if (receipts.isEmpty()) {
            query();
            return;
        }
        ObjectNode command = draft.add("verify_receipt");
        if (!store.isEmpty()) {
            command.put("store", store);
        }
        command.put("receipt", values.oneOf(receipts).receipt());
        if (values.chance(30)) {
            command.put("wire", true);
        }
        if (values.chance(60)) {
            command.set("alter", alteration(receipts));
        }
    }

    private ObjectNode alteration(List<ScriptDraft.Shown> receipts) {
        ObjectNode alter = Json.object();
        switch (values.below(9)) {
            case 0 -> alter.put("event_id", values.id());
            case 1 -> alter.put("event_id", values.oneOf(receipts).eventId());
            case 2 -> alter.put("sequence", 1000 + values.below(1000));
            case 3 -> alter.put("content_hash", values.hex(32));
            case 4 -> values.extensions(alter);
            case 5 -> alter.putNull("signature");
            case 6 -> alter.put("signature", values.hex(64));
            case 7 -> alter.put("key_id", values.chance(50) ? "00".repeat(32) : values.hex(32));
            default -> alter.put("key_id", "00".repeat(32)).putNull("signature");
        }
        return alter;
    }
}
