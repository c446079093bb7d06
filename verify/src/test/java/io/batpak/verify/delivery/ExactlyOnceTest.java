package io.batpak.verify.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.testkit.MemFs;
import io.batpak.testkit.SimScheduler;
import io.batpak.time.Job;
import io.batpak.verify.damage.Depth;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A reactor and a worker whose effects have keys, on simulated threads and a simulated disk: the process is killed or
/// the power cut at any moment, again and again. Every event has exactly one effect in the end, and none was ever
/// passed
/// over, though the journal syncs next to never.
///
/// Tier: crash. Covers: I3, I9, D3.
@Tag("soak-crash")
@Timeout(900)
class ExactlyOnceTest {
    private static final int SEEDS = Depth.isFull() ? 1000 : 60;
    private static final int LIVES = 5;
    private static final int ORDERS = 12;
    private static final Duration FOREVER = Duration.ofDays(100);
    private static final Logger LOGGER = Logger.getLogger("io.batpak");

    private static @Nullable Level level;

    /// A simulated thread may be left for good where it writes to the log, with the lock of the log in its hands.
    @BeforeAll
    static void logNothing() {
        level = LOGGER.getLevel();
        LOGGER.setLevel(Level.OFF);
    }

    @AfterAll
    static void logAsBefore() {
        LOGGER.setLevel(level);
    }

    @Test
    void everyEventHasExactlyOneEffectHoweverOftenTheProcessDies() throws Exception {
        int ends = 0;
        int orders = 0;
        long first = Long.getLong("batpak.seed", 1);
        for (long seed = first; seed < first + SEEDS; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            MemFs disk = new MemFs();
            for (int life = 0; life < LIVES; life++) {
                disk = live(disk, random, life);
                ends++;
                if (!disk.exists()) {
                    disk.create();
                }
                String replay = "replay: -Dbatpak.seed=" + seed + ", life " + life;
                try (Store store =
                        Store.open(Effects.config(StoreConfig.on(disk.killed())).build())) {
                    Effects.check(store, replay);
                }
            }
            try (Store store = Store.open(Effects.config(StoreConfig.on(disk)).build())) {
                orders += Effects.finish(store, "replay: -Dbatpak.seed=" + seed);
            }
        }
        System.out.println(ends + " kills and power cuts, " + orders + " orders left, each with one effect of each");
        assertThat(orders).isGreaterThan(SEEDS);
    }

    /// One life of the process, up to its death.
    private static MemFs live(MemFs disk, SplittableRandom random, int life) {
        SimScheduler sim = new SimScheduler(random.nextLong());
        disk.scheduledBy(sim);
        SplittableRandom ids = random.split();
        Job session = sim.spawn("session", () -> {
            Store store = Store.open(Effects.config(StoreConfig.on(disk))
                    .clock(sim.clock())
                    .spawner(sim)
                    .randomness(ids::nextLong)
                    .build());
            Effects.Running running = Effects.start(store);
            for (int n = 0; n < ORDERS; n++) {
                Effects.pay(store, life * 100L + n);
            }
            running.worker().join(FOREVER);
        });
        sim.run(random.nextInt(1, 1 << random.nextInt(5, 13)));
        if (session.status() == Job.Status.FAILED) {
            session.join(Duration.ZERO); // says why
        }
        return switch (random.nextInt(4)) {
            case 0 -> disk.killed();
            case 1 -> disk.crash();
            case 2 -> disk.crashBySector(random.nextLong());
            default -> disk.crash(random.nextLong());
        };
    }
}
