package io.batpak;

import io.batpak.error.VisibilityFenceCancelledException;
import io.batpak.error.VisibilityFenceNotActiveException;
import io.batpak.error.WaitInterruptedException;
import io.batpak.model.AppendOptions;
import io.batpak.model.BatchItem;
import io.batpak.model.CausationId;
import io.batpak.model.Coordinate;
import io.batpak.model.CorrelationId;
import io.batpak.model.EventKind;
import io.batpak.model.Payload;
import io.batpak.model.Receipt;
import io.batpak.model.Ticket;
import io.batpak.payload.EncodedPayload;
import io.batpak.payload.PayloadRegistry;
import io.batpak.write.Committer;
import java.util.List;

/// Hides what is written through it until it is committed; then all of it is visible at once, and durable. What a
/// cancelled fence was given is never visible, also after a crash and a reopen.
///
/// ```java
/// try (VisibilityFence fence = store.beginFence()) {
///     fence.submit(at, kind, payload);
///     fence.submitBatch(items);
///     fence.commit();
/// } // cancelled unless committed
/// ```
///
/// Any thread may use it. Tickets have their results when the fence ends: receipts after a commit, {@link
/// VisibilityFenceCancelledException} after a cancel. Until then what it was given lies in memory, at most
/// 1 000 000 events and 256 MiB of payload, and is gone with the process. Every method throws {@link
/// VisibilityFenceNotActiveException} when the fence has ended.
public final class VisibilityFence implements AutoCloseable {
    private final OpenJournal journal;
    private final PayloadRegistry payloads;
    private final Committer committer;
    private final long token;

    VisibilityFence(OpenJournal journal, PayloadRegistry payloads, Committer committer, long token) {
        this.journal = journal;
        this.payloads = payloads;
        this.committer = committer;
        this.token = token;
    }

    /// Hands an event to the fence.
    public Ticket<Receipt> submit(Coordinate at, EventKind kind, Payload payload) {
        journal.requireOpen();
        return committer.submitFenced(token, at, kind, payload, AppendOptions.none());
    }

    /// Hands over an event that answers another one.
    ///
    /// @param cause the event that led to it; nil for none
    public Ticket<Receipt> submitReaction(
            Coordinate at, EventKind kind, Payload payload, CorrelationId conversation, CausationId cause) {
        journal.requireOpen();
        return committer.submitFenced(token, at, kind, payload, Submissions.reaction(conversation, cause));
    }

    /// Hands over a payload whose class has a codec; see {@link TypedWrites} for what is refused.
    public Ticket<Receipt> submit(Coordinate at, Object payload) {
        return submit(at, payload, AppendOptions.none());
    }

    /// Hands over a payload that answers another event.
    ///
    /// @param cause the event that led to it; nil for none
    public Ticket<Receipt> submitReaction(
            Coordinate at, Object payload, CorrelationId conversation, CausationId cause) {
        return submit(at, payload, Submissions.reaction(conversation, cause));
    }

    private Ticket<Receipt> submit(Coordinate at, Object payload, AppendOptions options) {
        journal.requireOpen();
        EncodedPayload encoded = payloads.encode(payload);
        return committer.submitFenced(token, at, encoded.kind(), encoded.payload(), encoded.versioned(options));
    }

    /// Hands a batch to the fence.
    public Ticket<List<Receipt>> submitBatch(List<BatchItem> items) {
        journal.requireOpen();
        return committer.submitFencedBatch(token, List.copyOf(items));
    }

    /// A list to stage events in, for this fence. Its `flush` waits until the fence has ended, so another thread
    /// has to end it; use `submitFlush` otherwise.
    public Outbox outbox() {
        journal.requireOpen();
        return new Outbox(payloads, this::flush, this::submitBatch);
    }

    private List<Receipt> flush(List<BatchItem> items) {
        Ticket<List<Receipt>> ticket = submitBatch(items);
        try {
            return ticket.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new WaitInterruptedException("visible", journal.view().nextSequence(), e);
        }
    }

    /// Writes everything, makes it durable and shows it, all at once.
    ///
    /// @throws io.batpak.fs.StoreIoException when the write failed and was undone; the fence is still active
    /// @throws io.batpak.error.WriterCrashedException when the disk is in doubt; whether the events are there
    ///     shows at the next open, all of them or none
    public void commit() {
        journal.requireOpen();
        committer.commitFence(token);
    }

    /// Hides everything for good. Its sequences are used up, and its idempotency keys may be used again.
    ///
    /// @throws io.batpak.fs.StoreIoException when the write failed and was undone; the fence is still active
    public void cancel() {
        journal.requireOpen();
        committer.cancelFence(token);
    }

    /// Whether it has neither been committed nor cancelled.
    public boolean isActive() {
        return committer.isActiveFence(token);
    }

    /// Cancels the fence unless it has ended, or the store has.
    @Override
    public void close() {
        if (isActive() && !journal.isClosed()) {
            committer.cancelFence(token);
        }
    }
}
