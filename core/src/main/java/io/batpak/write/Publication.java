package io.batpak.write;

import io.batpak.error.BatchSyncFailedException;
import io.batpak.error.StoreException;
import io.batpak.index.IndexWriter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What was written and not shown yet, in commit order, and whom to tell when it is.
///
/// Something that must be durable before it is visible (a batch, a strict append) holds back everything behind
/// it until a sync has covered it. Confined to the holder of the turn.
final class Publication {
    private final IndexWriter index;
    private final Watermarks marks;
    private final ArrayDeque<Held> held = new ArrayDeque<>();
    private List<Reply> settled = new ArrayList<>();
    /// A hint for those who do not have the turn: whether something is held back.
    private volatile boolean holding;

    Publication(IndexWriter index, Watermarks marks) {
        this.index = index;
        this.marks = marks;
    }

    /// Rows that one command wrote.
    ///
    /// @param events what its receipts are made of
    /// @param from first index row
    /// @param to behind the last index row
    record Rows(List<Committed> events, int from, int to) {
        /// A command that wrote nothing.
        static Rows none(List<Committed> events, int row) {
            return new Rows(events, row, row);
        }
    }

    /// What something that was written waits for, besides everything before it.
    enum Need {
        /// For nothing more.
        NOTHING,
        /// For a sync that covers it.
        SYNC,
        /// For a sync that covers all of its events; until then nobody can tell whether a crash leaves them.
        BATCH_SYNC
    }

    private record Held(
            Reply reply,
            Rows rows,
            long write,
            Need need,
            @Nullable StoreException refusal) {}

    /// Whether nothing is held back.
    boolean isEmpty() {
        return held.isEmpty();
    }

    /// Whether something was held back a moment ago; any thread may ask.
    boolean isHolding() {
        return holding;
    }

    /// Shows what was written and settles its reply, or holds both back.
    ///
    /// @param write number of the write that holds it
    void add(Reply reply, Rows rows, long write, Need need) {
        if (held.isEmpty() && need == Need.NOTHING) {
            show(rows.from(), rows.to());
            settle(reply, rows.events());
        } else {
            hold(new Held(reply, rows, write, need, null));
        }
    }

    private void hold(Held next) {
        held.add(next);
        holding = true;
    }

    /// Refuses a command. If something is held back, the refusal waits behind it: it may come of what nobody sees
    /// yet, and of what a failed sync takes away again.
    void refuse(Reply reply, StoreException refusal) {
        if (held.isEmpty()) {
            fail(reply, refusal);
        } else {
            Rows nothing = Rows.none(List.of(), held.peekLast().rows().to());
            hold(new Held(reply, nothing, 0, Need.NOTHING, refusal));
        }
    }

    /// Shows everything that no longer has to wait.
    ///
    /// @param durable number of the last write that a sync has covered
    void release(long durable) {
        List<Held> free = new ArrayList<>();
        while (!held.isEmpty()
                && (held.peek().need() == Need.NOTHING || held.peek().write() <= durable)) {
            free.add(held.remove());
        }
        if (!free.isEmpty()) {
            holding = !held.isEmpty();
            show(free.getFirst().rows().from(), free.getLast().rows().to());
            free.forEach(this::settle);
        }
    }

    private void settle(Held each) {
        StoreException refusal = each.refusal();
        if (refusal == null) {
            settle(each.reply(), each.rows().events());
        } else {
            fail(each.reply(), refusal);
        }
    }

    private void show(int from, int to) {
        index.publish(to);
        marks.arrivals().shown(index, from, to);
        marks.shown(index, from, to);
    }

    /// The log is poisoned: whether what is held back will be there shows at the next open.
    void failAll(StoreException cause) {
        StoreException source = cause.getCause() instanceof StoreException first ? first : cause;
        while (!held.isEmpty()) {
            Held next = held.remove();
            int events = next.rows().to() - next.rows().from();
            holding = false;
            fail(next.reply(), next.need() == Need.BATCH_SYNC ? new BatchSyncFailedException(events, source) : cause);
        }
    }

    /// A command that wrote nothing is answered.
    void settle(Reply reply, List<Committed> events) {
        reply.commit(events);
        settled.add(reply);
    }

    /// A command failed.
    void fail(Reply reply, StoreException cause) {
        reply.fail(cause);
        settled.add(reply);
    }

    /// The replies settled since the last call; to be woken when the turn has been given away.
    List<Reply> takeSettled() {
        if (settled.isEmpty()) {
            return List.of();
        }
        List<Reply> all = settled;
        settled = new ArrayList<>();
        return all;
    }
}
