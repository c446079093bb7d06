package io.batpak.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.batpak.error.StoreClosedException;
import io.batpak.time.Ticker;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/// Whoever waits leads or is served; the lead is never lost with the one who should have taken it.
///
/// Tier: law. Covers: B7, B8.
class PipelineTest {
    private final ConcurrentLinkedQueue<Reply> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger rounds = new AtomicInteger();
    private final AtomicInteger calls = new AtomicInteger();
    private final Semaphore gate = new Semaphore(0);
    private volatile boolean gated;
    private final Pipeline pipeline = new Pipeline(Ticker.system(), this::round, calls::incrementAndGet);

    /// Serves what is queued when it begins; behind a gate, only when that has been opened.
    private void round() {
        rounds.incrementAndGet();
        List<Reply> taken = new ArrayList<>();
        for (Reply next = queue.poll(); next != null; next = queue.poll()) {
            taken.add(next);
        }
        if (gated) {
            gate.acquireUninterruptibly();
        }
        taken.forEach(reply -> {
            reply.commit(List.of());
            reply.wake();
        });
    }

    private Reply queued() {
        Reply reply = new Reply(pipeline);
        queue.add(reply);
        return reply;
    }

    @Test
    void everybodyIsServedWhateverOthersGiveUpInBetween() throws InterruptedException {
        int threads = 12;
        CountDownLatch ended = new CountDownLatch(threads);
        for (int i = 0; i < threads; i++) {
            SplittableRandom random = new SplittableRandom(i);
            Thread.Builder builder =
                    i % 3 == 0 ? Thread.ofVirtual() : Thread.ofPlatform().daemon();
            builder.start(() -> {
                for (int n = 0; n < 4_000; n++) {
                    waitSomehow(queued(), random);
                }
                ended.countDown();
            });
        }
        assertThat(ended.await(120, TimeUnit.SECONDS))
                .as(ended + ", rounds " + rounds)
                .isTrue();
    }

    private static void waitSomehow(Reply reply, SplittableRandom random) {
        try {
            if (random.nextInt(3) == 0) {
                reply.awaitSettled(random.nextInt(40_000)); // gives up early, perhaps when it is to lead
            } else if (random.nextInt(5) == 0) {
                Thread.currentThread().interrupt();
                reply.awaitSettled(Long.MAX_VALUE);
            } else {
                reply.awaitSettled();
            }
        } catch (InterruptedException e) {
            return; // part of the game
        } finally {
            Thread.interrupted();
        }
    }

    @Test
    void aThreadThatIsServedWhenItIsToLeadPassesTheLeadOn() throws InterruptedException {
        gated = true;
        Thread leader = start(() -> queued().awaitSettled());
        until(() -> rounds.get() == 1);
        Reply early = queued();
        Thread servedEarly = start(early::awaitSettled);
        until(() -> servedEarly.getState() == Thread.State.WAITING);
        Reply late = queued();
        Thread last = start(late::awaitSettled);
        until(() -> last.getState() == Thread.State.WAITING);
        assertThat(early.wakeDriver())
                .as("the lead is offered to the early one")
                .isTrue();
        queue.remove(early);
        early.commit(List.of()); // somebody else has committed and synced it, without the lead
        early.wake();
        servedEarly.join(60_000);
        gate.release(1_000);
        for (Thread thread : List.of(leader, servedEarly, last)) {
            thread.join(60_000);
            assertThat(thread.isAlive()).isFalse();
        }
    }

    @Test
    void aReplyThatWaitsForTheEndOfAFenceSleepsInsteadOfLeading() throws InterruptedException {
        Reply fenced = new Reply(pipeline);
        fenced.fence(true);
        Thread waiter = start(fenced::awaitSettled);
        until(() -> waiter.getState() == Thread.State.WAITING);
        assertThat(rounds).as("it has not led").hasValue(0);
        Thread other = start(() -> queued().awaitSettled());
        other.join(60_000);
        assertThat(other.isAlive()).isFalse();
        assertThat(rounds).hasValue(1);
        fenced.fail(new StoreClosedException("d"));
        fenced.wake();
        waiter.join(60_000);
        assertThat(waiter.isAlive()).isFalse();
        assertThatThrownBy(fenced::get).isInstanceOf(StoreClosedException.class);
    }

    @Test
    void severalThreadsMayWaitForOneReply() throws InterruptedException {
        gated = true;
        Thread leader = start(() -> queued().awaitSettled());
        until(() -> rounds.get() == 1);
        Reply shared = queued();
        List<Thread> waiters = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            waiters.add(start(shared::awaitSettled));
        }
        until(() -> waiters.stream().allMatch(thread -> thread.getState() == Thread.State.WAITING));
        gate.release(1_000);
        waiters.add(leader);
        for (Thread thread : waiters) {
            thread.join(60_000);
            assertThat(thread.isAlive()).isFalse();
        }
    }

    @Test
    void theLeaderCallsBackWhoAskedForItWhenNobodyElseWaits() throws InterruptedException {
        assertThat(pipeline.callsBack()).as("nobody leads").isFalse();
        assertThat(pipeline.drive()).isTrue();
        assertThat(calls).hasValue(1);
        gated = true;
        Thread leader = start(() -> queued().awaitSettled());
        until(() -> rounds.get() == 2);
        assertThat(pipeline.drive()).isFalse();
        assertThat(pipeline.callsBack()).isTrue();
        gate.release(1_000);
        leader.join(60_000);
        assertThat(calls).hasValue(2);
    }

    @Test
    void aTicketThatIsPolledDuringALongRoundIsEnteredOnce() throws InterruptedException {
        gated = true;
        Thread leader = start(() -> queued().awaitSettled());
        until(() -> rounds.get() == 1);
        Reply polled = queued();
        for (int i = 0; i < 1_000; i++) {
            assertThat(polled.awaitSettled(1_000)).isFalse();
        }
        assertThat(pipeline.waiting()).isLessThanOrEqualTo(1);
        gate.release(1_000);
        leader.join(60_000);
        assertThat(polled.awaitSettled(Long.MAX_VALUE)).isTrue();
    }

    private static Thread start(Runnable body) {
        return Thread.ofPlatform().daemon().start(body);
    }

    private static void until(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            LockSupport.parkNanos(100_000);
        }
    }
}
