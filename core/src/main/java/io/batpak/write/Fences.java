package io.batpak.write;

import io.batpak.error.StoreException;
import io.batpak.error.VisibilityFenceActiveException;
import io.batpak.error.VisibilityFenceCancelledException;
import io.batpak.error.VisibilityFenceNotActiveException;
import io.batpak.format.VisibilityRanges;
import io.batpak.fs.StoreFs;
import io.batpak.model.FramePosition;
import io.batpak.msgpack.MessageWriter;
import io.batpak.sidecar.HiddenRangesFile;
import io.batpak.time.Clock;
import java.util.ArrayList;
import java.util.List;

/// The one visibility fence: what was handed to it waits in memory and reaches the log when the fence ends.
///
/// A committed fence is written like a batch, between markers, so that a crash leaves all of it or nothing. A
/// cancelled one is written too, because its sequences are used up, but its last marker follows only when the
/// hidden ranges are durable: whatever a crash leaves, nobody sees what was not committed.
///
/// Confined to the holder of the turn, except [#isActive].
final class Fences {
    private static final int BUFFER_BYTES = 4 << 10;

    private final StoreFs fs;
    private final TurnState state;
    private final Commits commits;
    private final FenceLedger ledger;
    private final Run run;
    private VisibilityRanges hidden;
    private long tokens;
    private volatile long active;

    /// @param hidden what earlier fences hide
    Fences(StoreFs fs, Clock clock, TurnState state, Commits commits, VisibilityRanges hidden) {
        this.fs = fs;
        this.state = state;
        this.commits = commits;
        this.ledger = new FenceLedger(commits.placement(), state.keys());
        this.run = new Run(state.index(), clock, new MessageWriter(BUFFER_BYTES));
        this.hidden = hidden;
    }

    /// Whether a fence is active; any thread may ask.
    boolean isActive() {
        return active != 0;
    }

    /// Token of the active fence, 0 if there is none.
    long active() {
        return active;
    }

    /// Begins a fence. A refused attempt uses up a token as well.
    long begin() {
        tokens++;
        if (active != 0) {
            throw new VisibilityFenceActiveException();
        }
        active = tokens;
        return tokens;
    }

    /// What cancelled fences hide.
    VisibilityRanges hidden() {
        return hidden;
    }

    /// A token that no fence gets: for a report that names the point at which it was made.
    long reserveToken() {
        tokens++;
        return tokens;
    }

    /// Takes a command into the fence it was handed to, or refuses it at once.
    void accept(Command command) {
        require(command.fence());
        ledger.add(command, commits.nextSequence());
    }

    private void require(long token) {
        if (token != active) {
            throw new VisibilityFenceNotActiveException();
        }
    }

    /// Writes everything and ends the fence; `reply` and all tickets are settled when a sync has covered it. If
    /// the write fails, the fence is as it was.
    void commit(long token, Reply reply) {
        require(token);
        List<Run.Part> parts = ledger.events() > 0 ? writeCommitted() : answersOnly();
        int from = state.index().rowCount() - ledger.events();
        for (Run.Part part : parts) {
            int to = from + part.placed().size();
            List<Committed> events = part.placed().isEmpty() ? resolved(part.known()) : List.copyOf(part.placed());
            part.command().reply().fence(false);
            commits.hold(part.command().reply(), new Publication.Rows(events, from, to), Publication.Need.SYNC);
            from = to;
        }
        commits.hold(reply, Publication.Rows.none(List.of(), from), Publication.Need.SYNC);
        commits.countCommits(ledger.events() > 0 ? 1 : 0);
        end(true);
    }

    private List<Run.Part> writeCommitted() {
        FramePosition written = write(true);
        List<Run.Part> parts = List.copyOf(run.parts());
        run.clear();
        for (Run.Part part : parts) {
            for (Placed placed : part.placed()) {
                commits.enter(placed, written, placed.event().options().hasIdempotencyKey());
            }
        }
        return parts;
    }

    private List<Run.Part> answersOnly() {
        run.clear();
        ledger.place(run);
        List<Run.Part> parts = List.copyOf(run.parts());
        run.clear();
        return parts;
    }

    /// Keys that an earlier command of the same fence used have their events now.
    private List<Committed> resolved(List<Committed> known) {
        return known.stream()
                .map(each -> each instanceof Placement.Later(var id)
                        ? state.keys().find(id).orElseThrow()
                        : each)
                .toList();
    }

    /// Writes everything hidden for good and ends the fence. If the write fails, the fence is as it was; if the
    /// ranges cannot be made durable, nobody may write any more.
    void cancel(long token) {
        require(token);
        if (ledger.events() > 0) {
            hide();
        }
        fail(new VisibilityFenceCancelledException());
        commits.countCommits(ledger.events());
        end(false);
    }

    private void hide() {
        long first = commits.nextSequence();
        FramePosition written = write(false);
        List<Placed> placed = new ArrayList<>(ledger.events());
        run.parts().forEach(part -> placed.addAll(part.placed()));
        run.clear();
        commits.syncNow();
        VisibilityRanges wider = hidden.with(
                first,
                placed.stream().map(each -> each.event().options().lane()).toList());
        try {
            HiddenRangesFile.write(fs, wider);
            run.end(first);
            state.log().append(run.buffer());
            run.clear();
        } catch (RuntimeException | Error e) {
            throw state.log().poisonWith("a cancelled fence could not be hidden for good", e);
        }
        hidden = wider;
        HiddenRangesFile.hide(wider, state.index());
        int from = state.index().rowCount();
        placed.forEach(each -> commits.enter(each, written, false));
        state.marks().written(state.index(), from, state.index().rowCount());
        state.index().publish();
    }

    /// Writes the frames of the fence with one call, with or without the marker that makes them count.
    private FramePosition write(boolean complete) {
        commits.requireRoom(ledger.events());
        commits.rotateIfFull();
        run.clear();
        try {
            long first = commits.nextSequence();
            run.beginFence(first, ledger.events());
            ledger.place(run);
            if (complete) {
                run.end(first);
            }
            return state.log().append(run.buffer());
        } catch (RuntimeException | Error e) {
            run.clear();
            throw e;
        }
    }

    /// Ends the fence, if one is active, without writing anything of it.
    void abandon(StoreException told) {
        if (isActive()) {
            fail(told);
            end(false);
        }
    }

    private void fail(StoreException cause) {
        ledger.replies().forEach(reply -> state.publication().fail(reply, cause));
    }

    private void end(boolean committed) {
        JournalEvents.Fence.report(active, ledger.events(), committed);
        ledger.clear();
        active = 0;
    }
}
