package io.batpak.verify.script;

import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// Random fences: writes behind them, refused writes beside them, and every end. While a fence is active the
/// script shows no marks, counters or images: what of them counts writes behind a fence is free.
final class RandomFences {
    private final ScriptDraft draft;
    private final RandomValues values;
    private final RandomTickets tickets;
    private final RandomReads reads;
    private final boolean mayCancel;

    RandomFences(ScriptDraft draft, RandomTickets tickets, RandomReads reads) {
        this.draft = draft;
        this.values = draft.values();
        this.tickets = tickets;
        this.reads = reads;
        this.mayCancel = values.chance(60);
    }

    /// A fence from its beginning to its end.
    void section() {
        begin();
        String end =
                mayCancel && values.chance(50) ? values.oneOf(List.of("fence_cancel", "fence_drop")) : "fence_commit";
        draft.add(end);
        boolean committed = end.equals("fence_commit");
        tickets.fenceEnded(committed);
        tickets.waitForAll(committed);
    }

    /// A fence that the end of the session finds active. Its tickets end as cancelled.
    ///
    /// @return whether a fence was begun
    boolean leftActive(Runnable end) {
        if (!mayCancel) {
            return false;
        }
        begin();
        end.run();
        tickets.fenceEnded(false);
        tickets.waitForAll(false);
        return true;
    }

    private void begin() {
        draft.add("fence_begin");
        for (int i = values.below(6); i > 0; i--) {
            switch (values.below(7)) {
                case 0, 1, 2 -> tickets.fenceSubmit();
                case 3 -> tickets.fenceBatch();
                case 4 -> refused();
                default -> reads.behindFence();
            }
        }
    }

    /// What a fence keeps out, one at a time.
    private void refused() {
        switch (values.below(7)) {
            case 0 -> draft.add("fence_begin");
            case 1, 2 -> single("append");
            case 3 -> single("submit");
            case 4 -> single("try_submit");
            case 5 -> {
                ObjectNode command = single("reaction");
                command.put("correlation_id", values.id()).put("causation_id", values.id());
            }
            default -> {
                ObjectNode item = Json.object()
                        .put("entity", values.entity())
                        .put("scope", values.scope())
                        .put("kind", values.kind());
                values.payload(item);
                draft.add(values.oneOf(List.of("batch", "submit_batch")))
                        .set("items", Json.array().add(item));
            }
        }
    }

    private ObjectNode single(String operation) {
        ObjectNode command = draft.at(operation);
        values.payload(command);
        return command;
    }

    /// The use of a fence where none is.
    void misuse() {
        String operation =
                values.oneOf(List.of("fence_commit", "fence_cancel", "fence_drop", "fence_submit", "fence_batch"));
        switch (operation) {
            case "fence_submit" -> single(operation);
            case "fence_batch" -> draft.add(operation).set("items", Json.array());
            default -> draft.add(operation);
        }
    }
}
