package io.batpak.cli.script;

import io.batpak.VisibilityFence;
import io.batpak.model.Receipt;
import io.batpak.model.Ticket;
import io.batpak.outcome.Outcome;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/// `submit`, `submit_batch`, `try_submit`, `wait_ticket`, and the `fence_...` operations.
final class QueueOperations {
    private final Handles handles;
    private final Tickets tickets;

    QueueOperations(Handles handles, Tickets tickets) {
        this.handles = handles;
        this.tickets = tickets;
    }

    void register(Map<String, Operation> operations) {
        operations.put("submit", this::submit);
        operations.put("submit_batch", this::submitBatch);
        operations.put("try_submit", this::trySubmit);
        operations.put("wait_ticket", this::waitTicket);
        operations.put("fence_begin", (command, _) -> fenceBegin(command));
        operations.put("fence_submit", this::fenceSubmit);
        operations.put("fence_batch", this::fenceBatch);
        operations.put("fence_commit", (command, _) -> fence(command).commit());
        operations.put("fence_cancel", (command, _) -> fence(command).cancel());
        operations.put("fence_drop", (command, _) -> fence(command).close());
    }

    private void submit(Operation.Command command, ObjectNode reply) {
        AppendReader.Event event = AppendReader.event(command.arguments());
        Ticket<Receipt> ticket = handles.writer(command.store()).submit(event.at(), event.kind(), event.payload());
        tickets.issue(ticket, null, reply);
    }

    private void submitBatch(Operation.Command command, ObjectNode reply) {
        tickets.issueBatch(
                handles.writer(command.store()).submitBatch(AppendReader.items(command.arguments())), null, reply);
    }

    private void trySubmit(Operation.Command command, ObjectNode reply) {
        AppendReader.Event event = AppendReader.event(command.arguments());
        Outcome<Ticket<Receipt>> outcome =
                handles.writer(command.store()).trySubmit(event.at(), event.kind(), event.payload());
        switch (outcome) {
            case Outcome.Ok<Ticket<Receipt>>(var ticket) -> {
                reply.put("outcome", "ok");
                tickets.issue(ticket, null, reply);
            }
            case Outcome.Retry<Ticket<Receipt>> _ -> reply.put("outcome", "retry");
            case Outcome.Cancelled<Ticket<Receipt>> _ -> reply.put("outcome", "cancelled");
            default -> throw CommandRefusedException.unsupported("outcome " + outcome);
        }
    }

    private void waitTicket(Operation.Command command, ObjectNode reply) throws InterruptedException {
        tickets.take(command.arguments().text("ticket"), reply);
    }

    private void fenceBegin(Operation.Command command) {
        VisibilityFence begun = handles.writer(command.store()).beginFence();
        handles.get(command.store()).began(begun);
    }

    private void fenceSubmit(Operation.Command command, ObjectNode reply) {
        AppendReader.Event event = AppendReader.event(command.arguments());
        VisibilityFence fence = fence(command);
        tickets.issue(fence.submit(event.at(), event.kind(), event.payload()), fence, reply);
    }

    private void fenceBatch(Operation.Command command, ObjectNode reply) {
        VisibilityFence fence = fence(command);
        tickets.issueBatch(fence.submitBatch(AppendReader.items(command.arguments())), fence, reply);
    }

    private VisibilityFence fence(Operation.Command command) {
        handles.writer(command.store());
        return handles.get(command.store()).fence();
    }
}
