package io.batpak.delivery;

import io.batpak.error.CheckpointWriteException;
import io.batpak.error.StoreClosedException;
import io.batpak.error.StoreException;
import io.batpak.format.CursorCheckpoint;
import io.batpak.model.Entry;
import io.batpak.model.Region;
import io.batpak.sidecar.CursorFiles;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;

/// A [Cursor] that keeps its place in the journal's directory under a name, so that the next session goes on where
/// this one has committed: every event at least once, none left out.
///
/// It delivers only what is durable: an event that is visible and not durable yet is made durable first, by one
/// sync for all that is asked for at once. So a position never lies ahead of the journal, whatever a power cut
/// takes. What was delivered behind the last [#commit] is delivered again by the next session.
///
/// One consumer has a name at a time; [#close] gives it back and does not commit. Threads: one at a time. Format:
/// docs/formats/cursor-checkpoint.md
public final class CheckpointedCursor implements AutoCloseable {
    private final DeliverySource source;
    private final CheckpointId id;
    private final CursorFiles files;
    private final Runnable release;
    private final AtLeastOnce witness;
    private final Cursor cursor;
    private OptionalLong committed;
    private boolean closed;

    /// @param cursor stands where the file says
    /// @param release gives the name back
    CheckpointedCursor(DeliverySource source, CheckpointId id, CursorFiles files, Cursor cursor, Runnable release) {
        this.source = source;
        this.id = id;
        this.files = files;
        this.release = release;
        this.witness = new AtLeastOnce(id);
        this.cursor = cursor;
        this.committed = cursor.position();
    }

    /// What it follows.
    public Region region() {
        return cursor.region();
    }

    /// The name of its place.
    public CheckpointId id() {
        return id;
    }

    /// The proof that what it delivers comes again until it is committed.
    public AtLeastOnce witness() {
        return witness;
    }

    /// The sequence of the event that was delivered last; empty if none was, in this session or before.
    public OptionalLong position() {
        return cursor.position();
    }

    /// The position that the next session would go on from; empty for the beginning of the journal.
    public OptionalLong committed() {
        return committed;
    }

    /// The next events that are there now, durable.
    ///
    /// @param max at most so many; 0 delivers nothing
    /// @throws io.batpak.error.WriterCrashedException when they cannot be made durable; nothing was delivered
    public List<Entry> poll(int max) {
        return durable(cursor.peek(max));
    }

    /// The next events, durable, for which it waits, see [Cursor#await(int, Duration)].
    ///
    /// @return the events; empty when none came in time
    /// @throws InterruptedException when the thread was interrupted; nothing was delivered
    /// @throws io.batpak.error.WriterCrashedException when they cannot be made durable; nothing was delivered
    public List<Entry> await(int max, Duration limit) throws InterruptedException {
        return await(max, limit, () -> false);
    }

    /// The same, but for as long as nobody calls it off.
    List<Entry> await(int max, Duration limit, BooleanSupplier calledOff) throws InterruptedException {
        return durable(cursor.lookAhead(max, limit, calledOff));
    }

    private List<Entry> durable(List<Entry> next) {
        if (!next.isEmpty()) {
            source.makeDurable(next.getLast().sequence());
            cursor.delivered(next);
        }
        return next;
    }

    /// Keeps the position, durably: what was delivered up to now is dealt with. Whatever was appended to the
    /// journal before is made durable first, so that no power cut takes an effect of an event that does not come
    /// again. Does nothing if the position is kept already.
    ///
    /// @throws CheckpointWriteException when the disk refuses; the position before is kept
    /// @throws io.batpak.error.WriterCrashedException when the journal cannot be made durable; the position before
    ///     is kept
    /// @throws StoreClosedException when the journal is closed; the position before is kept
    public void commit() {
        OptionalLong now = cursor.position();
        if (closed) {
            throw new IllegalStateException("the cursor " + id + " is closed");
        }
        if (now.equals(committed)) {
            return;
        }
        source.newest().ifPresent(source::makeDurable);
        try {
            CursorCheckpoint checkpoint = CursorCheckpoint.of(now, region().checkpointIdentity());
            source.whileOpen(() -> files.save(id.name(), checkpoint));
        } catch (StoreClosedException e) {
            throw e;
        } catch (StoreException e) {
            throw new CheckpointWriteException(id.name(), e);
        }
        committed = now;
    }

    /// Goes back to the position that was committed last: what was delivered since is delivered again.
    public void rollback() {
        cursor.seek(committed);
    }

    /// The gaps since the last call, see [CursorOptions#gapsKept].
    public List<GapObservation> takeGaps() {
        return cursor.takeGaps();
    }

    /// Gives the name back; what was not committed is not kept. Calling it again does nothing.
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            release.run();
        }
    }

    @Override
    public String toString() {
        return "CheckpointedCursor[" + id + ", " + cursor + "]";
    }
}
