package io.batpak.verify.script;

import io.batpak.verify.script.RandomBatches.Batch;
import io.batpak.verify.script.RandomBatches.Fate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import tools.jackson.databind.node.ObjectNode;

/// Random writes that are enqueued, and the tickets they give, outside and behind a fence.
final class RandomTickets {
    private final ScriptDraft draft;
    private final RandomValues values;
    private final RandomConfigs configs;
    private final RandomBatches batches;
    private final List<Pending> pending = new ArrayList<>();

    /// A ticket nobody has waited for.
    ///
    /// @param events what it writes; empty when the ticket ends in an error
    /// @param shows remembers the receipts, given the reference to the reply of the wait
    private record Pending(String ticket, List<ObjectNode> events, Consumer<String> shows) {}

    RandomTickets(ScriptDraft draft, RandomConfigs configs, RandomBatches batches) {
        this.draft = draft;
        this.values = draft.values();
        this.configs = configs;
        this.batches = batches;
    }

    /// A few writes enqueued together, and the wait for all of them.
    void section() {
        int count = 1 + values.below(3);
        for (int i = 0; i < count; i++) {
            switch (values.below(i == 0 ? 4 : 3)) {
                case 0, 1 -> single("submit");
                case 2 -> batch("submit_batch", batches.any());
                // with others before it in the queue the answer would depend on the moment
                default -> single("try_submit");
            }
        }
        for (Pending each : pending) {
            each.events().forEach(draft::committed);
        }
        if (values.chance(40)) {
            draft.add("sync");
        }
        waitForAll(true);
        if (values.chance(10)) {
            draft.add("wait_ticket").put("ticket", "t9999");
        }
    }

    void fenceSubmit() {
        single("fence_submit");
    }

    void fenceBatch() {
        batch("fence_batch", batches.forFence());
    }

    /// A single write; refused at once when keys are demanded, since it cannot have one.
    private void single(String operation) {
        ObjectNode command = draft.at(operation);
        if (values.chance(10) && !configs.keysDemanded()) {
            command.put("kind", values.refusedKind());
            values.payload(command);
            return;
        }
        values.payload(command);
        if (!configs.keysDemanded()) {
            pending.add(new Pending(
                    draft.nextTicket(), List.of(command), reply -> draft.showed(reply + ".receipt", command)));
        }
    }

    private void batch(String operation, Batch batch) {
        draft.add(operation).set("items", batch.items());
        if (batch.fate() == Fate.REFUSED) {
            return;
        }
        boolean written = batch.fate() == Fate.COMMITTED;
        pending.add(new Pending(
                draft.nextTicket(),
                written ? batch.events() : List.of(),
                written ? reply -> batches.showed(reply, batch) : reply -> {}));
    }

    /// What became of the writes behind a fence.
    void fenceEnded(boolean committed) {
        for (Pending each : pending) {
            each.events().forEach(committed ? draft::committed : draft::cancelled);
        }
    }

    /// Waits in any order.
    ///
    /// @param shown whether the replies show receipts
    void waitForAll(boolean shown) {
        while (!pending.isEmpty()) {
            Pending each = pending.remove(values.below(pending.size()));
            ObjectNode command = draft.add("wait_ticket").put("ticket", each.ticket());
            if (shown) {
                each.shows().accept(draft.named(command));
            }
        }
    }
}
