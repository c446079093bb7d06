package io.batpak.verify.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.error.SequenceMismatchException;
import io.batpak.error.WriterCrashedException;
import io.batpak.model.AppendOptions;
import io.batpak.model.AutoMerge;
import io.batpak.model.BatchItem;
import io.batpak.model.Compaction;
import io.batpak.model.CompactionOutcome;
import io.batpak.model.Coordinate;
import io.batpak.model.Entry;
import io.batpak.model.EventKind;
import io.batpak.model.IdempotencyKey;
import io.batpak.model.Payload;
import io.batpak.model.Receipt;
import io.batpak.model.Region;
import io.batpak.model.RestartPolicy;
import io.batpak.model.Ticket;
import io.batpak.model.Value;
import io.batpak.testkit.Crash;
import io.batpak.testkit.MemFs;
import io.batpak.testkit.SimScheduler;
import io.batpak.testkit.SimulatedStore;
import io.batpak.time.Job;
import io.batpak.verify.damage.Depth;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongConsumer;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Races that must have one outcome, on the whole journal, in many orders chosen by a seed: one winner of a key, one
/// of an expected clock, one compaction, one restart, batches seen whole, queues emptied in order. Threads change
/// places before each operation of the disk and at each wait, nowhere else; what happens between two reads of memory
/// is the matter of the Lincheck tests of core.
///
/// Tier: law. Covers: E37, E38.
@Tag("soak-linear")
class ScheduleModelsTest {
    private static final int SEEDS = Depth.isFull() ? 2_000 : 25;
    private static final EventKind KIND = EventKind.of(0xF, 1);
    private static final Coordinate AT = Coordinate.of("order:1", "shop");
    private static final Coordinate ELSEWHERE = Coordinate.of("cart:1", "shop");

    private static void forEachSeed(LongConsumer model) {
        long first = Long.getLong("batpak.seed", 1);
        for (long seed = first; seed < first + SEEDS; seed++) {
            try {
                model.accept(seed);
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("replay: -Dbatpak.seed=" + seed + ": " + e.getMessage(), e);
            }
        }
    }

    private static Payload payload(long number) {
        return Payload.of(Value.map("n", number));
    }

    private static List<Entry> events(Store store) {
        return store.query(Region.entity("order")).toList();
    }

    @Test
    void aKeyThatSeveralUseAtOnceHasOneEvent() {
        forEachSeed(seed -> {
            List<Receipt> receipts = new ArrayList<>();
            SimulatedStore simulated = new SimulatedStore(seed);
            SimulatedStore.Session session = simulated.session();
            for (int caller = 0; caller < 4; caller++) {
                int number = caller;
                session.caller("caller " + caller, store -> {
                    AppendOptions once = AppendOptions.none().idempotencyKey(new IdempotencyKey(1, 2));
                    receipts.add(store.append(AT, KIND, payload(number), once));
                });
            }
            session.run();
            assertThat(receipts).hasSize(4);
            assertThat(receipts.stream().map(Receipt::eventId).distinct()).hasSize(1);
            simulated.run(store -> assertThat(events(store)).hasSize(1));
        });
    }

    @Test
    void anExpectedClockHasOneWinner() {
        forEachSeed(seed -> {
            AtomicInteger won = new AtomicInteger();
            AtomicInteger refused = new AtomicInteger();
            SimulatedStore simulated = new SimulatedStore(seed);
            simulated.run(store -> store.append(AT, KIND, payload(0)));
            SimulatedStore.Session session = simulated.session();
            for (int caller = 1; caller <= 4; caller++) {
                int number = caller;
                session.caller("caller " + caller, store -> {
                    try {
                        store.append(AT, KIND, payload(number), AppendOptions.expecting(0));
                        won.incrementAndGet();
                    } catch (SequenceMismatchException e) {
                        assertThat(e.actual()).isEqualTo(1);
                        refused.incrementAndGet();
                    }
                });
            }
            session.run();
            assertThat(won).hasValue(1);
            assertThat(refused).hasValue(3);
            simulated.run(store -> assertThat(events(store)).hasSize(2));
        });
    }

    @Test
    void oneCompactionIsUnderWayAtATime() {
        forEachSeed(seed -> {
            List<CompactionOutcome> outcomes = new ArrayList<>();
            List<Integer> atWork = new ArrayList<>();
            SimulatedStore simulated = new SimulatedStore(seed)
                    .configured(config -> config.segmentBytesMax(1_000).autoMerge(new AutoMerge.Never()));
            simulated.run(store -> {
                for (int number = 0; number < 40; number++) {
                    store.append(AT, KIND, payload(number));
                }
            });
            SimulatedStore.Session session = simulated.session();
            for (int operator = 0; operator < 2; operator++) {
                int self = operator;
                session.caller("operator " + operator, store -> {
                    Compaction how = Compaction.retention(candidate -> {
                                if (atWork.isEmpty() || atWork.getLast() != self) {
                                    atWork.add(self);
                                }
                                return candidate.entry().sequence() % 5 != self;
                            })
                            .but()
                            .minSegments(2)
                            .build();
                    outcomes.add(store.compact(how).outcome());
                });
            }
            session.run();
            assertThat(outcomes).hasSize(2).allMatch(CompactionOutcome.Performed.class::isInstance);
            assertThat(atWork).as("who asked its rule").doesNotHaveDuplicates().hasSize(2);
            simulated.run(store -> {
                assertThat(events(store)).allMatch(event -> event.sequence() % 5 > 1);
                assertThat(store.verifyChain().intact()).isTrue();
            });
        });
    }

    private static SimulatedStore simulatedWithSomethingToRead(long seed) {
        SimulatedStore simulated = new SimulatedStore(seed);
        simulated.run(store -> store.append(ELSEWHERE, KIND, payload(0)));
        return simulated;
    }

    /// An operation of the disk, at which another thread may be the next.
    private static void letOthersGoOn(Store store) {
        store.query(Region.entity("cart")).forEach(store::read);
    }

    @Test
    void aBatchOfThreeIsSeenWholeOrNotAtAll() {
        forEachSeed(seed -> {
            Set<Integer> sizes = new HashSet<>();
            simulatedWithSomethingToRead(seed)
                    .session()
                    .caller("writer", store -> {
                        for (int batch = 0; batch < 3; batch++) {
                            store.appendBatch(LongStream.range(0, 3)
                                    .mapToObj(n -> BatchItem.of(AT, KIND, payload(n)))
                                    .toList());
                        }
                    })
                    .caller("reader", store -> {
                        for (int look = 0; look < 20; look++) {
                            List<Entry> seen = events(store);
                            sizes.add(seen.size());
                            seen.forEach(store::read);
                            letOthersGoOn(store);
                        }
                    })
                    .run();
            assertThat(Set.of(0, 3, 6, 9)).containsAll(sizes);
        });
    }

    @Test
    void whatTwoSendersQueueIsCommittedInTheOrderOfEach() {
        forEachSeed(seed -> {
            List<List<Long>> sent = List.of(new ArrayList<>(), new ArrayList<>());
            SimulatedStore simulated = new SimulatedStore(seed);
            SimulatedStore.Session session = simulated.session();
            for (int sender = 0; sender < 2; sender++) {
                List<Long> sequences = sent.get(sender);
                session.caller("sender " + sender, store -> {
                    List<Ticket<Receipt>> tickets = new ArrayList<>();
                    for (int number = 0; number < 8; number++) {
                        tickets.add(store.submit(AT, KIND, payload(number)));
                    }
                    for (Ticket<Receipt> ticket : tickets) {
                        sequences.add(ticket.await().sequence());
                    }
                });
            }
            session.run();
            assertThat(sent).allSatisfy(sequences -> assertThat(sequences).isSorted());
            simulated.run(store -> assertDense(store, 16));
        });
    }

    /// The events have sequences without a gap.
    private static void assertDense(Store store, int count) {
        List<Long> sequences = events(store).stream().map(Entry::sequence).toList();
        assertThat(sequences).hasSize(count);
        long first = sequences.getFirst();
        assertThat(sequences)
                .isEqualTo(LongStream.range(first, first + count).boxed().toList());
    }

    @Test
    void oneRestartIsAllowedHoweverManyMeetTheDefect() {
        forEachSeed(seed -> {
            SimScheduler sim = new SimScheduler(seed);
            MemFs disk = new MemFs();
            disk.scheduledBy(sim);
            TrippingFs tripping = new TrippingFs(disk);
            AtomicInteger crashed = new AtomicInteger();
            AtomicInteger stored = new AtomicInteger();
            sim.run("driver", () -> {
                Store store = Store.open(StoreConfig.on(tripping)
                        .clock(sim.clock())
                        .spawner(sim)
                        .restartPolicy(RestartPolicy.once())
                        .build());
                tripping.tripNextWrite(new TickingClock.Defect());
                appendFromThree(sim, store, crashed, stored);
                assertThat(crashed).as("callers of the commit that failed").hasValueBetween(1, 3);
                assertThat(stored.get() + crashed.get()).isEqualTo(3);
                tripping.tripNextWrite(new TickingClock.Defect());
                appendFromThree(sim, store, crashed, stored);
                assertThat(stored.get() + crashed.get()).isEqualTo(6);
                assertThat(events(store)).hasSize(stored.get());
                int before = stored.get();
                appendFromThree(sim, store, crashed, stored);
                assertThat(stored).as("after the second defect").hasValue(before);
            });
        });
    }

    private static void appendFromThree(SimScheduler sim, Store store, AtomicInteger crashed, AtomicInteger stored) {
        List<Job> jobs = new ArrayList<>();
        for (int caller = 0; caller < 3; caller++) {
            long number = caller;
            jobs.add(sim.spawn("caller " + caller, () -> {
                try {
                    store.append(AT, KIND, payload(number));
                    stored.incrementAndGet();
                } catch (WriterCrashedException e) {
                    crashed.incrementAndGet();
                }
            }));
        }
        jobs.forEach(job -> job.join(Duration.ofDays(1)));
    }

    @Test
    void appendsOfAnyNumberAreDenseMonotonicAndAllThere() {
        for (int appends = 1; appends <= 23; appends++) {
            appendAndRead(appends, appends);
        }
        appendAndRead(24, 23);
    }

    private static void appendAndRead(long seed, int appends) {
        int callers = (int) (1 + seed % 4);
        AtomicInteger acknowledged = new AtomicInteger();
        SimulatedStore simulated = simulatedWithSomethingToRead(seed);
        SimulatedStore.Session session = simulated.session();
        for (int caller = 0; caller < callers; caller++) {
            int own = appends / callers + (caller < appends % callers ? 1 : 0);
            session.caller("caller " + caller, store -> {
                long last = -1;
                for (int number = 0; number < own; number++) {
                    long sequence = store.append(AT, KIND, payload(number)).sequence();
                    assertThat(sequence).isGreaterThan(last);
                    last = sequence;
                    acknowledged.incrementAndGet();
                }
            });
        }
        session.caller("reader", store -> {
            int before = 0;
            for (int look = 0; look < 2 * appends; look++) {
                int promised = acknowledged.get();
                List<Entry> seen = events(store);
                assertThat(seen.size()).isGreaterThanOrEqualTo(Math.max(before, promised));
                before = seen.size();
                if (before > 0) {
                    assertDense(store, before);
                    seen.forEach(store::read);
                }
                letOthersGoOn(store);
            }
        });
        session.crashAtEnd(Crash.kill());
        simulated.run(store -> assertDense(store, appends));
    }
}
