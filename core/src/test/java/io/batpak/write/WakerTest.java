package io.batpak.write;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.model.Region;
import io.batpak.time.Job;
import io.batpak.time.SpawnFailedException;
import io.batpak.time.Spawner;
import io.batpak.time.Ticker;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The thread that wakes others: when there is one, how long it rests, and that nobody it was told of sleeps on.
///
/// Its body runs on the thread of the test, and each of its rests is the next step of a script.
///
/// Covers: none of the catalogue (our own).
/// Tier: unit.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WakerTest {
    private static final long DAY = Duration.ofDays(1).toNanos();
    private static final long MOMENT = 100_000;

    private final Deque<Runnable> script = new ArrayDeque<>();
    private final List<Long> rests = new ArrayList<>();
    private final List<String> spawned = new ArrayList<>();
    private final List<Runnable> bodies = new ArrayList<>();
    private boolean refuses;

    private final Ticker ticker = new Ticker() {
        @Override
        public long nanos() {
            return 0;
        }

        @Override
        public void park(Object blocker, long nanos) {
            rests.add(nanos);
            script.remove().run();
        }
    };

    private final Spawner spawner = new Spawner() {
        @Override
        public Job spawn(String name, Runnable body) {
            spawned.add(name);
            if (refuses) {
                throw new SpawnFailedException(name, new IllegalStateException("no thread"));
            }
            bodies.add(body);
            return Spawner.platformThreads().spawn(name, () -> {});
        }
    };

    private final Waker waker = new Waker(ticker, spawner, "waker-1");

    /// A thread that sleeps until it is woken.
    private static final class Sleeper {
        private final CompletableFuture<Arrivals.Waiter> waiter = new CompletableFuture<>();
        private final CountDownLatch awake = new CountDownLatch(1);

        Sleeper() {
            Thread.ofPlatform().daemon().start(() -> {
                waiter.complete(new Arrivals.Waiter(Region.all()));
                LockSupport.park(this);
                awake.countDown();
            });
        }

        Arrivals.Waiter waiter() {
            return waiter.join();
        }

        boolean isWoken() throws InterruptedException {
            return awake.await(20, TimeUnit.SECONDS);
        }
    }

    /// Has a thread by now, whose body waits to be run.
    private void start() {
        waker.reckonWith(2);
    }

    private void run() {
        bodies.getFirst().run();
    }

    @Test
    void oneThreadIsStartedWhenSeveralWait() {
        waker.reckonWith(1);
        assertThat(spawned).isEmpty();
        waker.reckonWith(2);
        waker.reckonWith(3);
        assertThat(spawned).containsExactly("waker-1");
    }

    @Test
    void noThreadIsStartedBehindTheEndOrWithoutASpawner() {
        waker.end();
        waker.reckonWith(9);
        assertThat(spawned).isEmpty();
        new Waker(ticker, null, "none").reckonWith(9);
    }

    @Test
    void withoutAThreadWhoeverTellsItWakes() throws InterruptedException {
        Sleeper early = new Sleeper();
        waker.wake(early.waiter());
        assertThat(early.isWoken()).isTrue();
        refuses = true;
        start();
        Sleeper late = new Sleeper();
        waker.wake(late.waiter());
        assertThat(late.isWoken()).isTrue();
    }

    @Test
    void itRestsAMomentBehindSeveralAndADayBehindNone() throws InterruptedException {
        start();
        List<Sleeper> all = List.of(new Sleeper(), new Sleeper(), new Sleeper(), new Sleeper());
        script.add(() -> waker.wake(all.get(0).waiter()));
        script.add(() -> {
            waker.wake(all.get(1).waiter());
            waker.wake(all.get(2).waiter());
        });
        script.add(() -> waker.wake(all.get(3).waiter()));
        script.add(waker::end);
        run();
        assertThat(rests).containsExactly(DAY, DAY, MOMENT, DAY);
        for (Sleeper sleeper : all) {
            assertThat(sleeper.isWoken()).isTrue();
        }
    }

    @Test
    void whoIsToldOfAtTheEndIsWokenToo() throws InterruptedException {
        start();
        List<Sleeper> all = List.of(new Sleeper(), new Sleeper(), new Sleeper());
        script.add(() -> {
            waker.wake(all.get(0).waiter());
            waker.wake(all.get(1).waiter());
            waker.end();
        });
        run();
        assertThat(rests).as("no moment behind the end").containsExactly(DAY);
        waker.wake(all.get(2).waiter());
        for (Sleeper sleeper : all) {
            assertThat(sleeper.isWoken()).isTrue();
        }
    }

    @Test
    void aRealThreadSleepsAndWakesAndEnds() throws InterruptedException {
        Waker real = new Waker(Ticker.system(), spawner, "waker-2");
        real.reckonWith(2);
        Thread thread = Thread.ofPlatform().daemon().start(bodies.getFirst());
        for (int i = 0; i < 20; i++) {
            Sleeper one = new Sleeper();
            Sleeper other = new Sleeper();
            real.wake(one.waiter());
            real.wake(other.waiter());
            assertThat(one.isWoken()).isTrue();
            assertThat(other.isWoken()).isTrue();
        }
        real.end();
        thread.join(TimeUnit.SECONDS.toMillis(20));
        assertThat(thread.isAlive()).isFalse();
    }
}
