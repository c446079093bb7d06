package io.batpak.verify.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.verify.damage.Depth;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Random histories of a whole store on a simulated disk and simulated threads, with crashes: no law is ever broken.
///
/// A failing seed is run again with `./batpak simulate SEED 1`, and joins `sim/corpus.txt` once its cause is mended.
///
/// Tier: law. Covers: E14, E17, E32, E33.
class HistoriesTest {
    private static final int COUNT = Integer.getInteger("batpak.histories", Depth.isFull() ? 2_000 : 300);
    private static final int THREADS = 2;

    /// The same seeds in each usual run, fresh ones at full depth; those that fail are printed.
    @Test
    @Tag("soak-simulate")
    void noHistoryBreaksALaw() throws InterruptedException {
        long first = Long.getLong("batpak.seed", Depth.isFull() ? new SplittableRandom().nextLong() : 1);
        long began = System.nanoTime();
        ConcurrentLinkedQueue<String> failed = new ConcurrentLinkedQueue<>();
        AtomicLong events = new AtomicLong();
        AtomicLong turns = new AtomicLong();
        AtomicLong rounds = new AtomicLong();
        List<Thread> threads = new ArrayList<>();
        for (int at = 0; at < THREADS; at++) {
            int offset = at;
            threads.add(Thread.ofPlatform().start(() -> {
                for (long seed = first + offset; seed < first + COUNT; seed += THREADS) {
                    History history = new History(seed);
                    try {
                        History.Outcome outcome = history.run();
                        events.addAndGet(outcome.events());
                        turns.addAndGet(outcome.turns());
                        rounds.addAndGet(outcome.rounds());
                    } catch (RuntimeException | Error e) {
                        failed.add("seed " + seed + ": " + e + " in " + history);
                    }
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        System.out.printf(
                "%d histories from seed %d: %d events, %d crashes and closes, %d turns, %d s%n",
                COUNT, first, events.get(), rounds.get(), turns.get(), (System.nanoTime() - began) / 1_000_000_000);
        assertThat(failed).isEmpty();
        assertThat(events.get()).isGreaterThan(100L * COUNT);
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
