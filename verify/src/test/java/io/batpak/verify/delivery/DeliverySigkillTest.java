package io.batpak.verify.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.verify.damage.ChildJvm;
import io.batpak.verify.damage.Depth;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A process with a reactor and a worker whose effects have keys is killed again and again, each time at another
/// moment: every event has exactly one effect of each, and neither ever passes one over.
///
/// Tier: crash. Covers: I3, I9.
@Tag("soak-crash")
class DeliverySigkillTest {
    private static final int KILLS = Depth.isFull() ? 200 : 10;
    private static final int ORDERS_MAX = 120;
    private static final int TAIL_MICROS_MAX = 5000;

    @TempDir
    private Path work;

    private long printed;

    @Test
    void everyEventHasExactlyOneEffectHoweverOftenTheProcessIsKilled() throws Exception {
        long seed = Long.getLong("batpak.seed", System.nanoTime());
        SplittableRandom random = new SplittableRandom(seed);
        String replay = "replay: -Dbatpak.seed=" + seed;
        for (int kill = 0; kill < KILLS; kill++) {
            payUntilKilled(kill, 1 + random.nextInt(ORDERS_MAX), random.nextInt(TAIL_MICROS_MAX));
            try (Store store = open()) {
                assertThat(Effects.check(store, replay + ", kill " + kill)).isGreaterThanOrEqualTo((int) printed);
            }
        }
        try (Store store = open()) {
            int orders = Effects.finish(store, replay);
            System.out.println("killed " + KILLS + " times: " + orders + " orders, each with one effect of each");
        }
    }

    private Store open() {
        return Store.open(Effects.config(StoreConfig.in(work)).build());
    }

    private void payUntilKilled(int session, int count, int tailMicros) throws IOException {
        Process process =
                ChildJvm.start(ReactingProcess.class, "-Xmx128m", List.of(work.toString(), Integer.toString(session)));
        try (BufferedReader lines = process.inputReader(StandardCharsets.US_ASCII)) {
            for (int i = 0; i < count; i++) {
                assertThat(lines.readLine())
                        .as("the paying process ended by itself")
                        .isNotNull();
                printed++;
            }
            long until = System.nanoTime() + tailMicros * 1000L;
            while (System.nanoTime() < until) {
                Thread.onSpinWait();
            }
            ChildJvm.kill(process, lines, _ -> printed++);
        } finally {
            process.destroyForcibly();
        }
    }
}
