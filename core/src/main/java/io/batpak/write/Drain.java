package io.batpak.write;

import io.batpak.error.StoreException;
import io.batpak.error.VisibilityFenceActiveException;
import io.batpak.error.WriterCrashedException;
import io.batpak.model.FramePosition;
import io.batpak.msgpack.MessageWriter;
import io.batpak.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Commits queued commands in order, as many as possible with one write.
///
/// Confined to the holder of the turn. A command that fails fails alone.
final class Drain {
    private static final int BUFFER_BYTES = 64 << 10;
    private static final int RUN_BYTES_MAX = 1 << 20;
    private static final int RUN_EVENTS_MAX = 4096;

    private final WriteSettings settings;
    private final TurnState state;
    private final Commits commits;
    private final Placement placement;
    private final Fences fences;
    private final Crashes crashes;
    private final Run run;

    Drain(WriteSettings settings, Clock clock, TurnState state, Commits commits, Crashes crashes) {
        this.settings = settings;
        this.state = state;
        this.commits = commits;
        this.crashes = crashes;
        this.fences = crashes.fences();
        this.placement = commits.placement();
        this.run = new Run(state.index(), clock, new MessageWriter(BUFFER_BYTES));
    }

    /// Commits what is queued, at most `max` commands.
    ///
    /// @return how many it took
    int run(Queue<Command> queue, int max) {
        int taken = 0;
        Command next = taken < max ? queue.poll() : null;
        while (next != null) {
            taken++;
            accept(next);
            next = taken < max ? queue.poll() : null;
        }
        flush();
        return taken;
    }

    /// Fails everything that is queued.
    void failAll(Queue<Command> queue, StoreException cause) {
        for (Command next = queue.poll(); next != null; next = queue.poll()) {
            state.publication().fail(next.reply(), cause);
        }
    }

    private void accept(Command command) {
        try {
            place(command);
            if (run.buffer().length() >= RUN_BYTES_MAX || run.events() >= RUN_EVENTS_MAX) {
                flush();
            }
        } catch (StoreException e) {
            run.addRefusal(command, e);
        } catch (RuntimeException | Error e) {
            run.addRefusal(command, crashes.crashed(e));
        }
    }

    private void place(Command command) {
        state.log().requireHealthy();
        if (command.fence() != 0) {
            flush();
            fences.accept(command);
        } else if (fences.isActive()) {
            throw new VisibilityFenceActiveException();
        } else if (command.isBatch()) {
            placeBatch(command);
        } else {
            placeSingle(command);
        }
    }

    private void placeSingle(Command command) {
        Prepared event = command.events().getFirst();
        if (run.uses(event.eventId())) {
            flush(); // the event of the same key is written first, then found
        }
        Placed.Head head = run.head(event);
        Placement.checkExpectation(event, head != null, head == null ? 0 : head.clock());
        if (event.options().hasIdempotencyKey()) {
            Optional<? extends Committed> known = state.keys().find(event.eventId());
            if (known.isPresent()) {
                run.addAnswer(command, List.of(known.get()));
                return;
            }
            state.keys().admit(run.keyCount() + 1, commits.nextSequence() + run.events());
        }
        Placement.checkClock(event);
        commits.requireRoom(run.events() + 1);
        makeRoom();
        run.addSingle(command);
    }

    private void placeBatch(Command command) {
        placement.checkBatch(command);
        if (command.events().isEmpty()) {
            run.addAnswer(command, List.of());
            return;
        }
        if (command.events().stream().anyMatch(event -> run.uses(event.eventId()))) {
            flush();
        }
        Optional<List<Committed>> known = placement.replay(command, Set.of());
        if (known.isPresent()) {
            run.addAnswer(command, known.get());
            return;
        }
        long keyed = command.events().stream()
                .filter(event -> event.options().hasIdempotencyKey())
                .count();
        if (keyed > 0) {
            state.keys().admit(run.keyCount() + (int) keyed, commits.nextSequence() + run.events());
        }
        commits.requireRoom(run.events() + command.events().size());
        if (settings.reference()) {
            flush(); // one sync for each batch, and none for what stands before it
        }
        makeRoom();
        run.addBatch(command, commits.nextSequence() + run.events());
        if (settings.reference()) {
            flush();
        }
    }

    private void makeRoom() {
        if (state.log().isFull(run.buffer().length())) {
            flush();
            commits.rotateIfFull();
        }
    }

    /// Writes the run and answers its commands.
    private void flush() {
        if (run.isEmpty()) {
            return;
        }
        FramePosition written = null;
        if (run.events() > 0) {
            JournalEvents.@Nullable Commit recorded = JournalEvents.Commit.start();
            try {
                written = state.log().append(run.buffer());
            } catch (RuntimeException | Error e) {
                retry(e);
                return;
            }
            JournalEvents.Commit.end(recorded, run.events(), written.length(), commits.nextSequence());
        }
        List<Run.Part> parts = List.copyOf(run.parts());
        run.clear();
        int commitCount = 0;
        try {
            for (Run.Part part : parts) {
                commitCount += answer(part, written);
            }
        } catch (RuntimeException | Error e) {
            // What was written must be shown, or nobody may write any more; those who were answered stay answered.
            WriterCrashedException told = state.log().poisonWith("events were written but not shown", e);
            parts.forEach(part -> state.publication().fail(part.command().reply(), told));
            return;
        }
        if (settings.reference() && !state.publication().isEmpty()) {
            syncInLine();
        }
        commits.countCommits(commitCount);
    }

    private void syncInLine() {
        try {
            commits.syncNow();
        } catch (StoreException e) {
            Committer.LOG.log(System.Logger.Level.ERROR, "a sync failed, the journal takes no more writes", e);
        }
    }

    /// Enters the events of one part and answers its command; tells how many commits that makes.
    private int answer(Run.Part part, @Nullable FramePosition written) {
        Command command = part.command();
        StoreException refusal = part.refusal();
        if (refusal != null) {
            state.publication().refuse(command.reply(), refusal);
            return 0;
        }
        int from = state.index().rowCount();
        if (written == null || part.placed().isEmpty()) {
            commits.hold(command.reply(), Publication.Rows.none(part.known(), from), Publication.Need.NOTHING);
            return 0;
        }
        try {
            for (Placed placed : part.placed()) {
                commits.enter(placed, written, placed.event().options().hasIdempotencyKey());
            }
        } catch (StoreException e) {
            state.publication().fail(command.reply(), e);
            return 0;
        }
        Publication.Rows rows = new Publication.Rows(
                List.copyOf(part.placed()), from, state.index().rowCount());
        commits.hold(command.reply(), rows, commits.need(command));
        return 1;
    }

    /// A write failed and was undone: its commands are tried one by one, so that each is answered for itself.
    private void retry(Throwable failure) {
        List<Run.Part> parts = List.copyOf(run.parts());
        run.clear();
        if (parts.size() == 1) {
            state.publication().fail(parts.getFirst().command().reply(), known(failure));
            return;
        }
        for (Run.Part part : parts) {
            accept(part.command());
            flush();
        }
    }

    private StoreException known(Throwable failure) {
        return failure instanceof StoreException known ? known : crashes.crashed(failure);
    }
}
