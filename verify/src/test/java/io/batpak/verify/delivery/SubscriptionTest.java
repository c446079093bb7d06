package io.batpak.verify.delivery;

import static io.batpak.verify.delivery.Notes.KIND;
import static io.batpak.verify.delivery.Notes.LONG;
import static io.batpak.verify.delivery.Notes.REGION;
import static io.batpak.verify.delivery.Notes.open;
import static io.batpak.verify.delivery.Notes.sequences;
import static io.batpak.verify.delivery.Notes.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.batpak.Store;
import io.batpak.VisibilityFence;
import io.batpak.delivery.CursorOptions;
import io.batpak.delivery.Subscription;
import io.batpak.delivery.Subscription.Closed;
import io.batpak.delivery.SubscriptionFlow;
import io.batpak.delivery.SubscriptionOptions;
import io.batpak.error.StoreException;
import io.batpak.fs.IoKind;
import io.batpak.model.AppendOptions;
import io.batpak.model.ClockRange;
import io.batpak.model.Coordinate;
import io.batpak.model.Entry;
import io.batpak.model.EventKind;
import io.batpak.model.InvalidArgumentException;
import io.batpak.model.Payload;
import io.batpak.model.Region;
import io.batpak.model.Value;
import io.batpak.testkit.MemFault;
import io.batpak.testkit.MemFs;
import io.batpak.testkit.MemOperation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A subscription gives the events of its region from now on, says exactly how many it has lost, and why it has ended.
///
/// Tier: unit. Covers: I6, I7, B7, B22.
@Timeout(120)
class SubscriptionTest {
    private static final EventKind OTHER = EventKind.of(0xF, 2);
    private static final Duration NOW = Duration.ZERO;
    private static final SubscriptionOptions FIVE =
            SubscriptionOptions.standard().capacity(5);

    private final MemFs fs = new MemFs();

    private static List<Long> drain(Subscription subscription) {
        return sequences(subscription.poll(Integer.MAX_VALUE));
    }

    @Test
    void eachGetsWhatIsOfItsRegionFromNowOnInOrder() {
        try (Store store = open(fs)) {
            write(store, "a:1");
            Subscription all = store.delivery().subscribe(Region.all());
            Subscription notes = store.delivery().subscribe(REGION);
            Subscription entity = store.delivery().subscribe(Region.entity("a"));
            Subscription lane = store.delivery().subscribe(Region.all().withLane(4));
            Subscription scope = store.delivery().subscribe(Region.scope("elsewhere"));
            long first = write(store, "a:1");
            long second = write(store, "ab", OTHER, AppendOptions.none());
            long third = write(store, "a", KIND, AppendOptions.none().lane(4));
            assertThat(drain(all)).containsExactly(first, second, third);
            assertThat(drain(notes)).containsExactly(first, third);
            assertThat(drain(entity)).containsExactly(first, third);
            assertThat(drain(lane)).containsExactly(third);
            assertThat(drain(scope)).isEmpty();
            assertThat(notes.position()).hasValue(third);
            assertThat(notes.poll(0)).isEmpty();
            assertThat(notes.lost()).isZero();
            assertThat(notes.closed()).isEmpty();
            assertThatThrownBy(() -> notes.poll(-1)).isInstanceOf(InvalidArgumentException.class);
            assertThatThrownBy(() -> SubscriptionOptions.standard().capacity(0))
                    .isInstanceOf(InvalidArgumentException.class);
        }
    }

    @Test
    void clocksOfARegionCountAsInAQuery() {
        try (Store store = open(fs)) {
            Region early = REGION.withClockRange(new ClockRange(0, 1));
            Subscription subscription = store.delivery().subscribe(early);
            List<Long> all = write(store, "a:1", 4);
            assertThat(drain(subscription)).isEqualTo(all.subList(0, 2));
        }
    }

    @Test
    void aFenceIsSeenWholeAtItsCommitAndNeverWhenItIsCancelled() {
        try (Store store = open(fs)) {
            Subscription subscription = store.delivery().subscribe(REGION);
            for (boolean committed : new boolean[] {false, true}) {
                VisibilityFence fence = store.beginFence();
                for (int n = 0; n < 3; n++) {
                    fence.submit(Coordinate.of("a", "room"), KIND, Payload.of(Value.map("n", n)));
                }
                assertThat(drain(subscription)).isEmpty();
                if (committed) {
                    fence.commit();
                } else {
                    fence.cancel();
                }
                assertThat(drain(subscription)).hasSize(committed ? 3 : 0);
            }
        }
    }

    @Test
    void whoFallsBehindIsClosedBehindWhatWaitsForIt() {
        try (Store store = open(fs)) {
            Subscription subscription = store.delivery().subscribe(REGION, FIVE);
            List<Long> some = write(store, "a", 5);
            assertThat(drain(subscription)).isEqualTo(some);
            List<Long> more = write(store, "a", 8);
            write(store, "a", OTHER, AppendOptions.none());
            assertThat(subscription.poll().orElseThrow().sequence()).isEqualTo(more.getFirst());
            assertThat(subscription.lost()).isEqualTo(3);
            write(store, "a", 100);
            assertThat(subscription.closed()).isEmpty();
            assertThat(drain(subscription)).isEqualTo(more.subList(1, 5));
            assertThat(subscription.closed()).contains(Closed.LAGGED);
            assertThat(subscription.lost()).isEqualTo(3);
            assertThat(subscription.poll()).isEmpty();
            assertThat(sequences(store.cursor(
                                    REGION,
                                    CursorOptions.fromTheBeginning()
                                            .startingAfter(
                                                    subscription.position().orElseThrow()))
                            .poll(3)))
                    .as("a cursor still has it all")
                    .isEqualTo(more.subList(5, 8));
            subscription.close();
            assertThat(subscription.closed()).contains(Closed.LAGGED);
        }
    }

    @Test
    void whoMayFallBehindLosesTheOldestAndKnowsHowMany() {
        try (Store store = open(fs)) {
            Subscription subscription = store.delivery().subscribe(REGION, FIVE.droppingOldest());
            long lost = 0;
            for (int burst : new int[] {5, 6, 3, 700, 0, 12, 4}) {
                List<Long> written = write(store, "a", burst);
                write(store, "a", OTHER, AppendOptions.none());
                lost += Math.max(0, burst - 5);
                assertThat(drain(subscription)).isEqualTo(written.subList(Math.max(0, burst - 5), burst));
                assertThat(subscription.lost()).isEqualTo(lost);
                assertThat(subscription.closed()).isEmpty();
            }
        }
    }

    @Test
    void eventsOfOthersNeverCountAgainstASubscriber() {
        try (Store store = open(fs)) {
            Subscription subscription = store.delivery().subscribe(REGION, FIVE);
            for (int n = 0; n < 50; n++) {
                write(store, "a", OTHER, AppendOptions.none());
            }
            List<Long> own = write(store, "a", 5);
            assertThat(drain(subscription)).isEqualTo(own);
            assertThat(subscription.lost()).isZero();
        }
    }

    @Test
    void theCloseByAnotherThreadWakesWhoWaits() throws Exception {
        try (Store store = open(fs)) {
            Subscription subscription = store.delivery().subscribe(REGION);
            CompletableFuture<Optional<Entry>> waiting = waiting(subscription);
            subscription.close();
            assertThat(waiting.get(60, TimeUnit.SECONDS)).isEmpty();
            assertThat(subscription.closed()).contains(Closed.BY_SUBSCRIBER);
            write(store, "a");
            assertThat(subscription.poll()).isEmpty();
            assertThat(subscription.await(LONG)).isEmpty();
        }
    }

    private static CompletableFuture<Optional<Entry>> waiting(Subscription subscription) {
        CompletableFuture<Optional<Entry>> result = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                result.complete(subscription.await(LONG));
            } catch (InterruptedException | RuntimeException e) {
                result.completeExceptionally(e);
            }
        });
        return result;
    }

    @Test
    void theCloseOfTheJournalIsSaidToWhoWaitsAndToWhoAsks() throws Exception {
        Store store = open(fs);
        Subscription waits = store.delivery().subscribe(REGION);
        Subscription asks = store.delivery().subscribe(REGION);
        CompletableFuture<Optional<Entry>> waiting = waiting(waits);
        store.close();
        assertThat(waiting.get(60, TimeUnit.SECONDS)).isEmpty();
        assertThat(waits.closed()).contains(Closed.STORE_CLOSED);
        assertThat(asks.closed()).isEmpty();
        assertThat(asks.poll()).isEmpty();
        assertThat(asks.closed()).contains(Closed.STORE_CLOSED);
        assertThat(asks.await(LONG)).isEmpty();
    }

    @Test
    void aJournalThatTakesNoMoreWritesIsSaidBehindItsLastEvent() throws Exception {
        Store store = Store.open(Notes.lazy(fs).build());
        Subscription subscription = store.delivery().subscribe(REGION);
        long last = write(store, "a");
        fs.plan(MemFault.of(MemOperation.SYNC, 1, IoKind.OTHER));
        assertThatThrownBy(store::sync).isInstanceOf(StoreException.class);
        assertThat(subscription.await(LONG).orElseThrow().sequence()).isEqualTo(last);
        assertThat(subscription.await(LONG)).isEmpty();
        assertThat(subscription.closed()).contains(Closed.WRITER_CRASHED);
        assertThatThrownBy(store::close).isInstanceOf(StoreException.class);
    }

    @Test
    void anInterruptEndsAWaitAndNothingElse() throws Exception {
        try (Store store = open(fs)) {
            Subscription subscription = store.delivery().subscribe(REGION);
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> subscription.await(LONG)).isInstanceOf(InterruptedException.class);
            assertThat(subscription.await(Duration.ofMillis(1))).isEmpty();
            long next = write(store, "a");
            assertThat(subscription.await(LONG).orElseThrow().sequence()).isEqualTo(next);
        }
    }

    @Test
    void filtersThenTheLastMappingThenTheLimitWhateverTheOrderOfTheCalls() throws Exception {
        try (Store store = open(fs)) {
            Subscription subscription = store.delivery().subscribe(REGION);
            List<Long> all = write(store, "a", 20);
            List<String> calls = new ArrayList<>();
            SubscriptionFlow flow = subscription
                    .flow()
                    .take(1)
                    .map(_ -> {
                        throw new AssertionError("the first mapping does not count");
                    })
                    .map(entry -> {
                        calls.add("map " + (entry.sequence() - all.getFirst()));
                        return entry.sequence() % 2 == 0 ? Optional.of(entry) : Optional.empty();
                    })
                    .filter(entry -> {
                        calls.add("first " + (entry.sequence() - all.getFirst()));
                        return entry.sequence() >= all.get(2);
                    })
                    .take(3)
                    .filter(entry -> entry.sequence() != all.get(4));
            List<Long> got = new ArrayList<>();
            for (Optional<Entry> next = flow.await(NOW); next.isPresent(); next = flow.await(NOW)) {
                got.add(next.get().sequence());
            }
            List<Long> wanted = all.stream()
                    .filter(sequence -> sequence >= all.get(2) && !sequence.equals(all.get(4)) && sequence % 2 == 0)
                    .limit(3)
                    .toList();
            assertThat(got).isEqualTo(wanted);
            assertThat(calls).startsWith("first 0", "first 1", "first 2", "map 2", "first 3", "map 3", "first 4");
            assertThat(flow.await(LONG)).as("without waiting").isEmpty();
            assertThat(subscription.closed()).isEmpty();
        }
    }

    @Test
    void aLimitOfNoneGivesNothingAndTakesNothing() throws Exception {
        try (Store store = open(fs)) {
            Subscription subscription = store.delivery().subscribe(REGION);
            long first = write(store, "a");
            assertThat(subscription.flow().take(0).await(LONG)).isEmpty();
            assertThat(subscription.poll().orElseThrow().sequence()).isEqualTo(first);
            assertThatThrownBy(() -> subscription.flow().take(-1)).isInstanceOf(InvalidArgumentException.class);
            subscription.close();
            assertThat(subscription.flow().await(LONG)).isEmpty();
        }
    }

    @Test
    void aScanGivesEachStateThatWasNotPassedOver() throws Exception {
        try (Store store = open(fs)) {
            Subscription subscription = store.delivery().subscribe(REGION);
            List<Long> all = write(store, "a", 6);
            SubscriptionFlow.Scan<List<Long>> scan = subscription
                    .flow()
                    .take(5)
                    .scan(new ArrayList<>(), (seen, entry) -> {
                        seen.add(entry.sequence()); // kept, though the event may be passed over
                        return seen.size() % 2 == 0 ? Optional.of(seen) : Optional.empty();
                    });
            assertThat(scan.await(NOW)).contains(all.subList(0, 2));
            assertThat(scan.await(NOW)).contains(all.subList(0, 4));
            assertThat(scan.await(LONG)).isEmpty();
            assertThat(scan.state()).isEqualTo(all.subList(0, 5));
        }
    }
}
