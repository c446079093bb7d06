package io.batpak.verify.delivery;

import static io.batpak.verify.delivery.Notes.REGION;
import static io.batpak.verify.delivery.Notes.open;
import static io.batpak.verify.delivery.Notes.sequences;
import static io.batpak.verify.delivery.Notes.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.Store;
import io.batpak.delivery.DeliverySource;
import io.batpak.delivery.SequenceRange;
import io.batpak.delivery.Subscription;
import io.batpak.delivery.Subscription.Closed;
import io.batpak.delivery.SubscriptionOptions;
import io.batpak.fs.StoreFs;
import io.batpak.model.AppendOptions;
import io.batpak.model.Entry;
import io.batpak.model.EventKind;
import io.batpak.model.Region;
import io.batpak.testkit.MemFs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Random calls on a subscription against a list: what is delivered, what is lost and when it is closed are equal; and
/// threads that append, ask and close at once: every event is delivered or counted, none both.
///
/// Tier: law. Covers: I6, I7, E31.
@Timeout(120)
class SubscriptionModelTest {
    private static final EventKind OTHER = EventKind.of(0xF, 2);
    private static final int SEEDS = 60;
    private static final int CALLS = 60;

    /// A subscription as a list.
    private static final class Model {
        private final int capacity;
        private final boolean drops;
        private final List<Long> pending = new ArrayList<>();
        /// How many of the pending ones it was found to have in time.
        private int granted;
        private boolean lagged;
        private boolean closed;
        private long lost;

        Model(int capacity, boolean drops) {
            this.capacity = capacity;
            this.drops = drops;
        }

        Optional<Long> poll() {
            if (granted == 0 && !lagged) {
                look();
            }
            if (granted == 0) {
                closed |= lagged;
                return Optional.empty();
            }
            granted--;
            return Optional.of(pending.removeFirst());
        }

        private void look() {
            int tooMany = Math.max(0, pending.size() - capacity);
            lost += tooMany;
            granted = pending.size() - tooMany;
            lagged = tooMany > 0 && !drops;
            if (drops) {
                pending.subList(0, tooMany).clear();
            }
        }
    }

    @Test
    void randomCallsAreAnsweredAsByAList() {
        for (long seed = 0; seed < SEEDS; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            try (Store store = open(new MemFs())) {
                int capacity = 1 + random.nextInt(6);
                boolean drops = random.nextBoolean();
                SubscriptionOptions options = SubscriptionOptions.standard().capacity(capacity);
                Subscription subscription =
                        store.delivery().subscribe(REGION, drops ? options.droppingOldest() : options);
                Model model = new Model(capacity, drops);
                for (int call = 0; call < CALLS; call++) {
                    String what = "seed " + seed + ", call " + call;
                    int dice = random.nextInt(10);
                    if (dice < 5) {
                        model.pending.addAll(write(store, "a", random.nextInt(4)));
                        write(store, "a", OTHER, AppendOptions.none());
                    } else {
                        for (int asked = random.nextInt(5); asked > 0; asked--) {
                            assertThat(subscription.poll().map(Entry::sequence))
                                    .as(what)
                                    .isEqualTo(model.poll());
                        }
                    }
                    assertThat(subscription.lost()).as(what).isEqualTo(model.lost);
                    assertThat(subscription.closed())
                            .as(what)
                            .isEqualTo(model.closed ? Optional.of(Closed.LAGGED) : Optional.empty());
                }
            }
        }
    }

    @Test
    void whileOthersAppendEveryEventIsDeliveredOrCountedAsLost() throws Exception {
        try (Store store = open(new MemFs())) {
            Subscription subscription = store.delivery()
                    .subscribe(
                            REGION, SubscriptionOptions.standard().capacity(7).droppingOldest());
            AtomicBoolean done = new AtomicBoolean();
            List<Long> written = new ArrayList<>();
            Thread writer = Thread.ofPlatform().start(() -> {
                for (int n = 0; n < 3000; n++) {
                    written.add(write(store, "a"));
                }
                done.set(true);
            });
            List<Long> delivered = new ArrayList<>();
            while (true) {
                boolean last = done.get();
                List<Long> some = sequences(subscription.poll(3));
                delivered.addAll(some);
                if (some.isEmpty() && last) {
                    break;
                }
                if (delivered.size() % 50 == 0) {
                    Thread.sleep(1);
                }
            }
            writer.join();
            assertThat(delivered).doesNotHaveDuplicates().isSorted();
            assertThat(written).containsAll(delivered);
            assertThat(delivered.size() + subscription.lost()).isEqualTo(written.size());
        }
    }

    @Test
    void aCloseAtAnyMomentLeavesARunWithoutHolesAndOneReason() throws Exception {
        for (long seed = 0; seed < 40; seed++) {
            try (Store store = open(new MemFs())) {
                Subscription subscription = store.delivery()
                        .subscribe(REGION, SubscriptionOptions.standard().capacity(20));
                List<Long> written = new ArrayList<>();
                List<Long> delivered = new ArrayList<>();
                long turns = seed;
                Thread writer = Thread.ofPlatform().start(() -> written.addAll(write(store, "a", 60)));
                Thread closer = Thread.ofVirtual().start(() -> {
                    for (long n = 0; n < turns * 200; n++) {
                        Thread.onSpinWait();
                    }
                    subscription.close();
                });
                for (Optional<Entry> next = subscription.await(Notes.LONG);
                        next.isPresent();
                        next = subscription.await(Notes.LONG)) {
                    delivered.add(next.get().sequence());
                }
                writer.join();
                closer.join();
                assertThat(subscription.closed()).isPresent();
                assertThat(delivered).isEqualTo(written.subList(0, delivered.size()));
                assertThat(subscription.poll()).isEmpty();
            }
        }
    }

    /// A compaction between the count of what is too much and its leaving out.
    @Test
    void eventsThatGoWhileTheyAreLeftOutAreNotCounted() {
        try (Store store = open(new MemFs())) {
            write(store, "a", 12);
            List<Entry> entries = new ArrayList<>();
            store.query(REGION).forEach(entries::add);
            Vanishing source = new Vanishing(entries);
            Subscription subscription = Subscription.to(
                    source, REGION, SubscriptionOptions.standard().capacity(2).droppingOldest());
            source.begun = true;
            assertThat(subscription.poll()).isEmpty();
            assertThat(subscription.lost()).isEqualTo(3);
        }
    }

    /// Events of which all but three are dropped once they have been counted.
    private static final class Vanishing implements DeliverySource {
        private final List<Entry> entries;
        private boolean begun;
        private boolean counted;

        Vanishing(List<Entry> entries) {
            this.entries = entries;
        }

        @Override
        public List<Entry> page(Region region, OptionalLong after, int limit) {
            List<Entry> there = counted ? entries.subList(0, 3) : entries;
            List<Entry> page = there.stream()
                    .filter(entry -> entry.sequence() > after.orElse(-1))
                    .limit(limit)
                    .toList();
            counted |= page.contains(entries.getLast());
            return page;
        }

        @Override
        public OptionalLong newest() {
            return begun ? OptionalLong.of(entries.getLast().sequence()) : OptionalLong.empty();
        }

        @Override
        public List<SequenceRange> hidden(OptionalLong lane, long from, long to) {
            return List.of();
        }

        @Override
        public boolean await(Region region, BooleanSupplier ready, Duration limit) {
            return ready.getAsBoolean();
        }

        @Override
        public void makeDurable(long sequence) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void whileOpen(Runnable write) {
            write.run();
        }

        @Override
        public StoreFs directory() {
            return new MemFs();
        }

        @Override
        public long nanos() {
            return 0;
        }
    }
}
