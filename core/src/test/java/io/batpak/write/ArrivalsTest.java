package io.batpak.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.batpak.index.Index;
import io.batpak.index.IndexRow;
import io.batpak.model.EventKind;
import io.batpak.model.Hash;
import io.batpak.model.KindFilter;
import io.batpak.model.Region;
import io.batpak.time.Ticker;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Threads that wait for events of a region: who is woken by which event, how long nobody waits, and who waits then.
///
/// Covers: none of the catalogue (our own).
/// Tier: unit.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ArrivalsTest {
    private static final EventKind KIND = EventKind.of(0xE, 7);
    private static final long LONG = Duration.ofSeconds(40).toNanos();

    private final Index index = new Index(position -> {
        throw new AssertionError("no frame is to be read: " + position);
    });
    private final IndexRow row = new IndexRow();
    private final Arrivals real = new Arrivals(Ticker.system(), new Waker(Ticker.system(), null, "none"));
    private long sequence;

    /// Shows an event of `order:1:item` in a shop.
    private void show(Arrivals arrivals, EventKind kind, long lane) {
        index.writer()
                .insert(row.clear()
                        .sequence(sequence)
                        .eventId(0, sequence + 1)
                        .coordinate("order:1:item", "shop")
                        .kind(kind.raw())
                        .at(lane, 0, sequence, 1000)
                        .hashBehindHead(Hash.of(sequence, 1, 1, 1))
                        .position(1, sequence, 100));
        index.writer().publish();
        sequence++;
        int rows = index.writer().rowCount();
        arrivals.shown(index.writer(), rows - 1, rows);
    }

    /// A thread that waits until it is told that it may stop, and is asked only when it is woken.
    private final class Waiting {
        private final AtomicBoolean ready = new AtomicBoolean();
        private final CompletableFuture<Boolean> answer = new CompletableFuture<>();
        private final Thread thread;

        Waiting(Region region) {
            thread = Thread.ofPlatform().daemon().start(() -> {
                try {
                    answer.complete(real.await(region, ready::get, LONG));
                } catch (InterruptedException e) {
                    answer.completeExceptionally(e);
                }
            });
            while (thread.getState() != Thread.State.TIMED_WAITING) {
                Thread.onSpinWait();
            }
            ready.set(true);
        }

        boolean answered() throws Exception {
            return answer.get(20, TimeUnit.SECONDS);
        }
    }

    @Test
    void anEventWakesWhoeverWaitsForItByWhateverPartOfItsPlaceOrKind() throws Exception {
        for (Region region : List.of(
                Region.all(),
                Region.entity("order:1:item"),
                Region.entity("order:1"),
                Region.entity("order"),
                Region.scope("shop"),
                Region.kind(KIND),
                Region.all().withKind(new KindFilter.Category(0xE)),
                Region.all().withLane(3))) {
            Waiting waiting = new Waiting(region);
            assertThat(real.waiting()).isEqualTo(1);
            show(real, KIND, 3);
            assertThat(waiting.answered()).as("%s", region).isTrue();
            waiting.thread.join();
            assertThat(real.waiting()).as("%s", region).isZero();
        }
    }

    @Test
    void oneEventWakesAllWhoWaitForIt() throws Exception {
        List<Waiting> all = List.of(
                new Waiting(Region.all()),
                new Waiting(Region.all()),
                new Waiting(Region.scope("shop")),
                new Waiting(Region.entity("order")));
        show(real, KIND, 0);
        for (Waiting waiting : all) {
            assertThat(waiting.answered()).isTrue();
        }
    }

    @Test
    void theEndWakesEverybodyAndNobodySleepsBehindIt() throws Exception {
        Waiting one = new Waiting(Region.all());
        Waiting other = new Waiting(Region.entity("nobody"));
        assertThat(real.isEnded()).isFalse();
        real.end();
        assertThat(real.isEnded()).isTrue();
        assertThat(one.answered()).isTrue();
        assertThat(other.answered()).isTrue();
        assertThat(real.await(Region.all(), () -> false, LONG)).isFalse();
    }

    @Test
    void anInterruptEndsTheWaitAndTakesTheWaiterAway() throws Exception {
        Waiting waiting = new Waiting(Region.all());
        waiting.thread.interrupt();
        assertThatThrownBy(waiting::answered).hasCauseInstanceOf(InterruptedException.class);
        waiting.thread.join();
        assertThat(real.waiting()).isZero();
    }

    /// A time that passes only while somebody rests, as a script says.
    private static final class Script implements Ticker {
        private final Deque<Runnable> steps = new ArrayDeque<>();
        private final List<Long> rests = new ArrayList<>();
        private long now = 1000;

        @Override
        public long nanos() {
            return now;
        }

        @Override
        public void park(Object blocker, long nanos) {
            rests.add(nanos);
            steps.remove().run();
        }
    }

    @Test
    void itIsAskedAtOnceAndThenAsLongAsThereIsTime() throws InterruptedException {
        Script script = new Script();
        Arrivals arrivals = new Arrivals(script, new Waker(script, null, "none"));
        assertThat(arrivals.await(Region.all(), () -> true, 0)).isTrue();
        assertThat(arrivals.await(Region.all(), () -> false, 0)).isFalse();
        assertThat(arrivals.await(Region.all(), () -> false, -5)).isFalse();
        assertThat(script.rests).isEmpty();
        AtomicInteger asked = new AtomicInteger();
        script.steps.add(() -> script.now += 30);
        script.steps.add(() -> script.now += 70);
        assertThat(arrivals.await(
                        Region.all(),
                        () -> {
                            asked.incrementAndGet();
                            return false;
                        },
                        100))
                .isFalse();
        assertThat(script.rests).containsExactly(100L, 70L);
        assertThat(asked).hasValue(3);
        assertThat(arrivals.waiting()).isZero();
    }
}
