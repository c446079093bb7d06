package io.batpak.verify.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.Store;
import io.batpak.VisibilityFence;
import io.batpak.error.BatchSyncFailedException;
import io.batpak.error.StoreException;
import io.batpak.error.WriterCrashedException;
import io.batpak.fs.StoreFs;
import io.batpak.model.AppendOptions;
import io.batpak.model.CausationId;
import io.batpak.model.Coordinate;
import io.batpak.model.Entry;
import io.batpak.model.EventKind;
import io.batpak.model.IdempotencyKey;
import io.batpak.model.Payload;
import io.batpak.model.Receipt;
import io.batpak.model.Ticket;
import io.batpak.model.Value;
import io.batpak.verify.engine.LoadGroup.Fate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/// A few hundred operations of every kind on a directory that fails at some moment, and what was promised.
///
/// Each event carries its number in its correlation id, so that those without a receipt are recognised too.
final class Load {
    /// Marks the events of a load.
    static final long TAG = 0x5EED;

    private static final EventKind KIND = EventKind.of(0xF, 1);
    private static final Duration LONG = Duration.ofSeconds(10);
    private static final int OPENS_MAX = 3;

    private record Pending(LoadGroup group, Supplier<List<Receipt>> result, Ticket<?> ticket) {}

    private final StoreFs fs;
    private final LoadVariant variant;
    private final LoadAfter after;
    private final SplittableRandom random = new SplittableRandom(4711);
    private final TickingClock clock = new TickingClock(1_700_000_000_000_000L);
    private final List<LoadGroup> groups = new ArrayList<>();
    private final List<Pending> pending = new ArrayList<>();
    private @Nullable Store store;
    private long number;
    private long durable = -1;
    private boolean poisoned;
    private long frozen = -1;
    private boolean stopped;
    private int failedOpens;
    private int afterPoison;

    /// A load that has not begun.
    Load(StoreFs fs, LoadVariant variant, LoadAfter after) {
        this.fs = fs;
        this.variant = variant;
        this.after = after;
    }

    /// Plays to the end, or until the power is off.
    ///
    /// @param hook called after each operation
    static Load play(StoreFs fs, LoadVariant variant, LoadAfter after, int operations, Runnable hook) {
        return new Load(fs, variant, after).play(operations, hook);
    }

    Load play(int operations, Runnable hook) {
        for (int i = 0; i < operations && !stopped; i++) {
            clock.advanceMicros(1_300);
            step(random.nextInt(100), random.nextInt(4));
            hook.run();
        }
        if (!stopped) {
            end(random.nextBoolean());
        }
        pending.forEach(each -> each.group().ends(Fate.UNKNOWN));
        return this;
    }

    TickingClock clock() {
        return clock;
    }

    List<LoadGroup> groups() {
        return groups;
    }

    LoadVariant variant() {
        return variant;
    }

    /// The highest sequence that was seen durable.
    long durable() {
        return durable;
    }

    private void step(int what, int size) {
        Store open = opened();
        if (open == null) {
            return;
        }
        if (poisoned && afterPoison++ == 2) {
            end(what % 2 == 0);
            return;
        }
        play(open, what, size);
        try {
            look(open);
        } catch (TickingClock.Defect e) {
            return; // the frontier tells an age
        }
    }

    private void play(Store open, int what, int size) {
        if (what < 28) {
            single(open, AppendOptions.none().lane(what % 3), "order:" + what % 4, Optional.empty());
        } else if (what < 42) {
            IdempotencyKey key = new IdempotencyKey(TAG, number + 1);
            single(open, AppendOptions.none().idempotencyKey(key), "order:" + what % 4, Optional.of(key));
        } else if (what < 48) {
            long head = open.latest("cas:1", 0).map(Entry::clock).orElse(0L);
            single(open, AppendOptions.expecting(head), "cas:1", Optional.empty());
        } else if (what < 52) {
            retry(open);
        } else if (what < 62) {
            batch(open, size + 1);
        } else if (what < 74) {
            submit(open, size);
        } else if (what < 84) {
            fence(open, size, true);
        } else if (what < 91) {
            fence(open, size, false);
        } else if (what < 94) {
            attempt(() -> open.sync());
        } else if (what < 96) {
            leftFence(open, size);
            end(size % 2 == 0);
        } else if (what < 98) {
            end(true);
        } else {
            end(false);
        }
    }

    /// What one can see of the store after each operation.
    private void look(Store open) {
        if (store == null) {
            return;
        }
        long now = open.frontier().durable().sequence();
        if (poisoned) {
            frozen = frozen < 0 ? now : frozen;
            assertThat(now)
                    .as("the durable mark moved after the log was poisoned")
                    .isEqualTo(frozen);
            assertThat(pending)
                    .filteredOn(each -> !each.group().isLate())
                    .allMatch(each -> each.ticket().isDone(), "every ticket knows that writing has ended");
        }
        durable = Math.max(durable, now);
        settle(false);
    }

    private @Nullable Store opened() {
        if (store == null) {
            try {
                store = Store.open(variant.config(fs, clock));
                poisoned = false;
                frozen = -1;
                afterPoison = 0;
            } catch (StoreException | TickingClock.Defect e) {
                stopped |= after == LoadAfter.STOP;
                assertThat(++failedOpens).as("one fault fails few opens: " + e).isLessThanOrEqualTo(OPENS_MAX);
            }
        }
        return store;
    }

    private void single(Store open, AppendOptions options, String entity, Optional<IdempotencyKey> key) {
        LoadGroup group = group("single", 1, key);
        told(
                group,
                () -> List.of(open.append(
                        Coordinate.of(entity, "shop"), KIND, payload(), options.correlationId(group.correlation(0)))));
        if (group.fate() == Fate.PRESENT && variant == LoadVariant.STRICT) {
            assertDurable(open, group);
        }
    }

    private void retry(Store open) {
        Optional<LoadGroup> keyed = groups.reversed().stream()
                .filter(group -> group.key().isPresent() && group.fate() == Fate.PRESENT)
                .findFirst();
        keyed.ifPresent(group -> attempt(() -> {
            AppendOptions options =
                    AppendOptions.none().idempotencyKey(group.key().orElseThrow());
            assertThat(open.append(Coordinate.of("retry:1", "shop"), KIND, payload(), options))
                    .isEqualTo(group.receipts().getFirst());
        }));
    }

    private void batch(Store open, int size) {
        LoadGroup group = group("batch", size, Optional.empty());
        told(group, () -> open.appendBatch(group.items(0, size)));
        if (group.fate() == Fate.PRESENT) {
            assertDurable(open, group);
        }
    }

    private void submit(Store open, int size) {
        LoadGroup group = group("submitted", size == 0 ? 2 : 1, Optional.empty());
        Attempted submitted = attempt(() -> {
            if (size == 0) {
                await(group, open.submitBatch(group.items(0, 2)), told -> told);
            } else {
                Ticket<Receipt> ticket =
                        open.submitReaction(LoadGroup.at(size), KIND, payload(), group.correlation(0), CausationId.NIL);
                await(group, ticket, List::of);
            }
        });
        if (submitted != Attempted.DONE) {
            group.ends(Fate.ABSENT);
        }
    }

    private <T> void await(LoadGroup group, Ticket<T> ticket, java.util.function.Function<T, List<Receipt>> receipts) {
        pending.add(new Pending(group, () -> receipts.apply(now(ticket)), ticket));
    }

    private static <T> T now(Ticket<T> ticket) {
        try {
            return ticket.await(LONG).orElseThrow();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void fence(Store open, int size, boolean committed) {
        LoadGroup group = group(committed ? "fence" : "cancelled fence", size + 2, Optional.empty());
        Attempted begun = attempt(() -> {
            try (VisibilityFence fence = open.beginFence()) {
                List<Supplier<List<Receipt>>> results = hand(fence, group, size);
                Runnable end = committed ? fence::commit : fence::cancel;
                Attempted first = attempt(end);
                Attempted last = first == Attempted.FAILED && !stopped ? attempt(end) : first;
                group.ends(fateOf(last, committed));
                if (last == Attempted.DONE && committed) {
                    told(
                            group,
                            () -> results.stream()
                                    .flatMap(result -> result.get().stream())
                                    .toList());
                    assertDurable(open, group);
                }
            }
        });
        if (begun != Attempted.DONE && group.fate() == Fate.OPEN) {
            group.ends(Fate.HIDDEN); // part of it may have been handed over, to be cancelled
        }
    }

    private Fate fateOf(Attempted last, boolean committed) {
        if (!committed) {
            return Fate.HIDDEN;
        }
        return switch (last) {
            case DONE -> Fate.PRESENT;
            case FAILED -> stopped ? Fate.UNKNOWN : Fate.HIDDEN;
            case IN_DOUBT -> Fate.UNKNOWN;
        };
    }

    private List<Supplier<List<Receipt>>> hand(VisibilityFence fence, LoadGroup group, int size) {
        List<Supplier<List<Receipt>>> results = new ArrayList<>();
        Ticket<Receipt> first =
                fence.submitReaction(LoadGroup.at(size), KIND, payload(), group.correlation(0), CausationId.NIL);
        results.add(() -> List.of(now(first)));
        Ticket<List<Receipt>> others =
                fence.submitBatch(group.items(1, group.numbers().size()));
        results.add(() -> now(others));
        return results;
    }

    /// A fence that is active when the store ends.
    private void leftFence(Store open, int size) {
        LoadGroup group = group("fence left active", size + 2, Optional.empty());
        group.ends(Fate.HIDDEN);
        attempt(() -> {
            VisibilityFence fence = open.beginFence();
            Ticket<Receipt> ticket =
                    fence.submitReaction(LoadGroup.at(size), KIND, payload(), group.correlation(0), CausationId.NIL);
            LoadGroup never = new LoadGroup("ticket of a fence left active", List.of(), Optional.empty(), poisoned);
            await(never, ticket, List::of);
            fence.submitBatch(group.items(1, group.numbers().size()));
        });
    }

    private enum Attempted {
        DONE,
        FAILED,
        IN_DOUBT
    }

    private Attempted attempt(Runnable call) {
        boolean doubtBefore = poisoned;
        try {
            call.run();
            return Attempted.DONE;
        } catch (StoreException e) {
            boolean doubt = note(e);
            return doubt && !doubtBefore ? Attempted.IN_DOUBT : Attempted.FAILED;
        } catch (TickingClock.Defect e) {
            return Attempted.FAILED;
        }
    }

    /// Whether nobody knows what became of it.
    private boolean note(StoreException e) {
        stopped |= after == LoadAfter.STOP;
        boolean doubt = e instanceof WriterCrashedException || e instanceof BatchSyncFailedException;
        poisoned |= doubt && (after != LoadAfter.ASK || !goesOn());
        return doubt;
    }

    private boolean goesOn() {
        try {
            if (store != null) {
                store.sync();
            }
            return store != null;
        } catch (WriterCrashedException e) {
            return false;
        }
    }

    private void told(LoadGroup group, Supplier<List<Receipt>> call) {
        try {
            group.present(call.get());
        } catch (StoreException e) {
            boolean doubt = note(e);
            group.ends((doubt && !group.isLate()) || stopped ? Fate.UNKNOWN : Fate.ABSENT);
        } catch (TickingClock.Defect e) {
            group.ends(Fate.ABSENT); // it was thrown on the way in, or it had a better name
        }
    }

    /// Takes the results of what was handed over.
    private void settle(boolean all) {
        for (Pending each : List.copyOf(pending)) {
            assertThat(!all || each.ticket().isDone())
                    .as("a ticket was left open: " + each.group())
                    .isTrue();
            if (each.ticket().isDone()) {
                pending.remove(each);
                told(each.group(), each.result());
            }
        }
    }

    private void end(boolean drop) {
        Store open = store;
        if (open == null) {
            return;
        }
        store = null;
        boolean whole = attempt(drop ? open::drop : open::close) == Attempted.DONE;
        settle(true);
        if (whole) {
            groups.stream()
                    .flatMap(group -> group.receipts().stream())
                    .forEach(receipt -> durable = Math.max(durable, receipt.sequence()));
        }
    }

    private void assertDurable(Store open, LoadGroup group) {
        group.receipts()
                .forEach(receipt -> assertThat(open.frontier().durable().sequence())
                        .as(group + " was promised to be durable")
                        .isGreaterThanOrEqualTo(receipt.sequence()));
    }

    private LoadGroup group(String what, int size, Optional<IdempotencyKey> key) {
        List<Long> numbers =
                LongStream.range(0, size).map(i -> ++number).boxed().toList();
        LoadGroup group = new LoadGroup(what, numbers, key, poisoned);
        groups.add(group);
        return group;
    }

    private Payload payload() {
        return Payload.of(Value.map("n", number, "text", "x".repeat((int) (number % 90))));
    }
}
