package io.batpak.verify.sim;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.VisibilityFence;
import io.batpak.error.StoreException;
import io.batpak.model.AppendOptions;
import io.batpak.model.AutoMerge;
import io.batpak.model.Compaction;
import io.batpak.model.CompactionScope;
import io.batpak.model.Coordinate;
import io.batpak.model.EventKind;
import io.batpak.model.IdempotencyKey;
import io.batpak.model.Receipt;
import io.batpak.model.Ticket;
import io.batpak.testkit.MemFs;
import io.batpak.testkit.SettableClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The same life of a journal each time, up to the failure of the power: events alone, in batches, with keys and
/// behind fences, rotations, syncs, a merge, a retention, closes and opens. On one thread.
final class FixedLife {
    /// The number of changes of the disk at the begin and the end of one batch.
    record Batch(Attempt attempt, long from, long to) {}

    private static final long BEGIN_MICROS = 1_700_000_000_000_000L;
    private static final long SEGMENT_BYTES = 2_400;

    private final MemFs disk;
    private final Logbook log = new Logbook();
    private final SettableClock clock = new SettableClock(BEGIN_MICROS);
    private final SplittableRandom ids = new SplittableRandom(7);
    private final List<Batch> batches = new ArrayList<>();

    private @Nullable StoreException end;

    private FixedLife(MemFs disk) {
        this.disk = disk;
    }

    /// Lives on this disk, until it fails.
    static FixedLife on(MemFs disk) {
        FixedLife life = new FixedLife(disk);
        try {
            life.firstSession();
            life.secondSession();
            life.thirdSession();
        } catch (StoreException e) {
            life.end = e;
        }
        return life;
    }

    static StoreConfig config(MemFs on, SettableClock clock, SplittableRandom ids) {
        return StoreConfig.on(on)
                .clock(clock)
                .randomness(ids::nextLong)
                .cooperative(true)
                .segmentBytesMax(SEGMENT_BYTES)
                .autoMerge(new AutoMerge.Never())
                .build();
    }

    /// What ended it before its time; null if nothing did.
    @Nullable
    StoreException end() {
        return end;
    }

    Logbook log() {
        return log;
    }

    List<Batch> batches() {
        return batches;
    }

    private void firstSession() {
        Store store = open();
        singles(store, 3);
        batch(store, 3);
        singles(store, 4);
        sync(store);
        fence(store, true);
        singles(store, 2);
        fence(store, false);
        singles(store, 3);
        store.compact(Compaction.merge()
                .but()
                .scope(CompactionScope.WHOLE)
                .minSegments(0)
                .build());
        look(store);
        singles(store, 2);
        close(store);
    }

    private void secondSession() {
        Store store = open();
        singles(store, 4);
        Dropping dropping = new Dropping(2, "account:1", false);
        log.dropping(dropping);
        store.compact(dropping.compaction(CompactionScope.WHOLE, 0));
        look(store);
        batch(store, 2);
        singles(store, 2);
        close(store);
    }

    private void thirdSession() {
        Store store = open();
        singles(store, 3);
        fence(store, true);
        singles(store, 2);
    }

    private Store open() {
        Store store = Store.open(config(disk, clock, ids));
        log.durableThrough(log.acknowledgedSoFar());
        return store;
    }

    private void close(Store store) {
        store.close();
        log.durableThrough(log.acknowledgedSoFar());
    }

    private Draft draft(boolean keyed) {
        long number = log.nextNumber();
        AppendOptions options =
                keyed ? AppendOptions.none().idempotencyKey(new IdempotencyKey(7, number)) : AppendOptions.none();
        Coordinate at = Coordinate.of("account:" + number % 2, "bank");
        return new Draft(number, at, EventKind.of(0xF, 1 + (int) (number % 3)), options, (int) (number * 37 % 200));
    }

    private List<Draft> drafts(int count) {
        List<Draft> drafts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            drafts.add(draft(false));
        }
        return drafts;
    }

    private void singles(Store store, int count) {
        for (int i = 0; i < count; i++) {
            Draft draft = draft(i % 2 == 0);
            Attempt attempt = log.begin(List.of(draft), null);
            answer(
                    attempt,
                    false,
                    () -> List.of(store.append(draft.at(), draft.kind(), draft.payload(), draft.options())));
            look(store);
        }
    }

    private void batch(Store store, int count) {
        Attempt attempt = log.begin(drafts(count), null);
        long from = disk.mutations();
        answer(
                attempt,
                true,
                () -> store.appendBatch(
                        attempt.drafts().stream().map(Draft::item).toList()));
        batches.add(new Batch(attempt, from, disk.mutations()));
        look(store);
    }

    private void sync(Store store) {
        int point = log.acknowledgedSoFar();
        store.sync();
        log.durableThrough(point);
        look(store);
    }

    private void fence(Store store, boolean commits) {
        FenceRecord record = new FenceRecord();
        List<Attempt> attempts = List.of(log.begin(drafts(1), record), log.begin(drafts(2), record));
        List<Ticket<List<Receipt>>> tickets = new ArrayList<>();
        try (VisibilityFence fence = store.beginFence()) {
            for (Attempt attempt : attempts) {
                tickets.add(fence.submitBatch(
                        attempt.drafts().stream().map(Draft::item).toList()));
            }
            record.become(commits ? FenceRecord.State.COMMITTING : FenceRecord.State.CANCELLED);
            if (commits) {
                fence.commit();
                record.become(FenceRecord.State.COMMITTED);
            } else {
                fence.cancel();
            }
        }
        for (int i = 0; commits && i < attempts.size(); i++) {
            Ticket<List<Receipt>> ticket = tickets.get(i);
            answer(attempts.get(i), true, () -> awaited(ticket));
        }
        look(store);
    }

    private static List<Receipt> awaited(Ticket<List<Receipt>> ticket) {
        try {
            return ticket.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts this thread", e);
        }
    }

    private void answer(Attempt attempt, boolean durable, Supplier<List<Receipt>> write) {
        clock.advance(Duration.ofMillis(3));
        try {
            log.acknowledge(attempt, write.get(), durable);
        } catch (StoreException e) {
            attempt.end(e instanceof StoreException.Fault ? Attempt.Fate.UNKNOWN : Attempt.Fate.REFUSED);
            throw e;
        }
    }

    private void look(Store store) {
        log.durableSequence(store.frontier().durable().sequence());
    }
}
