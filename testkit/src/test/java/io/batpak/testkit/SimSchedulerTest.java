package io.batpak.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.batpak.time.Job;
import io.batpak.time.JobFailedException;
import io.batpak.time.JoinTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;

/// Threads that take turns as a seed decides, and their time.
///
/// Tier: unit. Covers: E17.
class SimSchedulerTest {
    private static final Duration LONG = Duration.ofHours(1);

    /// Three threads that note their turns.
    private static List<String> turns(SimScheduler sim) {
        List<String> turns = new ArrayList<>();
        sim.run("all", () -> {
            List<Job> jobs = new ArrayList<>();
            for (String name : List.of("a", "b", "c")) {
                jobs.add(sim.spawn(name, () -> {
                    for (int i = 0; i < 5; i++) {
                        turns.add(name);
                        sim.yieldTurn(10);
                    }
                }));
            }
            jobs.forEach(job -> job.join(LONG));
        });
        return turns;
    }

    @Test
    void aSeedDecidesTheOrderOfAllTurns() {
        Set<List<String>> orders = new HashSet<>();
        for (long seed = 0; seed < 30; seed++) {
            SimScheduler first = new SimScheduler(seed);
            SimScheduler second = new SimScheduler(seed);
            List<String> order = turns(first);
            assertThat(turns(second)).isEqualTo(order);
            assertThat(second.digest()).isEqualTo(first.digest());
            assertThat(second.steps()).isEqualTo(first.steps());
            assertThat(order).hasSize(15);
            orders.add(order);
        }
        assertThat(orders).hasSizeGreaterThan(20);
    }

    @Test
    void timeGoesOnWithEveryLookAndToTheEndOfAWaitWhenNobodyCanGoOn() {
        SimScheduler sim = new SimScheduler(1);
        sim.run("sleeper", () -> {
            long before = sim.ticker().nanos();
            sim.ticker().park(this, Duration.ofDays(3).toNanos());
            assertThat(sim.ticker().nanos() - before)
                    .isBetween(
                            Duration.ofDays(3).toNanos(),
                            Duration.ofDays(3).plusMillis(1).toNanos());
            long last = 0;
            for (int i = 0; i < 100; i++) {
                assertThat(sim.clock().wallNanos()).isGreaterThan(last);
                last = sim.clock().wallNanos();
            }
        });
        assertThat(sim.elapsed()).isGreaterThan(Duration.ofDays(3));
        assertThat(sim.clock().wallMicros()).isGreaterThan(SimClock.BEGIN_MICROS);
    }

    @Test
    void aParkedThreadThatIsWokenGoesOnBeforeItsTime() {
        SimScheduler sim = new SimScheduler(1);
        sim.run("all", () -> {
            Thread sleeper = Thread.currentThread();
            Job waker = sim.spawn("waker", () -> LockSupport.unpark(sleeper));
            sim.ticker().park(this, LONG.toNanos());
            waker.join(LONG);
        });
        assertThat(sim.elapsed()).isLessThan(LONG);
    }

    @Test
    void locksAreWaitedFor() {
        for (long seed = 0; seed < 50; seed++) {
            SimScheduler sim = new SimScheduler(seed);
            ReentrantLock lock = new ReentrantLock();
            int[] inside = new int[2];
            sim.run("all", () -> {
                List<Job> jobs = new ArrayList<>();
                for (int i = 0; i < 4; i++) {
                    jobs.add(sim.spawn("worker-" + i, () -> {
                        lock.lock();
                        try {
                            inside[0]++;
                            inside[1] = Math.max(inside[1], inside[0]);
                            sim.yieldTurn(10);
                            inside[0]--;
                        } finally {
                            lock.unlock();
                        }
                    }));
                }
                jobs.forEach(job -> job.join(LONG));
            });
            assertThat(inside[1]).isEqualTo(1);
        }
    }

    @Test
    void aDeadlockIsToldWithTheStackOfEachThread() {
        SimScheduler sim = new SimScheduler(1);
        assertThatThrownBy(() -> sim.run("forgotten", LockSupport::park))
                .isInstanceOf(SimulationStuckException.class)
                .hasMessageContaining("forgotten waits")
                .hasMessageContaining("LockSupport.park");
    }

    @Test
    void whatABodyThrowsReachesWhoDrivesAndWhoJoins() {
        SimScheduler sim = new SimScheduler(1);
        assertThatThrownBy(() -> sim.run("thrower", () -> {
                    throw new IllegalArgumentException("on purpose");
                }))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("on purpose");
        Job failed = sim.spawn("thrower", () -> {
            throw new IllegalArgumentException("on purpose");
        });
        assertThat(failed.status()).isEqualTo(Job.Status.RUNNING);
        sim.run(
                "joiner",
                () -> assertThatThrownBy(() -> failed.join(LONG))
                        .isInstanceOf(JobFailedException.class)
                        .hasCauseInstanceOf(IllegalArgumentException.class));
        assertThat(failed.status()).isEqualTo(Job.Status.FAILED);
    }

    @Test
    void aJoinEndsWhenItsTimeIsOver() {
        SimScheduler sim = new SimScheduler(1);
        Job endless = sim.spawn("endless", LockSupport::park);
        sim.run(
                "joiner",
                () -> assertThatThrownBy(() -> endless.join(Duration.ofMinutes(5)))
                        .isInstanceOf(JoinTimeoutException.class));
        assertThat(sim.elapsed()).isGreaterThanOrEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void aRunCanBeLeftInTheMiddle() {
        SimScheduler sim = new SimScheduler(1);
        int[] done = new int[1];
        Job job = sim.spawn("worker", () -> {
            for (int i = 0; i < 100; i++) {
                done[0]++;
                sim.yieldTurn(10);
            }
        });
        assertThat(sim.run(10)).isTrue();
        assertThat(done[0]).isBetween(5, 10);
        assertThat(job.status()).isEqualTo(Job.Status.RUNNING);
        assertThat(sim.run(1000)).as("nobody is left").isFalse();
        assertThat(job.status()).isEqualTo(Job.Status.FINISHED);
    }

    @Test
    void aMonitorThatIsHeldOverATurnIsTold() {
        SimScheduler sim = new SimScheduler(1);
        Object monitor = new Object();
        Runnable body = () -> {
            for (int i = 0; i < 20; i++) {
                synchronized (monitor) {
                    sim.yieldTurn(10);
                }
            }
        };
        sim.spawn("one", body);
        sim.spawn("other", body);
        assertThatThrownBy(() -> {
                    while (sim.run(1)) {
                        Thread.sleep(1); // the JVM wakes the other one in its own time
                    }
                })
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("monitor");
    }
}
