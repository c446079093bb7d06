package io.batpak.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.batpak.error.Handling;
import io.batpak.error.StoreErrorKind;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/// Background jobs: status, joining, and each typed way a join can end. Covers: A36.
/// Tier: unit.
final class SpawnerTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    private final Spawner spawner = Spawner.platformThreads();

    @Test
    void aJobRunsOnItsOwnNamedDaemonThread() {
        AtomicReference<Thread> thread = new AtomicReference<>();
        Job job = spawner.spawn("batpak-test", () -> thread.set(Thread.currentThread()));
        job.join(LONG);
        assertThat(job.name()).isEqualTo("batpak-test");
        assertThat(job.status()).isEqualTo(Job.Status.FINISHED);
        assertThat(job).hasToString("batpak-test FINISHED");
        assertThat(thread.get().getName()).isEqualTo("batpak-test");
        assertThat(thread.get().isDaemon()).isTrue();
        assertThat(thread.get()).isNotSameAs(Thread.currentThread());
    }

    @Test
    void aRunningJobTimesTheWaiterOut() {
        CountDownLatch gate = new CountDownLatch(1);
        Job job = spawner.spawn("slow", () -> awaitQuietly(gate));
        assertThat(job.status()).isEqualTo(Job.Status.RUNNING);
        assertThatThrownBy(() -> job.join(Duration.ZERO)).isInstanceOf(JoinTimeoutException.class);
        assertThatThrownBy(() -> job.join(Duration.ofMillis(20)))
                .isInstanceOfSatisfying(JoinTimeoutException.class, timeout -> {
                    assertThat(timeout.job()).isEqualTo("slow");
                    assertThat(timeout.kind()).isEqualTo(StoreErrorKind.WAIT_TIMEOUT);
                    assertThat(timeout.handling()).isEqualTo(Handling.BUSY);
                    assertThat(timeout.waitedMillis()).isGreaterThanOrEqualTo(20);
                    assertThat(timeout.facts()).containsEntry("waited_ms", timeout.waitedMillis());
                });
        gate.countDown();
        job.join(Duration.ofSeconds(Long.MAX_VALUE));
        assertThat(job.status()).isEqualTo(Job.Status.FINISHED);
    }

    @Test
    void aFailedJobHandsItsExceptionToEveryJoiner() {
        AssertionError cause = new AssertionError("broken");
        Job job = spawner.spawn("failing", () -> {
            throw cause;
        });
        for (int joiner = 0; joiner < 2; joiner++) {
            assertThatThrownBy(() -> job.join(LONG)).isInstanceOfSatisfying(JobFailedException.class, failure -> {
                assertThat(failure.job()).isEqualTo("failing");
                assertThat(failure).hasCause(cause);
                assertThat(failure.handling()).isEqualTo(Handling.FAULT);
            });
        }
        assertThat(job.status()).isEqualTo(Job.Status.FAILED);
    }

    @Test
    void anInterruptedJoinerKeepsItsFlagAndTheJobGoesOn() {
        CountDownLatch gate = new CountDownLatch(1);
        Job job = spawner.spawn("slow", () -> awaitQuietly(gate));
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> job.join(LONG))
                .isInstanceOfSatisfying(
                        JoinInterruptedException.class,
                        interrupted -> assertThat(interrupted.job()).isEqualTo("slow"));
        assertThat(Thread.interrupted()).isTrue();
        assertThat(job.status()).isEqualTo(Job.Status.RUNNING);
        gate.countDown();
        job.join(LONG);
    }

    @Test
    void aSystemWithoutThreadsIsATypedFailure() {
        Spawner exhausted = new PlatformSpawner((name, stackBytes, body) -> {
            throw new OutOfMemoryError("unable to create native thread");
        });
        assertThatThrownBy(() -> exhausted.spawn("job", () -> {}))
                .isInstanceOfSatisfying(SpawnFailedException.class, failure -> {
                    assertThat(failure.job()).isEqualTo("job");
                    assertThat(failure.kind()).isEqualTo(StoreErrorKind.IO);
                });
    }

    private static void awaitQuietly(CountDownLatch gate) {
        try {
            gate.await();
        } catch (InterruptedException unexpected) {
            throw new IllegalStateException(unexpected);
        }
    }
}
