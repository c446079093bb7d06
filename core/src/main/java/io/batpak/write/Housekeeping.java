package io.batpak.write;

import io.batpak.error.StoreException;
import io.batpak.error.VisibilityFenceActiveException;
import io.batpak.error.WriterCrashedException;
import io.batpak.format.ArtifactRows;
import io.batpak.format.IdempotencyRow;
import io.batpak.format.RunFile;
import io.batpak.format.VisibilityRanges;
import io.batpak.index.Index;
import io.batpak.index.ReshapedRows;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What everything that reshapes or copies the journal asks of the commit engine: a firm point, an end of the log
/// behind which nothing grows, and changes beside which nobody commits.
///
/// Any thread; one such undertaking at a time, which its callers see to. Commits wait only while one of these
/// methods holds the turn.
public final class Housekeeping {
    private final Rounds rounds;
    private final TurnState state;
    private final boolean reference;
    private final Runnable syncBefore;

    Housekeeping(Rounds rounds, WriteSettings settings, Runnable sync) {
        this.rounds = rounds;
        this.state = rounds.state();
        this.reference = settings.reference();
        this.syncBefore = sync;
    }

    /// A place in the log. Everything before it is durable and visible.
    ///
    /// @param segment id of the growing segment
    /// @param offset where its frames end, bytes
    /// @param token a token of the counter that fences take theirs from; no fence has it
    /// @param keys what `index.idemp` has to say of everything before it
    /// @param hidden what `visibility_ranges.fbv` has to say of everything before it
    public record Point(long segment, long offset, long token, List<IdempotencyRow> keys, VisibilityRanges hidden) {}

    /// Makes everything durable and tells how far that is.
    ///
    /// @throws VisibilityFenceActiveException while a fence is active
    public Point fix() {
        Held held = firm(log -> new Held(
                log.segmentId(),
                log.end(),
                rounds.fences().reserveToken(),
                state.keys().freeze(),
                rounds.fences().hidden()));
        return new Point(
                held.segment(), held.offset(), held.token(), held.keys().rows(), held.hidden());
    }

    /// A point while its keys are frozen: their rows are made without the turn.
    private record Held(long segment, long offset, long token, FrozenKeys keys, VisibilityRanges hidden) {}

    /// Makes everything durable and lets the growing segment end, if anything in front of it is not in parts of the
    /// index that are finished, or if `always`.
    ///
    /// @param room whether an id should stay unused in front of the new segment
    /// @throws VisibilityFenceActiveException while a fence is active
    public Sealed seal(boolean always, boolean room) {
        return firm(log -> {
            long before = log.segmentId();
            if (always || log.holdsBackRows()) {
                log.beginAnew(room);
            }
            return new Sealed(before, log.segmentId());
        });
    }

    /// The end of the log.
    ///
    /// @param before id of the segment that grew before
    /// @param growing id of the segment that grows from now on; all below it are finished, and so are the parts
    ///     of the index that hold their rows
    public record Sealed(long before, long growing) {}

    /// Id of the segment that grows.
    public long growingSegment() {
        return alone(() -> state.log().segmentId());
    }

    private <T> T firm(Function<GrowingLog, T> answer) {
        if (!reference) {
            syncBefore.run(); // most of it without the turn, so that the sync below is short
        }
        return alone(() -> {
            if (rounds.fences().isActive()) {
                throw new VisibilityFenceActiveException();
            }
            rounds.commits().syncBarrier();
            return answer.apply(state.log());
        });
    }

    /// Waits until the footers of finished segments, and the runs of finished parts, that were begun are written.
    ///
    /// @throws io.batpak.time.SpawnFailedException without a thread that writes them
    public void awaitSealed() {
        Background threads = rounds.background();
        if (threads == null) {
            return;
        }
        CountDownLatch reached = new CountDownLatch(1);
        threads.behindSeals(reached::countDown);
        boolean interrupted = false;
        while (true) {
            try {
                reached.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true; // what is begun is finished first; the flag tells whoever looks next
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /// Something that must not be interrupted by a commit.
    @FunctionalInterface
    public interface Change<T> {
        /// Carries it out. A failure other than a refusal leaves the index in doubt.
        T apply();
    }

    /// Carries out a change with the turn.
    public <T> T alone(Change<T> change) {
        rounds.takeTurn();
        try {
            rounds.enter();
            return change.apply();
        } finally {
            rounds.leave();
        }
    }

    /// What `index.idemp` has to say once a compaction has dropped events.
    ///
    /// @param after what comes in the place of some parts of the index; all that the compaction exchanges
    public List<IdempotencyRow> keysWith(List<ReshapedRows> after) {
        return alone(() -> state.keys().freezeWith(after)).rows();
    }

    /// All rows up to a durable point, for an artifact beside which appends go on.
    ///
    /// @param all collects the rows, without the turn
    /// @param segment id of the growing segment
    /// @param offset where its frames end, bytes
    /// @param nextSequence the sequence the next event will get
    public record Rows(Supplier<ArtifactRows> all, long segment, long offset, long nextSequence) {}

    /// The rows of this moment; everything is durable then.
    public Rows rows() {
        return alone(() -> {
            rounds.commits().syncBarrier();
            return new Rows(
                    state.index().artifactRowsOfNow(),
                    state.log().segmentId(),
                    state.log().end(),
                    rounds.commits().nextSequence());
        });
    }

    /// Exchanges parts of the index for what a compaction made of them, all at once for everybody. What was dropped
    /// stays known by its key, unless the window of keys has left it behind.
    ///
    /// @param exchanges parts that do not overlap
    public void reshape(Index index, List<Exchange> exchanges) {
        alone(() -> {
            for (Exchange exchange : exchanges) {
                state.keys().reshape(exchange.rows().stretch(), exchange.rows());
                index.reshape(exchange.rows().stretch(), exchange.run());
            }
            state.keys().evict(rounds.commits().nextSequence());
            return Boolean.TRUE;
        });
    }

    /// Parts of the index and what comes in their place.
    ///
    /// @param run null if no event is left of them
    public record Exchange(ReshapedRows rows, @Nullable RunFile run) {}

    /// Takes no more writes: what is on disk and what is in memory have parted.
    ///
    /// @return what every later call is told
    public StoreException poison(String reason, Throwable cause) {
        rounds.takeTurnAtOnce();
        try {
            WriterCrashedException told = state.log().poisonWith(reason, cause);
            rounds.failEverything(told);
            return told;
        } finally {
            rounds.leave();
        }
    }
}
