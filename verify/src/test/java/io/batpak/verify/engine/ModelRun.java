package io.batpak.verify.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.VisibilityFence;
import io.batpak.error.IdempotencyPartialBatchException;
import io.batpak.error.SequenceMismatchException;
import io.batpak.error.StoreException;
import io.batpak.error.StreamExistsException;
import io.batpak.error.VisibilityFenceActiveException;
import io.batpak.error.VisibilityFenceCancelledException;
import io.batpak.model.AppendOptions;
import io.batpak.model.CausationId;
import io.batpak.model.CausationRef;
import io.batpak.model.Durability;
import io.batpak.model.Entry;
import io.batpak.model.EventKind;
import io.batpak.model.FsyncSchedule;
import io.batpak.model.IdempotencyKey;
import io.batpak.model.Receipt;
import io.batpak.model.Region;
import io.batpak.model.Ticket;
import io.batpak.testkit.MemFs;
import io.batpak.testkit.SettableClock;
import io.batpak.verify.engine.ModelJournal.BatchFate;
import io.batpak.verify.engine.ModelJournal.Draft;
import io.batpak.verify.engine.ModelJournal.Row;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One seed: random calls of a store without background work, each compared with what the model says.
final class ModelRun {
    private static final int CHECK_EVERY = 500;
    private static final int RECEIPTS_KEPT = 300;
    private static final long START_MICROS = 1_700_000_000_000_000L;

    private final SplittableRandom random;
    private final SplittableRandom ids;
    private final ModelJournal model = new ModelJournal();
    private final ModelDrafts drafts;
    private final SettableClock clock = new SettableClock(START_MICROS);
    private final ArrayDeque<Pending> pending = new ArrayDeque<>();
    private final List<Pending> fenced = new ArrayList<>();
    private final ArrayDeque<Receipt> receipts = new ArrayDeque<>();
    private final Durability durability;
    private final FsyncSchedule schedule;
    private final long segmentBytes;
    private final long cadence;
    private MemFs fs = new MemFs();
    private Store store;
    private @Nullable VisibilityFence fence;
    private long latch;
    private int done;

    ModelRun(long seed) {
        random = new SplittableRandom(seed);
        ids = random.split();
        drafts = new ModelDrafts(random.split());
        durability = random.nextInt(3) == 0 ? Durability.STRICT : Durability.CADENCE;
        schedule = random.nextInt(3) == 0 ? FsyncSchedule.REFERENCE : FsyncSchedule.SHARED;
        segmentBytes = List.of(5_000L, 30_000L, 150_000L).get(random.nextInt(3));
        cadence = List.of(0L, 3L, 1000L).get(random.nextInt(3));
        store = open();
    }

    /// What was handed over and not answered yet.
    private record Pending(List<Draft> drafts, boolean batch, Supplier<List<Receipt>> answer) {}

    /// How many calls were made; for the message of a failure.
    String place() {
        return "call " + done + ", " + durability + ", " + schedule + ", segments of " + segmentBytes + ", cadence "
                + cadence;
    }

    void run(int calls) {
        for (done = 0; done < calls; done++) {
            if (fence == null) {
                call(random.nextInt(1000));
            } else {
                fencedCall(fence, random.nextInt(1000));
            }
            if (done % CHECK_EVERY == CHECK_EVERY - 1) {
                settle();
                check();
            }
        }
        reopen();
        store.close();
    }

    private Store open() {
        latch = 0;
        Store opened = Store.open(StoreConfig.on(fs)
                .cooperative(true)
                .clock(clock)
                .randomness(ids::nextLong)
                .durability(durability)
                .fsyncSchedule(schedule)
                .segmentBytesMax(segmentBytes)
                .syncEveryEvents(cadence)
                .queueCapacity(16)
                .build());
        List<Row> before = model.visible();
        List<Entry> found = opened.query(Region.all()).toList();
        ModelCheck.same(found.stream().limit(before.size()).toList(), before);
        found.stream().skip(before.size()).forEach(this::enterLifecycle);
        assertThat(model.rows().getLast().draft().kind()).isEqualTo(EventKind.SYSTEM_OPEN_COMPLETED);
        return opened;
    }

    private void enterLifecycle(Entry entry) {
        assertThat(entry.entity()).isEqualTo("batpak:store");
        assertThat(entry.sequence()).isEqualTo(model.rows().size());
        model.appendLifecycle(entry);
    }

    private void check() {
        if (fence == null) {
            new ModelCheck(store, model, random).run(List.copyOf(receipts));
        }
    }

    private long micros() {
        latch = Math.max(latch, clock.wallMicros());
        return latch;
    }

    private void call(int dice) {
        if (dice < 420) {
            append(drafts.single(micros(), false), random.nextInt(10));
        } else if (dice < 540) {
            appendBatch(drafts.batch(micros()));
        } else if (dice < 660) {
            Draft draft = drafts.single(micros(), true);
            pending.add(waiting(draft, store.submit(draft.at(), draft.kind(), draft.payload())));
        } else if (dice < 710) {
            List<Draft> batch = drafts.batch(micros());
            pending.add(waiting(batch, store.submitBatch(ModelDrafts.items(batch))));
        } else if (dice < 740) {
            settle();
        } else if (dice < 770) {
            store.drain(random.nextInt(4));
        } else if (dice < 800) {
            ModelCheck.invariants(store.sync());
        } else if (dice < 815) {
            fence = store.beginFence();
            settle();
        } else if (dice < 900) {
            moveClock();
        } else if (dice < 998) {
            look();
        } else {
            reopen();
        }
    }

    private void moveClock() {
        long step = random.nextInt(10) == 0 ? -random.nextInt(5_000_000) : random.nextInt(20_000);
        clock.setWallMicros(clock.wallMicros() + step);
    }

    private void look() {
        settle();
        ModelCheck.invariants(store.frontier());
        Draft somewhere = drafts.single(START_MICROS, false);
        Row head = model.head(somewhere.at().entity(), somewhere.lane());
        if (head != null && !head.hidden()) {
            ModelCheck.same(
                    store.latest(head.entity(), somewhere.lane()).stream().toList(), List.of(head));
        }
    }

    private void append(Draft draft, int dice) {
        AppendOptions options = ModelDrafts.options(draft);
        long guess = model.headClock(draft) + (dice == 1 ? 1 : 0);
        if (dice < 2) {
            options = options.expectedClock(guess);
        } else if (dice == 2) {
            options = AppendOptions.expectNoStream().lane(draft.lane());
            draft = new Draft(
                    draft.at(),
                    draft.kind(),
                    draft.payload(),
                    draft.lane(),
                    Optional.empty(),
                    draft.cause(),
                    draft.micros());
        }
        Draft sent = draft;
        AppendOptions wanted = options;
        Object answer = answer(() -> List.of(store.append(sent.at(), sent.kind(), sent.payload(), wanted)));
        settle();
        Row head = model.head(sent.at().entity(), sent.lane());
        if (dice < 2 && model.headClock(sent) != guess) {
            assertThat(answer)
                    .isInstanceOfSatisfying(
                            SequenceMismatchException.class,
                            e -> assertThat(e.actual()).isEqualTo(model.headClock(sent)));
        } else if (dice == 2 && head != null) {
            assertThat(answer)
                    .isInstanceOfSatisfying(
                            StreamExistsException.class,
                            e -> assertThat(e.actual()).isEqualTo(head.clock()));
        } else {
            enter(List.of(sent), false, answer, Set.of());
        }
    }

    private void appendBatch(List<Draft> batch) {
        Object answer = answer(() -> store.appendBatch(ModelDrafts.items(batch)));
        settle();
        enter(batch, true, answer, Set.of());
    }

    private static Object answer(Supplier<List<Receipt>> call) {
        try {
            return call.get();
        } catch (StoreException e) {
            return e;
        }
    }

    private static Pending waiting(Draft draft, Ticket<Receipt> ticket) {
        return new Pending(List.of(draft), false, () -> List.of(awaited(ticket)));
    }

    private static Pending waiting(List<Draft> batch, Ticket<List<Receipt>> ticket) {
        return new Pending(batch, true, () -> awaited(ticket));
    }

    private static <T> T awaited(Ticket<T> ticket) {
        try {
            return ticket.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Takes over everything that was handed over outside of fences.
    private void settle() {
        while (!pending.isEmpty()) {
            Pending next = pending.remove();
            enter(next.drafts(), next.batch(), answer(next.answer()), Set.of());
        }
    }

    /// Compares an answer with what the model makes of the same events.
    private void enter(List<Draft> sent, boolean batch, Object answer, Set<IdempotencyKey> own) {
        BatchFate fate = batch ? model.fate(sent, own) : singleFate(sent.getFirst());
        if (fate == BatchFate.PARTIAL) {
            assertThat(answer).isInstanceOf(IdempotencyPartialBatchException.class);
            return;
        }
        if (!(answer instanceof List<?> list)) {
            fail("not expected: " + answer, (Throwable) answer);
            return;
        }
        assertThat(list).hasSameSizeAs(sent);
        List<Receipt> given = list.stream().map(Receipt.class::cast).toList();
        for (int i = 0; i < sent.size(); i++) {
            Draft draft = sent.get(i);
            Row row = fate == BatchFate.REPLAY
                    ? model.known(draft).orElseThrow()
                    : model.append(draft, given.get(i).eventId(), cause(draft, given));
            assertThat(text(given.get(i))).isEqualTo(text(row));
            remember(given.get(i));
        }
    }

    private BatchFate singleFate(Draft draft) {
        return model.known(draft).isPresent() ? BatchFate.REPLAY : BatchFate.FRESH;
    }

    private static Optional<CausationId> cause(Draft draft, List<Receipt> batch) {
        return switch (draft.cause()) {
            case CausationRef.None none -> Optional.empty();
            case CausationRef.Absolute(CausationId id) -> Optional.of(id);
            case CausationRef.PriorItem(int index) -> {
                var id = batch.get(index).eventId();
                yield Optional.of(new CausationId(id.high(), id.low()));
            }
        };
    }

    private static String text(Receipt receipt) {
        return receipt.sequence() + "/" + receipt.clock() + " " + receipt.eventId() + " " + receipt.contentHash();
    }

    private static String text(Row row) {
        return row.sequence() + "/" + row.clock() + " " + row.id().orElseThrow() + " " + row.hash();
    }

    private void remember(Receipt receipt) {
        receipts.add(receipt);
        if (receipts.size() > RECEIPTS_KEPT) {
            receipts.remove();
        }
    }

    private void fencedCall(VisibilityFence active, int dice) {
        if (dice < 400) {
            Draft draft = drafts.single(micros(), true);
            fenced.add(waiting(draft, active.submit(draft.at(), draft.kind(), draft.payload())));
        } else if (dice < 600) {
            List<Draft> batch = drafts.batch(micros());
            fenced.add(waiting(batch, active.submitBatch(ModelDrafts.items(batch))));
        } else if (dice < 680) {
            Draft draft = drafts.single(START_MICROS, true); // refused before the store reads its clock
            assertThat(answer(() -> List.of(store.append(draft.at(), draft.kind(), draft.payload()))))
                    .isInstanceOf(VisibilityFenceActiveException.class);
        } else if (dice < 720) {
            store.drain(random.nextInt(4));
        } else if (dice < 760) {
            ModelCheck.invariants(store.sync());
        } else if (dice < 800) {
            moveClock();
        } else if (dice < 900) {
            active.commit();
            endFence(true);
        } else if (dice < 996) {
            active.cancel();
            endFence(false);
        } else {
            reopen();
        }
    }

    private void endFence(boolean committed) {
        Set<IdempotencyKey> own = new HashSet<>();
        for (Pending next : fenced) {
            BatchFate fate = next.batch() ? model.fate(next.drafts(), committed ? Set.of() : own) : BatchFate.FRESH;
            Object answer = answer(next.answer());
            if (committed) {
                enter(next.drafts(), next.batch(), answer, Set.of());
            } else if (fate == BatchFate.PARTIAL) {
                assertThat(answer).isInstanceOf(IdempotencyPartialBatchException.class);
            } else {
                assertThat(answer).isInstanceOf(VisibilityFenceCancelledException.class);
                if (fate == BatchFate.FRESH) {
                    next.drafts().forEach(model::appendHidden);
                    next.drafts().forEach(draft -> draft.key().ifPresent(own::add));
                }
            }
        }
        fenced.clear();
        fence = null;
    }

    /// Ends the store in one of three ways and opens it anew.
    private void reopen() {
        switch (random.nextInt(3)) {
            case 0 -> store.close();
            case 1 -> store.drop();
            default -> kill();
        }
        settle();
        if (fence != null) {
            endFence(false);
        }
        store = open();
        check();
    }

    /// The process dies: what was queued is gone, and so is what lies in a fence.
    private void kill() {
        int taken = pending.size() - store.writerPressure().queued();
        while (taken-- > 0 && fence == null) {
            Pending next = pending.remove();
            enter(next.drafts(), next.batch(), answer(next.answer()), Set.of());
            taken = Math.min(taken, pending.size() - store.writerPressure().queued());
        }
        if (fence != null || store.writerPressure().queued() < pending.size()) {
            settle();
        }
        fs = fs.killed();
        pending.clear();
        fenced.clear();
        fence = null;
    }
}
