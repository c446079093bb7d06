package io.batpak.cli.script;

import io.batpak.Store;
import io.batpak.cli.json.ModelJson;
import io.batpak.model.Mark;
import io.batpak.model.Stats;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import tools.jackson.databind.node.ObjectNode;

/// `frontier`, `wait_for`, `stats`, `verify_chain`.
final class StateOperations {
    private final Handles handles;

    StateOperations(Handles handles) {
        this.handles = handles;
    }

    void register(Map<String, Operation> operations) {
        operations.put("frontier", this::frontier);
        operations.put("wait_for", (command, _) -> waitFor(command));
        operations.put("stats", this::stats);
        operations.put("verify_chain", this::verifyChain);
    }

    private void frontier(Operation.Command command, ObjectNode reply) {
        Handle handle = handles.get(command.store());
        handle.settle();
        reply.setAll(ModelJson.frontier(handle.journal().frontier()));
    }

    private void waitFor(Operation.Command command) throws InterruptedException {
        Arguments arguments = command.arguments();
        Store store = handles.writer(command.store());
        Mark mark = AppendReader.mark(arguments);
        long sequence = arguments.unsigned("sequence");
        Duration timeout = AppendReader.timeout(arguments);
        OptionalLong lane = arguments.optionalNumber("lane", Arguments.U32_MAX);
        handles.get(command.store()).settle();
        if (lane.isPresent()) {
            store.waitFor(mark, lane.getAsLong(), sequence, timeout);
        } else {
            store.waitFor(mark, sequence, timeout);
        }
    }

    private void stats(Operation.Command command, ObjectNode reply) {
        Stats stats = handles.get(command.store()).journal().stats();
        reply.put("event_count", stats.eventCount());
        reply.put("next_sequence", stats.nextSequence());
        reply.put("segments", stats.segments());
        reply.put("idempotency_keys", stats.idempotencyKeys());
    }

    private void verifyChain(Operation.Command command, ObjectNode reply) {
        reply.setAll(ModelJson.chain(handles.get(command.store()).journal().verifyChain()));
    }
}
