package io.batpak.compact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.batpak.time.Job;
import io.batpak.time.SpawnFailedException;
import io.batpak.time.Spawner;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A helper does its tasks in order, tells of the first failure, and leaves no thread behind.
///
/// Tier: unit.
class HelperTest {
    private final List<Job> jobs = new ArrayList<>();
    private final Spawner threads = (name, body) -> {
        Job job = Spawner.platformThreads().spawn(name, body);
        jobs.add(job);
        return job;
    };

    @AfterEach
    void noInterruptIsLeftForOthers() {
        Thread.interrupted();
    }

    private static void atOnceIn(Helper helper) {
        List<Thread> ranIn = new ArrayList<>();
        helper.submit(() -> ranIn.add(Thread.currentThread()));
        assertThat(ranIn).containsExactly(Thread.currentThread());
        helper.awaitUnfinished(0);
        helper.close();
    }

    @Test
    void withoutThreadsTheCallerDoesItAtOnce() {
        atOnceIn(Helper.start(null, "helper"));
    }

    @Test
    void soItDoesWhenNoThreadCanBeHad() {
        atOnceIn(Helper.start(
                (name, _) -> {
                    throw new SpawnFailedException(name, new OutOfMemoryError("of a test"));
                },
                "helper"));
    }

    @Test
    void tasksAreDoneInOrderByAnotherThread() {
        ConcurrentLinkedQueue<Integer> done = new ConcurrentLinkedQueue<>();
        AtomicReference<Thread> ranIn = new AtomicReference<>();
        try (Helper helper = Helper.start(threads, "helper")) {
            helper.awaitUnfinished(0);
            for (int i = 0; i < 50; i++) {
                int task = i;
                helper.submit(() -> {
                    ranIn.set(Thread.currentThread());
                    done.add(task);
                });
            }
            helper.awaitUnfinished(0);
            assertThat(List.copyOf(done)).hasSize(50).isSorted();
        }
        assertThat(ranIn.get()).isNotNull().isNotSameAs(Thread.currentThread());
        jobs.forEach(job -> job.join(Duration.ofMinutes(1)));
        assertThat(jobs).hasSize(1).allMatch(job -> job.status() == Job.Status.FINISHED);
    }

    @Test
    void whoWaitsForFewerTasksIsWokenWhenThereAreSoFew() {
        CountDownLatch first = new CountDownLatch(1);
        CountDownLatch second = new CountDownLatch(1);
        AtomicBoolean firstDone = new AtomicBoolean();
        try (Helper helper = Helper.start(threads, "helper")) {
            helper.submit(() -> {
                await(first);
                firstDone.set(true);
            });
            helper.submit(() -> await(second));
            helper.awaitUnfinished(2); // they are just two
            assertThat(firstDone).isFalse();
            first.countDown();
            helper.awaitUnfinished(1);
            assertThat(firstDone).isTrue();
            second.countDown();
            helper.awaitUnfinished(0);
        }
    }

    private static void await(CountDownLatch latch) {
        boolean interrupted = false;
        while (latch.getCount() > 0) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void anExceptionIsToldByEveryLaterCallAndNothingMoreIsDone() {
        failsWith(new IllegalStateException("of a test"));
    }

    @Test
    void soIsAnError() {
        failsWith(new AssertionError("of a test"));
    }

    private void failsWith(Throwable failure) {
        AtomicBoolean more = new AtomicBoolean();
        try (Helper helper = Helper.start(threads, "helper")) {
            helper.submit(() -> {
                if (failure instanceof Error error) {
                    throw error;
                }
                throw (RuntimeException) failure;
            });
            assertThatThrownBy(() -> helper.awaitUnfinished(0)).isSameAs(failure);
            assertThatThrownBy(() -> helper.submit(() -> more.set(true))).isSameAs(failure);
            assertThatThrownBy(() -> helper.awaitUnfinished(5)).isSameAs(failure);
        }
        assertThat(more).isFalse();
    }

    @Test
    void whatStillWaitsIsLeftUndoneAtTheEnd() throws InterruptedException {
        AtomicReference<Runnable> body = new AtomicReference<>();
        AtomicBoolean done = new AtomicBoolean();
        Helper helper = Helper.start(
                (name, work) -> {
                    body.set(work);
                    return threads.spawn(name, () -> {});
                },
                "helper");
        helper.submit(() -> done.set(true));
        Thread closing = Thread.ofPlatform().daemon().start(helper::close);
        while (closing.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        assertThat(closing.isAlive()).as("the thread has not ended yet").isTrue();
        body.get().run();
        closing.join(60_000);
        assertThat(closing.isAlive()).isFalse();
        assertThat(done).isFalse();
    }

    @Test
    void anInterruptDoesNotEndTheWaitAndIsKept() {
        AtomicBoolean done = new AtomicBoolean();
        try (Helper helper = Helper.start(threads, "helper")) {
            Thread.currentThread().interrupt();
            helper.submit(() -> done.set(true));
            helper.awaitUnfinished(0);
            assertThat(done).isTrue();
            assertThat(Thread.interrupted()).isTrue();
        }
    }
}
