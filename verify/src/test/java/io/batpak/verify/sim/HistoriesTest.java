package io.batpak.verify.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.payload.PayloadRegistry;
import io.batpak.verify.damage.Depth;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Random histories of a whole store on a simulated disk and simulated threads, with crashes: no law is ever
/// broken. In half of them a consumer follows that keeps its place, in some a read model is kept.
///
/// A failing seed is run again with `./batpak simulate SEED 1`, and joins `sim/corpus.txt` once its cause is
/// mended.
///
/// Tier: law. Covers: E14, E17, E32, E33, I3, D3, H2, H7.
class HistoriesTest {
    /// On the build server and at full depth each run has seeds of its own; a usual run has the same each time.
    private static final boolean FRESH = Depth.isFull() || Boolean.getBoolean("batpak.ci");

    private static final int COUNT = Integer.getInteger("batpak.histories", FRESH ? 2_000 : 300);
    private static final Logger LOGGER = Logger.getLogger("io.batpak");
    private static final int THREADS = 2;

    private static @Nullable Level level;

    private final ConcurrentLinkedQueue<String> failed = new ConcurrentLinkedQueue<>();
    private final AtomicInteger whole = new AtomicInteger();
    private final AtomicLong events = new AtomicLong();
    private final AtomicLong followed = new AtomicLong();
    private final AtomicLong folds = new AtomicLong();
    private final AtomicLong turns = new AtomicLong();
    private final AtomicLong rounds = new AtomicLong();

    /// A simulated thread may be left for good where it writes to the log, with the lock of the log in its hands.
    @BeforeAll
    static void logNothing() {
        level = LOGGER.getLevel();
        LOGGER.setLevel(Level.OFF);
        // Found before anybody is simulated: two simulated threads must not look for it at once.
        assertThat(PayloadRegistry.discovered()).isNotNull();
    }

    @AfterAll
    static void logAsBefore() {
        LOGGER.setLevel(level);
    }

    /// A history that ends early, because a sync failed in it, is not counted; its laws are checked all the same.
    @Test
    @Tag("soak-simulate")
    void noHistoryBreaksALaw() throws InterruptedException {
        long first = Long.getLong("batpak.seed", FRESH ? new SplittableRandom().nextLong() : 1);
        System.out.printf("%d histories of %d events at least, from seed %d%n", COUNT, History.EVENTS_MIN, first);
        long began = System.nanoTime();
        AtomicLong seeds = new AtomicLong(first);
        List<Thread> threads = new ArrayList<>();
        for (int at = 0; at < THREADS; at++) {
            threads.add(Thread.ofPlatform().start(() -> {
                while (whole.get() < COUNT && seeds.get() - first < 4L * COUNT) {
                    run(seeds.getAndIncrement());
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        System.out.printf(
                "%d histories, %d of them whole, seeds %d to %d: %d events, %d delivered to followers, %d states"
                        + " compared, %d crashes and closes, %d turns, %.0f s, %.1f a second%n",
                seeds.get() - first,
                whole.get(),
                first,
                seeds.get() - 1,
                events.get(),
                followed.get(),
                folds.get(),
                rounds.get(),
                turns.get(),
                seconds,
                (seeds.get() - first) / seconds);
        assertThat(failed).isEmpty();
        assertThat(whole.get()).isGreaterThanOrEqualTo(COUNT);
        assertThat(folds.get()).as("states compared").isGreaterThan(COUNT);
    }

    private void run(long seed) {
        History history = new History(seed);
        try {
            History.Outcome outcome = history.run();
            whole.addAndGet(outcome.events() >= History.EVENTS_MIN ? 1 : 0);
            events.addAndGet(outcome.events());
            followed.addAndGet(outcome.followed());
            folds.addAndGet(outcome.folds());
            turns.addAndGet(outcome.turns());
            rounds.addAndGet(outcome.rounds());
        } catch (RuntimeException | Error e) {
            failed.add("seed " + seed + ": " + e + " in " + history);
        }
    }

    /// Seeds that once broke a law.
    @ParameterizedTest
    @MethodSource("corpus")
    void noSeedThatEverFailedFailsAgain(long seed) {
        assertThat(new History(seed).run().rounds()).isPositive();
    }

    static List<Long> corpus() throws IOException {
        try (InputStream corpus = Objects.requireNonNull(HistoriesTest.class.getResourceAsStream("/sim/corpus.txt"))) {
            return new String(corpus.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> Long.valueOf(line.substring(0, line.indexOf(' '))))
                    .toList();
        }
    }

    @Test
    void aSeedMeansOneHistory() {
        for (long seed = 1; seed <= 20; seed++) {
            assertThat(new History(seed).run()).as("seed %d", seed).isEqualTo(new History(seed).run());
        }
        assertThat(new History(1).run().digest())
                .isNotEqualTo(new History(2).run().digest());
    }
}
