package io.batpak.verify.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.delivery.Cursor;
import io.batpak.delivery.CursorOptions;
import io.batpak.model.Coordinate;
import io.batpak.model.Entry;
import io.batpak.model.EventKind;
import io.batpak.model.Payload;
import io.batpak.model.Region;
import io.batpak.model.Value;
import io.batpak.testkit.MemFs;
import io.batpak.time.Job;
import io.batpak.time.SpawnFailedException;
import io.batpak.time.Spawner;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// Where several wait for an event, each of them is woken, whoever does it.
///
/// Tier: unit. Covers: I5, E31.
class WakingTest {
    private static final int WAITERS = 20;
    private static final Duration LONG = Duration.ofSeconds(30);

    /// Gives threads to everybody but the one that wakes.
    private record NoWaker(Spawner threads) implements Spawner {
        @Override
        public Job spawn(String name, Runnable body) {
            if (name.startsWith("batpak-waker")) {
                throw new SpawnFailedException(name, new OutOfMemoryError("no thread"));
            }
            return threads.spawn(name, body);
        }
    }

    private static void wakesAll(StoreConfig config, int rounds) throws Exception {
        try (Store store = Store.open(config)) {
            for (int round = 0; round < rounds; round++) {
                OptionalLong newest = OptionalLong.of(store.frontier().visible().sequence());
                List<CompletableFuture<List<Entry>>> answers = new ArrayList<>();
                List<Thread> threads = new ArrayList<>();
                for (int n = 0; n < WAITERS; n++) {
                    Region region = n % 2 == 0 ? Region.all() : Region.entity("a");
                    Cursor cursor = store.cursor(region, new CursorOptions(newest, 0));
                    CompletableFuture<List<Entry>> answer = new CompletableFuture<>();
                    answers.add(answer);
                    threads.add(Thread.ofVirtual().start(() -> {
                        try {
                            answer.complete(cursor.await(1, LONG));
                        } catch (InterruptedException | RuntimeException e) {
                            answer.completeExceptionally(e);
                        }
                    }));
                }
                long sequence = store.append(
                                Coordinate.of("a:1", "room"), EventKind.of(0xF, 1), Payload.of(Value.map("n", 1)))
                        .sequence();
                for (CompletableFuture<List<Entry>> answer : answers) {
                    assertThat(answer.get(30, TimeUnit.SECONDS).getFirst().sequence())
                            .isEqualTo(sequence);
                }
                for (Thread thread : threads) {
                    thread.join();
                }
            }
        }
    }

    @Test
    void everyOneOfManyIsWoken() throws Exception {
        wakesAll(StoreConfig.on(new MemFs()).build(), 50);
    }

    @Test
    void withoutAThreadForItTheAppenderWakesAll() throws Exception {
        wakesAll(
                StoreConfig.on(new MemFs())
                        .spawner(new NoWaker(Spawner.platformThreads()))
                        .build(),
                5);
    }

    @Test
    void withoutAnyThreadsTheAppenderWakesAll() throws Exception {
        wakesAll(StoreConfig.on(new MemFs()).cooperative(true).build(), 5);
    }
}
