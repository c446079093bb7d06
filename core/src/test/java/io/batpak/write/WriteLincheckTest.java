package io.batpak.write;

import io.batpak.testing.Schedules;
import io.batpak.time.Ticker;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The turn to commit and the lead of the pipeline under the schedules Lincheck chooses: one holder at a time, and
/// everybody is served.
///
/// To Lincheck a parked thread may wake up at any time, so it finds no lost wake-up. Those are the matter of
/// [TurnTest] and [PipelineTest], with real threads, and of the simulated histories, which would get stuck.
///
/// Tier: law. Covers: E38, B7, B8.
@Tag("soak-linear")
class WriteLincheckTest {
    /// Every look is so much later than the one before.
    private static Ticker looksEvery(long nanos) {
        AtomicLong now = new AtomicLong();
        return new Ticker() {
            @Override
            public long nanos() {
                return now.addAndGet(nanos);
            }

            @Override
            public void park(Object blocker, long nanosLimit) {
                now.addAndGet(nanosLimit);
                Thread.onSpinWait(); // as if the time were over
            }
        };
    }

    /// A number that only the turn protects.
    abstract static class Turns {
        private final Turn turn;
        /// Plain on purpose.
        private int count;

        Turns(long nanos) {
            turn = new Turn(looksEvery(nanos));
        }

        /// Waits for the turn.
        @Operation
        public int take() {
            turn.take();
            int seen = count;
            count = seen + 1;
            turn.release();
            return seen;
        }

        /// Its answer is not told: whether the turn was free depends on the schedule.
        @Operation
        public void tryTake() {
            if (turn.tryTake()) {
                turn.release();
            }
        }

        /// Nobody is left behind.
        final void requireFree() {
            if (turn.isTaken() || turn.waiting() != 0) {
                throw new IllegalStateException("the turn is " + turn);
            }
        }
    }

    /// Nobody is due: whoever comes takes the turn.
    public static final class Grabbed extends Turns {
        public Grabbed() {
            super(1);
        }

        /// At the end.
        @Validate
        public void isFree() {
            requireFree();
        }
    }

    /// Each release finds a waiter due, calls it, and later hands the turn over.
    public static final class HandedOver extends Turns {
        public HandedOver() {
            super(200_000);
        }

        /// At the end.
        @Validate
        public void isFree() {
            requireFree();
        }
    }

    /// Writes that wait for a round, which serves whatever has come.
    public static final class Writes {
        private final ConcurrentLinkedQueue<Reply> queue = new ConcurrentLinkedQueue<>();
        private final Pipeline pipeline = new Pipeline(looksEvery(1), this::round, () -> {});
        /// Plain on purpose: only the lead makes its increments add up.
        private int served;

        private final AtomicInteger asked = new AtomicInteger();

        public Writes() {}

        private void round() {
            List<Reply> taken = new ArrayList<>();
            for (Reply next = queue.poll(); next != null; next = queue.poll()) {
                taken.add(next);
            }
            served += taken.size();
            taken.forEach(reply -> {
                reply.commit(List.of());
                reply.wake();
            });
        }

        /// A write that is waited for.
        @Operation
        public boolean write() {
            Reply reply = new Reply(pipeline);
            asked.incrementAndGet();
            queue.add(reply);
            reply.awaitSettled();
            return reply.isSettled();
        }

        /// A write by a thread that somebody had woken for nothing.
        @Operation
        public boolean writeAfterAStrayWakeUp() {
            LockSupport.unpark(Thread.currentThread());
            return write();
        }

        /// Nobody leads, nothing is left, nothing was served twice.
        @Validate
        public void isIdle() {
            if (pipeline.isLed() || !queue.isEmpty() || served != asked.get()) {
                throw new IllegalStateException("led " + pipeline.isLed() + ", served " + served + " of " + asked);
            }
        }
    }

    @Test
    void aTurnThatIsGrabbed() {
        Schedules.chosen(2).check(Grabbed.class);
    }

    @Test
    void aTurnThatIsHandedOver() {
        Schedules.chosen(2).check(HandedOver.class);
    }

    @Test
    void writesThatShareRounds() {
        Schedules.chosen(1).threads(3).check(Writes.class);
    }
}
