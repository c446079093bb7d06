package io.batpak.cli.script;

import io.batpak.VisibilityFence;
import io.batpak.model.Receipt;
import io.batpak.model.Ticket;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// The tickets of a session that nobody has taken yet, `t1`, `t2`, … in order of issue.
final class Tickets {
    private final Receipts receipts;
    private final Map<String, Pending> pending = new HashMap<>();
    private long issued;

    Tickets(Receipts receipts) {
        this.receipts = receipts;
    }

    /// Waits for the result and puts it into a reply.
    @FunctionalInterface
    private interface Answer {
        void into(ObjectNode reply) throws InterruptedException;
    }

    private record Pending(Answer answer, @Nullable VisibilityFence fence) {}

    /// Names the ticket of a single event in a reply.
    ///
    /// @param fence what it was handed to; null without a fence
    void issue(Ticket<Receipt> ticket, @Nullable VisibilityFence fence, ObjectNode reply) {
        issue(new Pending(into -> receipts.putAppended(ticket.await(), into), fence), reply);
    }

    /// Names the ticket of a batch in a reply.
    ///
    /// @param fence what it was handed to; null without a fence
    void issueBatch(Ticket<List<Receipt>> ticket, @Nullable VisibilityFence fence, ObjectNode reply) {
        issue(new Pending(into -> receipts.putAppended(ticket.await(), into), fence), reply);
    }

    private void issue(Pending ticket, ObjectNode reply) {
        issued++;
        String name = "t" + issued;
        pending.put(name, ticket);
        reply.put("ticket", name);
    }

    /// Takes a ticket and waits for it. One behind an active fence is refused and stays: commands run one at a
    /// time, so nothing would ever end the wait.
    void take(String name, ObjectNode reply) throws InterruptedException {
        Pending ticket = pending.get(name);
        if (ticket == null) {
            throw CommandRefusedException.scriptError("no ticket " + name + ", or it was taken");
        }
        VisibilityFence fence = ticket.fence();
        if (fence != null && fence.isActive()) {
            throw CommandRefusedException.scriptError("ticket " + name + " waits for the end of its fence");
        }
        pending.remove(name);
        ticket.answer().into(reply);
    }
}
