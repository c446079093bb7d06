package io.batpak.verify.sim;

import io.batpak.Store;
import io.batpak.VisibilityFence;
import io.batpak.error.StoreException;
import io.batpak.model.AppendOptions;
import io.batpak.model.Coordinate;
import io.batpak.model.EventKind;
import io.batpak.model.Frontier;
import io.batpak.model.IdempotencyKey;
import io.batpak.model.Mark;
import io.batpak.model.Receipt;
import io.batpak.model.Ticket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/// What one simulated caller does with the journal: writes of every kind, retries, waits and reads.
///
/// Everything it learns goes into the logbook; whatever it sees that must not be is a violation.
final class Callers {
    private static final int ENTITIES = 4;
    private static final int KINDS = 3;
    private static final int PADDING_MAX = 120;
    private static final Duration LONG = Duration.ofSeconds(30);

    private final Store store;
    private final Logbook log;
    private final Scenario scenario;
    private final SplittableRandom random;
    private final Marks marks = new Marks();

    Callers(Store store, Logbook log, Scenario scenario, SplittableRandom random) {
        this.store = store;
        this.log = log;
        this.scenario = scenario;
        this.random = random;
    }

    /// Makes so many calls, unless the journal is closed or broken before.
    void make(int calls) {
        Calls.make(
                calls,
                () -> {
                    call(random.nextInt(100));
                    look();
                },
                log,
                scenario);
    }

    private void call(int dice) {
        if (dice < 40) {
            append();
        } else if (dice < 52) {
            appendBatch();
        } else if (dice < 62) {
            submit();
        } else if (dice < 67) {
            fence();
        } else if (dice < 74) {
            sync();
        } else if (dice < 78) {
            awaitDurable();
        } else if (dice < 90) {
            read();
        } else {
            retry();
        }
    }

    private Draft draft(AppendOptions options) {
        return draft(options, random.nextInt(4) == 0);
    }

    private Draft draft(AppendOptions options, boolean hasKey) {
        AppendOptions laned = random.nextInt(3) == 0 ? options.lane(random.nextInt(1, 3)) : options;
        long number = log.nextNumber();
        AppendOptions keyed = hasKey ? laned.idempotencyKey(new IdempotencyKey(7, number)) : laned;
        Coordinate at = Coordinate.of("account:" + random.nextInt(ENTITIES), random.nextBoolean() ? "bank" : "shop");
        return new Draft(number, at, EventKind.of(0xF, 1 + random.nextInt(KINDS)), keyed, random.nextInt(PADDING_MAX));
    }

    private List<Draft> drafts(int most) {
        List<Draft> drafts = new ArrayList<>();
        boolean keyed = random.nextInt(4) == 0; // all of a batch or none
        for (int i = random.nextInt(1, most + 1); i > 0; i--) {
            drafts.add(draft(AppendOptions.none(), keyed));
        }
        return drafts;
    }

    private void append() {
        AppendOptions options =
                random.nextInt(12) == 0 ? AppendOptions.expecting(random.nextInt(20)) : AppendOptions.none();
        Draft draft = draft(options);
        Attempt attempt = log.begin(List.of(draft), null);
        answer(
                attempt,
                scenario.strict(),
                () -> List.of(store.append(draft.at(), draft.kind(), draft.payload(), draft.options())));
    }

    private void appendBatch() {
        Attempt attempt = log.begin(drafts(5), null);
        answer(
                attempt,
                true,
                () -> store.appendBatch(
                        attempt.drafts().stream().map(Draft::item).toList()));
    }

    /// Carries out one write and notes what became of it.
    private void answer(Attempt attempt, boolean durable, Supplier<List<Receipt>> write) {
        try {
            log.acknowledge(attempt, write.get(), durable);
        } catch (StoreException.Rejected | StoreException.Busy e) {
            attempt.end(Attempt.Fate.REFUSED);
            throw e;
        } catch (StoreException.Fault e) {
            attempt.end(Attempt.Fate.UNKNOWN);
            throw e;
        }
    }

    private void submit() {
        List<Runnable> claims = new ArrayList<>();
        for (int i = random.nextInt(1, 4); i > 0; i--) {
            Draft any = draft(AppendOptions.none());
            Draft draft = new Draft(any.number(), any.at(), any.kind(), AppendOptions.none(), any.padding());
            Attempt attempt = log.begin(List.of(draft), null);
            Ticket<Receipt> ticket = handOver(attempt, () -> store.submit(draft.at(), draft.kind(), draft.payload()));
            claims.add(() -> answer(attempt, scenario.strict(), () -> List.of(awaited(ticket))));
        }
        if (random.nextInt(4) > 0) {
            claims.forEach(Callers::claim);
        }
    }

    private static <T> T handOver(Attempt attempt, Supplier<T> write) {
        try {
            return write.get();
        } catch (StoreException e) {
            attempt.end(e instanceof StoreException.Fault ? Attempt.Fate.UNKNOWN : Attempt.Fate.REFUSED);
            throw e;
        }
    }

    private static void claim(Runnable claim) {
        try {
            claim.run();
        } catch (StoreException.Rejected e) {
            // noted
        }
    }

    private static <T> T awaited(Ticket<T> ticket) {
        try {
            return ticket.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts a simulated thread", e);
        }
    }

    private void fence() {
        FenceRecord record = new FenceRecord();
        List<Runnable> claims = new ArrayList<>();
        VisibilityFence fence = store.beginFence();
        try {
            for (int i = random.nextInt(1, 4); i > 0; i--) {
                Attempt attempt = log.begin(drafts(3), record);
                Ticket<List<Receipt>> ticket = handOver(
                        attempt,
                        () -> fence.submitBatch(
                                attempt.drafts().stream().map(Draft::item).toList()));
                claims.add(() -> answerFenced(attempt, ticket));
            }
        } catch (StoreException e) {
            record.become(FenceRecord.State.CANCELLED); // whatever becomes of it, nobody asks for its commit
            fence.cancel();
            throw e;
        }
        if (random.nextInt(3) == 0) {
            fence.cancel();
            record.become(FenceRecord.State.CANCELLED);
        } else {
            record.become(FenceRecord.State.COMMITTING);
            fence.commit();
            record.become(FenceRecord.State.COMMITTED);
        }
        claims.forEach(Runnable::run);
    }

    private void answerFenced(Attempt attempt, Ticket<List<Receipt>> ticket) {
        try {
            log.acknowledge(attempt, awaited(ticket), true);
        } catch (StoreException.Rejected e) {
            attempt.end(Attempt.Fate.REFUSED);
        } catch (StoreException.Fault e) {
            attempt.end(Attempt.Fate.UNKNOWN);
        }
    }

    private void sync() {
        int point = log.acknowledgedSoFar();
        store.sync();
        log.durableThrough(point);
    }

    private void awaitDurable() {
        long visible = store.frontier().visible().sequence();
        try {
            store.waitFor(Mark.DURABLE, visible, LONG);
            log.durableSequence(visible);
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts a simulated thread", e);
        }
    }

    /// What was acknowledged can be read, until a compaction takes it.
    private void read() {
        List<Attempt> acknowledged = log.acknowledged();
        if (acknowledged.isEmpty()) {
            return;
        }
        Attempt attempt = acknowledged.get(random.nextInt(acknowledged.size()));
        if (attempt.fate() != Attempt.Fate.ACKNOWLEDGED) {
            return;
        }
        int at = random.nextInt(attempt.drafts().size());
        Receipt receipt = attempt.receipts().get(at);
        Draft draft = attempt.drafts().get(at);
        boolean mayGo = log.mayBeDropped(draft);
        boolean there = store.find(receipt.eventId())
                .filter(event -> event.chain().event().equals(receipt.contentHash()))
                .isPresent();
        if (!there && !mayGo && !log.mayBeDropped(draft)) {
            log.violation("not to be read: " + draft + ", " + receipt);
        }
    }

    /// A keyed write that was answered is answered again, and stores nothing.
    private void retry() {
        List<Attempt> acknowledged = log.acknowledged();
        for (int tries = 0; tries < 5 && !acknowledged.isEmpty(); tries++) {
            Attempt attempt = acknowledged.get(random.nextInt(acknowledged.size()));
            Draft draft = attempt.drafts().getFirst();
            boolean single = attempt.drafts().size() == 1 && attempt.fence() == null;
            if (attempt.fate() == Attempt.Fate.ACKNOWLEDGED
                    && single
                    && draft.options().hasIdempotencyKey()
                    && !log.mayBeDropped(draft)) {
                Receipt again = store.append(draft.at(), draft.kind(), draft.payload(), draft.options());
                Receipt before = attempt.receipts().getFirst();
                if ((again.sequence() != before.sequence() || !again.eventId().equals(before.eventId()))
                        && !log.mayBeDropped(draft)) {
                    log.violation("a retry of " + draft + " got " + again + ", not " + before);
                }
                return;
            }
        }
    }

    private void look() {
        Frontier frontier = store.frontier();
        marks.follow(frontier).forEach(log::violation);
        log.durableSequence(frontier.durable().sequence());
    }
}
