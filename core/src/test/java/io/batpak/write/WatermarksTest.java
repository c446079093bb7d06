package io.batpak.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.batpak.error.StoreClosedException;
import io.batpak.error.WaitTimeoutException;
import io.batpak.error.WriterCrashedException;
import io.batpak.model.Frontier;
import io.batpak.model.LaneFrontier;
import io.batpak.model.Mark;
import io.batpak.time.Clock;
import io.batpak.time.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/// Who waits for a mark is woken when it has come there, and not before.
///
/// Tier: unit. Covers: D5.
class WatermarksTest {
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final OptionalLong STORE = OptionalLong.empty();

    private final CountingClock clock = new CountingClock();
    private final Watermarks marks =
            new Watermarks("d", clock, Ticker.system(), false, new Waker(Ticker.system(), null, "unused"));

    @Test
    void onlyThoseWhoseTargetIsReachedAreWoken() throws InterruptedException {
        int waiters = 512;
        ConcurrentLinkedQueue<Integer> returned = new ConcurrentLinkedQueue<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 1; i <= waiters; i++) {
            int target = i;
            threads.add(Thread.ofVirtual().start(() -> {
                await(Mark.VISIBLE, STORE, target);
                returned.add(target);
            }));
        }
        until(() -> threads.stream().allMatch(WatermarksTest::sleeps));
        long before = clock.reads.get();
        for (int sequence = 1; sequence <= waiters / 2; sequence++) {
            marks.committed(sequence % 3, 10, sequence);
        }
        until(() -> returned.size() == waiters / 2);
        assertThat(returned).allMatch(target -> target <= waiters / 2);
        until(() -> threads.subList(waiters / 2, waiters).stream().allMatch(WatermarksTest::sleeps));
        long lookedAgain = clock.reads.get() - before - 1; // the first commit reads it once, for its age
        assertThat(lookedAgain)
                .as("a thread that wakes up too early reads the clock; the system itself may wake a few")
                .isLessThan(16);
        for (int sequence = waiters / 2 + 1; sequence <= waiters; sequence++) {
            marks.committed(0, 10, sequence);
        }
        for (Thread thread : threads) {
            thread.join(60_000);
        }
        assertThat(returned).hasSize(waiters);
    }

    @Test
    void aMarkThatJumpsWakesEverybodyItPasses() throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (int i = 1; i <= 20; i++) {
            int target = i;
            threads.add(start(() -> await(Mark.DURABLE, STORE, target)));
        }
        until(() -> threads.stream().allMatch(WatermarksTest::sleeps));
        marks.committed(0, 10, 20);
        assertThat(threads).as("visible is not durable").allMatch(Thread::isAlive);
        marks.durable(marks.capture());
        for (Thread thread : threads) {
            thread.join(60_000);
            assertThat(thread.isAlive()).isFalse();
        }
    }

    @Test
    void whatWasWrittenAfterTheCaptureIsNotDurable() {
        marks.committed(1, 10, 1);
        Watermarks.Captured captured = marks.capture();
        marks.committed(1, 11, 2);
        marks.committed(2, 12, 3);
        marks.durable(captured);
        Frontier frontier = marks.frontier();
        assertThat(frontier.durable().sequence()).isEqualTo(1);
        assertThat(frontier.written().sequence()).isEqualTo(3);
        assertThat(frontier.lanes())
                .extracting(lane -> lane.durable().sequence())
                .containsExactly(1L, 0L);
        assertThat(frontier.oldestPendingWriteMillis()).isPresent();
        marks.durable(marks.capture());
        assertThat(marks.frontier().durable().sequence()).isEqualTo(3);
        assertThat(marks.frontier().oldestPendingWriteMillis()).isEmpty();
    }

    @Test
    void anotherLaneDoesNotCount() throws InterruptedException {
        Thread waiter = start(() -> await(Mark.VISIBLE, OptionalLong.of(3), 5));
        until(() -> sleeps(waiter));
        marks.committed(0, 10, 7);
        assertThatThrownBy(() -> marks.await(Mark.VISIBLE, OptionalLong.of(3), 5, Duration.ZERO))
                .isInstanceOf(WaitTimeoutException.class);
        assertThat(waiter.isAlive()).isTrue();
        marks.committed(3, 10, 8);
        waiter.join(60_000);
        assertThat(waiter.isAlive()).isFalse();
    }

    @Test
    void anUnknownLaneStandsAtTheOriginAndShowsInNoFrontier() throws InterruptedException {
        OptionalLong unknown = OptionalLong.of(77);
        marks.await(Mark.DURABLE, unknown, 0, Duration.ZERO);
        assertThatThrownBy(() -> marks.await(Mark.DURABLE, unknown, 1, Duration.ofMillis(1)))
                .isInstanceOf(WaitTimeoutException.class);
        assertThat(marks.frontier().lanes()).isEmpty();
    }

    @Test
    void closingWakesEveryWaiterOfEveryMarkAndLane() throws InterruptedException {
        assertAllFailWith(StoreClosedException.class, marks::close);
    }

    @Test
    void poisonWakesEveryWaiterAndFailsEvenWhatIsReached() throws InterruptedException {
        assertAllFailWith(
                WriterCrashedException.class,
                () -> marks.poisoned(new WriterCrashedException("x", new IllegalStateException())));
        assertThatThrownBy(() -> marks.await(Mark.VISIBLE, STORE, 0, Duration.ZERO))
                .isInstanceOf(WriterCrashedException.class);
    }

    @Test
    void theEndIsToldToThoseWhoWaitForEventsAsWell() {
        marks.requireGoingOn();
        assertThat(marks.arrivals().isEnded()).isFalse();
        marks.close();
        assertThat(marks.arrivals().isEnded()).isTrue();
        assertThatThrownBy(marks::requireGoingOn).isInstanceOf(StoreClosedException.class);
        Watermarks others =
                new Watermarks("d", clock, Ticker.system(), false, new Waker(Ticker.system(), null, "unused"));
        others.poisoned(new WriterCrashedException("x", new IllegalStateException()));
        assertThat(others.arrivals().isEnded()).isTrue();
        assertThatThrownBy(others::requireGoingOn).isInstanceOf(WriterCrashedException.class);
    }

    @Test
    void lanesAreToldInTheirOrderAndAMarkCoversWhatItHasReached() {
        marks.committed(5, 10, 1);
        marks.committed(2, 11, 2);
        marks.committed(9, 12, 3);
        assertThat(marks.frontier().lanes()).extracting(LaneFrontier::lane).containsExactly(2L, 5L, 9L);
        assertThat(marks.covers(Mark.VISIBLE, 3)).isTrue();
        assertThat(marks.covers(Mark.VISIBLE, 4)).isFalse();
        assertThat(marks.covers(Mark.DURABLE, 1)).isFalse();
    }

    @Test
    void whatACaptureHasTakenIsNotTakenAgain() {
        marks.committed(5, 10, 1);
        marks.durable(marks.capture());
        marks.committed(2, 11, 2);
        Watermarks.Captured second = marks.capture();
        marks.committed(5, 12, 3);
        marks.durable(second);
        assertThat(marks.frontier().lanes())
                .as("lane 5 is as far as the first capture saw it")
                .filteredOn(lane -> lane.lane() == 5)
                .allSatisfy(lane -> assertThat(lane.durable().sequence()).isEqualTo(1));
    }

    @Test
    void noWaitIsLongerThanWhatIsLeftOfItsTime() {
        List<Long> rests = new ArrayList<>();
        AtomicLong now = new AtomicLong(500);
        Ticker ticker = new Ticker() {
            @Override
            public long nanos() {
                return now.get();
            }

            @Override
            public void park(Object blocker, long nanos) {
                rests.add(nanos);
                now.addAndGet(rests.size() == 1 ? TimeUnit.SECONDS.toNanos(400) : nanos);
            }
        };
        Watermarks timed = new Watermarks("d", clock, ticker, false, new Waker(ticker, null, "unused"));
        assertThatThrownBy(() -> timed.await(Mark.VISIBLE, STORE, 1, Duration.ofSeconds(1000)))
                .isInstanceOf(WaitTimeoutException.class);
        assertThat(rests)
                .as("the clock beside it goes on as well")
                .extracting(rest -> -Math.floorDiv(-rest, TimeUnit.SECONDS.toNanos(100)))
                .containsExactly(10L, 6L);
    }

    private void assertAllFailWith(Class<?> failure, Runnable end) throws InterruptedException {
        ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
        List<Thread> threads = new ArrayList<>();
        for (Mark mark : Mark.values()) {
            for (OptionalLong lane : List.of(STORE, OptionalLong.of(4))) {
                Thread thread = Thread.ofPlatform().daemon().unstarted(() -> await(mark, lane, 9));
                thread.setUncaughtExceptionHandler((dying, thrown) -> failures.add(thrown));
                thread.start();
                threads.add(thread);
            }
        }
        until(() -> threads.stream().allMatch(WatermarksTest::sleeps));
        end.run();
        for (Thread thread : threads) {
            thread.join(60_000);
        }
        assertThat(failures).hasSize(12).allMatch(failure::isInstance);
    }

    @Test
    void anInterruptEndsOneWaitOnly() throws InterruptedException {
        AtomicReference<Throwable> seen = new AtomicReference<>();
        Thread interrupted = start(() -> {
            try {
                marks.await(Mark.VISIBLE, STORE, 1, LONG);
            } catch (InterruptedException e) {
                seen.set(e);
            }
        });
        Thread other = start(() -> await(Mark.VISIBLE, STORE, 1));
        until(() -> sleeps(interrupted) && sleeps(other));
        interrupted.interrupt();
        interrupted.join(60_000);
        assertThat(seen.get()).isInstanceOf(InterruptedException.class);
        assertThat(other.isAlive()).isTrue();
        marks.committed(0, 10, 1);
        other.join(60_000);
        assertThat(other.isAlive()).isFalse();
    }

    @Test
    void aWaiterThatWasWokenOrLeftNoLongerStandsInTheWay() {
        Waiters waiters = new Waiters();
        Waiters.Waiter first = waiters.add(3);
        Waiters.Waiter second = waiters.add(5);
        assertThat(waiters.reachedBy(2)).isFalse();
        waiters.wakeUpTo(3);
        LockSupport.parkNanos(1); // takes back the permit
        waiters.remove(first);
        assertThat(waiters.reachedBy(4)).isFalse();
        assertThat(waiters.reachedBy(5)).isTrue();
        waiters.remove(second);
        assertThat(waiters.reachedBy(Long.MAX_VALUE - 1)).isFalse();
    }

    private void await(Mark mark, OptionalLong lane, long target) {
        try {
            marks.await(mark, lane, target, LONG);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean sleeps(Thread thread) {
        return thread.getState() == Thread.State.TIMED_WAITING || thread.getState() == Thread.State.WAITING;
    }

    private static Thread start(Runnable body) {
        return Thread.ofPlatform().daemon().start(body);
    }

    private static void until(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            LockSupport.parkNanos(100_000);
        }
    }

    /// Real time, with the number of looks at it.
    private static final class CountingClock implements Clock {
        private final AtomicLong reads = new AtomicLong();

        @Override
        public long wallMicros() {
            return Clock.system().wallMicros();
        }

        @Override
        public long wallNanos() {
            return Clock.system().wallNanos();
        }

        @Override
        public long monotonicNanos() {
            reads.incrementAndGet();
            return Clock.system().monotonicNanos();
        }
    }
}
