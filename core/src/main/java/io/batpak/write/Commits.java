package io.batpak.write;

import io.batpak.error.ConfigurationException;
import io.batpak.error.StoreException;
import io.batpak.error.WriterCrashedException;
import io.batpak.format.FrameDraft;
import io.batpak.format.FrameEncoder;
import io.batpak.index.IndexRow;
import io.batpak.index.IndexWriter;
import io.batpak.model.FramePosition;
import io.batpak.msgpack.MessageWriter;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Writes single events to the log, enters what was written into the index, and counts towards the next sync.
///
/// Confined to the holder of the turn.
final class Commits {
    private static final int BUFFER_BYTES = 16 << 10;
    private static final int BUFFER_BYTES_KEPT = 4 << 20;
    private static final int EVENTS_MAX = Integer.MAX_VALUE - 16;
    private static final long SEQUENCE_MAX = Long.MAX_VALUE - 2;

    private final WriteSettings settings;
    private final TurnState state;
    private final Placement placement;
    private final IndexWriter index;
    private final GrowingLog log;
    private final Pipeline pipeline;
    private final FrameDraft draft = new FrameDraft();
    private final IndexRow row = new IndexRow();
    private MessageWriter buffer = new MessageWriter(BUFFER_BYTES);
    private long nextSequence;
    /// Commits so far, those when the last sync point was captured, and those that a sync has covered.
    private long count;
    private long captured;
    private long covered;

    Commits(WriteSettings settings, TurnState state, Pipeline pipeline, long nextSequence) {
        this.settings = settings;
        this.state = state;
        this.placement = new Placement(settings, state.keys());
        this.index = state.index();
        this.log = state.log();
        this.pipeline = pipeline;
        this.nextSequence = nextSequence;
    }

    Placement placement() {
        return placement;
    }

    long nextSequence() {
        return nextSequence;
    }

    /// Commits one event.
    ///
    /// @return the event, if it is visible; else the reply that tells when it is
    Result single(Prepared event) {
        int head = index.headRow(event.at().entity(), event.options().lane());
        boolean keyed = event.options().hasIdempotencyKey();
        try {
            Placement.checkExpectation(event, head >= 0, head < 0 ? 0 : index.clock(head));
            if (keyed) {
                Optional<? extends Committed> known = state.keys().find(event.eventId());
                if (known.isPresent()) {
                    return answer(known.get());
                }
                state.keys().admit(1, nextSequence);
            }
        } catch (StoreException.Rejected e) {
            return refuse(e);
        }
        Placement.checkClock(event);
        Placed placed = Placed.behindRow(index, head, event);
        requireRoom(1);
        rotateIfFull();
        JournalEvents.@Nullable Commit recorded = JournalEvents.Commit.start();
        buffer.reset();
        placed.fill(draft);
        FrameEncoder.encode(draft, buffer);
        placed.encoded(0, buffer.length());
        FramePosition written = log.append(buffer);
        JournalEvents.Commit.end(recorded, 1, written.length(), nextSequence);
        enter(placed, written, keyed);
        Result result = show(placed);
        countCommits(1);
        trimBuffer();
        return result;
    }

    /// A repeated key: its event may still wait for a sync, then so does the answer.
    private Result answer(Committed known) {
        if (state.publication().isEmpty()) {
            return known;
        }
        Reply reply = new Reply(pipeline);
        hold(reply, Publication.Rows.none(List.of(known), index.rowCount()), Publication.Need.NOTHING);
        return reply;
    }

    /// What it was refused for may still wait for a sync, then so does the refusal.
    private Result refuse(StoreException.Rejected refusal) {
        if (state.publication().isEmpty()) {
            throw refusal;
        }
        Reply reply = new Reply(pipeline);
        state.publication().refuse(reply, refusal);
        return reply;
    }

    private Result show(Placed placed) {
        if (state.publication().isEmpty()) {
            index.publish();
            state.marks().arrivals().shown(index, index.rowCount() - 1, index.rowCount());
            long lane = placed.event().options().lane();
            state.marks().committed(lane, placed.wallMillis(), placed.sequence());
            return placed;
        }
        int at = index.rowCount() - 1;
        Reply reply = new Reply(pipeline);
        hold(reply, new Publication.Rows(List.of(placed), at, at + 1), Publication.Need.NOTHING);
        return reply;
    }

    /// Lets what was written last be shown when its time has come.
    void hold(Reply reply, Publication.Rows rows, Publication.Need need) {
        state.marks().written(index, rows.from(), rows.to());
        state.publication().add(reply, rows, log.written(), need);
    }

    /// Enters an event that was written into the index, not visible yet. What was written must get there, or
    /// nobody may write any more.
    void enter(Placed placed, FramePosition written, boolean keyed) {
        try {
            placed.committed(nextSequence, written);
            placed.fill(row);
            int at = index.insert(row);
            nextSequence++;
            if (keyed) {
                state.keys().record(at);
            }
        } catch (RuntimeException | Error e) {
            throw log.poisonWith("an event was written but not indexed", e);
        }
    }

    /// Refuses before anything is written what could not be indexed afterwards.
    void requireRoom(int events) {
        if (index.rowCount() > EVENTS_MAX - events || nextSequence > SEQUENCE_MAX - events) {
            throw new ConfigurationException(
                    "committed events", index.rowCount(), "at most " + EVENTS_MAX + " in one journal");
        }
    }

    /// Starts the next segment if this one is full. What waited for a sync has had it then.
    void rotateIfFull() {
        if (log.isFull(0)) {
            rotate();
        }
    }

    void rotate() {
        log.rotate();
        captured = count;
        covered = count;
        state.publication().release(log.durable());
    }

    /// Counts commits towards the cadence. In the reference schedule a due sync runs at once: its caller has
    /// its receipt whatever the sync does, and a failure poisons the log, so that the next call learns of it.
    void countCommits(int commits) {
        count += commits;
        if (settings.reference()
                && commits > 0
                && count - covered >= settings.syncs().everyEvents()) {
            syncBehindReceipts();
            captured = count;
            covered = count;
        }
    }

    private void syncBehindReceipts() {
        try {
            syncNow();
        } catch (WriterCrashedException e) {
            Committer.LOG.log(
                    System.Logger.Level.ERROR, "the cadence sync failed, the journal takes no more writes", e);
        }
    }

    /// Syncs in line, and shows what waited for it. In the reference schedule the count towards the cadence goes
    /// on.
    void syncNow() {
        try {
            log.sync(log.point());
        } catch (StoreException e) {
            state.publication().failAll(e);
            throw e;
        }
        state.publication().release(log.durable());
    }

    /// A barrier: syncs in line, and the count towards the cadence starts anew.
    void syncBarrier() {
        syncNow();
        captured = count;
        covered = count;
    }

    /// What a sync that begins now will cover; the count towards the next one starts anew.
    Capture capture() {
        captured = count;
        return new Capture(log.point(), count);
    }

    /// A point in the log and the number of commits before it.
    record Capture(GrowingLog.SyncPoint point, long commits) {}

    /// A sync has covered a capture.
    void covered(Capture capture) {
        covered = Math.max(covered, capture.commits());
    }

    /// Whether so much waits for a sync that commits have to wait for it as well.
    boolean isOverdue() {
        return !settings.reference()
                && count - covered >= 2 * Math.max(1, settings.syncs().everyEvents());
    }

    /// Whether enough was committed since the last capture for a sync.
    boolean isSyncDue() {
        return !settings.reference()
                && count - captured >= Math.max(1, settings.syncs().everyEvents());
    }

    /// Whether anything was committed since the last capture.
    boolean hasUncaptured() {
        return count > captured;
    }

    /// What the events of a command wait for before they are visible.
    Publication.Need need(Command command) {
        if (command.isBatch()) {
            return Publication.Need.BATCH_SYNC;
        }
        return settings.strict() ? Publication.Need.SYNC : Publication.Need.NOTHING;
    }

    private void trimBuffer() {
        if (buffer.array().length > BUFFER_BYTES_KEPT) {
            buffer = new MessageWriter(BUFFER_BYTES);
        }
    }
}
