package io.batpak;

import io.batpak.delivery.AtLeastOnce;
import io.batpak.delivery.BatchHandler.Verdict;
import io.batpak.delivery.CursorWorker;
import io.batpak.error.NotFoundException;
import io.batpak.error.StoreClosedException;
import io.batpak.error.StoreException;
import io.batpak.model.BatchItem;
import io.batpak.model.CausationId;
import io.batpak.model.Entry;
import io.batpak.model.Receipt;
import io.batpak.model.StoredEvent;
import io.batpak.model.Ticket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A running reactor. It takes events batch by batch; when all of a batch are answered, the answers are written,
/// those to one event as one batch, in the order of the events, and share syncs; then its place is kept.
///
/// A checked exception of a handler, a payload that cannot be decoded and a refused answer end it; the batch comes
/// again when a reactor of the same checkpoint is started. Nothing of the batch is written when an event of it
/// cannot be answered; when an answer is refused, those to other events of the batch may have been written. After
/// an unchecked exception of a handler the batch begins anew, as often as the policy of its options allows. After
/// a crash between an answer and the checkpoint the batch comes again as well: {@link ReactionBatch#pushOnce}
/// makes that harmless. Answers that lie in its own region are delivered to it in turn.
///
/// Threads: any thread may stop it and wait for it.
public final class ReactorWorker implements AutoCloseable {
    private final CursorWorker worker;
    private final Reaction reaction;

    ReactorWorker(CursorWorker worker, Reaction reaction) {
        this.worker = worker;
        this.reaction = reaction;
    }

    /// What the thread of a worker does with its events.
    static final class Reaction {
        private final Store store;
        private final Reactor.Dispatch dispatch;
        private final String name;
        private volatile @Nullable ReactorException failure;

        /// @param name tells keys of its answers from those of other reactors
        Reaction(Store store, Reactor.Dispatch dispatch, String name) {
            this.store = store;
            this.dispatch = dispatch;
            this.name = name;
        }

        /// The answers to one event.
        private record Answer(StoredEvent to, List<BatchItem> items) {
            List<BatchItem> inConversation() {
                CausationId cause = CausationId.of(to.eventId());
                return items.stream()
                        .map(item -> item.inConversation(to.header().correlationId(), cause))
                        .toList();
            }
        }

        Verdict handle(List<Entry> events, Optional<AtLeastOnce> proof) throws InterruptedException {
            try {
                List<Answer> answers = new ArrayList<>();
                for (Entry entry : events) {
                    if (dispatch.answers(entry.kind())) {
                        answer(entry, proof).ifPresent(answers::add);
                    }
                }
                write(answers);
                return Verdict.CONTINUE;
            } catch (ReactorException e) {
                failure = e;
                return Verdict.STOP_WITH_ROLLBACK;
            }
        }

        private Optional<Answer> answer(Entry entry, Optional<AtLeastOnce> proof) throws InterruptedException {
            Optional<StoredEvent> found = read(entry);
            if (found.isEmpty()) {
                return Optional.empty();
            }
            StoredEvent event = found.get();
            ReactionBatch out = dispatch.batch(event, name);
            try {
                dispatch.react(event, out, proof);
            } catch (RuntimeException | InterruptedException e) {
                throw e;
            } catch (Exception e) {
                throw new ReactorException(ReactorException.Stage.HANDLER, e);
            }
            return out.isEmpty() ? Optional.empty() : Optional.of(new Answer(event, List.copyOf(out.items())));
        }

        /// A compaction may have dropped the event since it was delivered; then there is nothing to answer.
        private Optional<StoredEvent> read(Entry entry) {
            try {
                return Optional.of(store.read(entry));
            } catch (NotFoundException e) {
                return Optional.empty();
            } catch (StoreClosedException e) {
                throw e; // the worker ends with the journal
            } catch (StoreException e) {
                throw new ReactorException(ReactorException.Stage.STORE, e);
            }
        }

        /// Behind a refused answer none is handed over; those that were are waited for in any case.
        private void write(List<Answer> answers) throws InterruptedException {
            List<Ticket<List<Receipt>>> tickets = new ArrayList<>();
            List<StoreException> refusals = new ArrayList<>();
            for (Answer answer : answers) {
                try {
                    tickets.add(store.submitBatch(answer.inConversation()));
                } catch (StoreException e) {
                    refusals.add(e);
                    break;
                }
            }
            for (Ticket<List<Receipt>> ticket : tickets.reversed()) {
                try {
                    ticket.await();
                } catch (StoreException e) {
                    refusals.add(e);
                }
            }
            if (!refusals.isEmpty()) {
                throw toldOf(refusals.getLast()); // to the earliest event
            }
        }

        private static StoreException toldOf(StoreException refusal) {
            return refusal instanceof StoreClosedException
                    ? refusal
                    : new ReactorException(ReactorException.Stage.STORE, refusal);
        }
    }

    /// Asks it to end behind the batch that it is at, and returns at once.
    public void stop() {
        worker.stop();
    }

    /// Waits until it has ended, without asking it to.
    ///
    /// @param limit how long at most; zero or less only looks
    /// @return why it has ended; empty when it has not in time
    /// @throws ReactorException when an event could not be answered
    /// @throws StoreException when its place could not be kept
    /// @throws io.batpak.time.JoinInterruptedException when the waiting thread is interrupted
    public Optional<CursorWorker.End> join(Duration limit) {
        Optional<CursorWorker.End> end = worker.join(limit);
        ReactorException failure = reaction.failure;
        if (end.isPresent() && failure != null) {
            throw failure;
        }
        if (end.filter(CursorWorker.End.EXHAUSTED::equals).isPresent()) {
            throw new ReactorException(
                    ReactorException.Stage.RESTARTS, worker.failure().orElseThrow());
        }
        return end;
    }

    /// {@link #stop} and {@link #join}.
    public Optional<CursorWorker.End> stopAndJoin(Duration limit) {
        stop();
        return join(limit);
    }

    /// Asks it to end and waits until the batch that it is at is dealt with.
    @Override
    public void close() {
        worker.close();
    }
}
