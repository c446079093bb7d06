package io.batpak.verify.damage;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.StoreReader;
import io.batpak.model.Entry;
import io.batpak.model.EventId;
import io.batpak.model.Region;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A process that appends to one journal is killed again and again, each time at another moment, and a new
/// one goes on. No receipt it had printed is lost or renumbered.
///
/// Tier: crash.
@Tag("soak-crash")
class SigkillTest {
    private static final int KILLS = 5;
    private static final int KILLS_AT_FULL_DEPTH = 20;
    private static final int RECEIPTS_MAX = 1500;
    private static final int TAIL_MICROS_MAX = 3000;

    @TempDir
    private Path work;

    @Test
    void noPrintedReceiptIsLostHoweverOftenTheProcessIsKilled() throws IOException {
        long seed = Long.getLong("batpak.seed", System.nanoTime());
        SplittableRandom random = new SplittableRandom(seed);
        Map<String, String> printed = new HashMap<>();
        int kills = Depth.isFull() ? KILLS_AT_FULL_DEPTH : KILLS;
        for (int kill = 0; kill < kills; kill++) {
            int before = printed.size();
            appendUntilKilled(1 + random.nextInt(RECEIPTS_MAX), random.nextInt(TAIL_MICROS_MAX), printed);
            assertThat(printed.size()).isGreaterThan(before);
            assertAllThere(printed, "replay: -Dbatpak.seed=" + seed + ", kill " + kill);
        }
        StoreConfig config = StoreConfig.in(work).build();
        try (Store store = Store.open(config)) {
            assertThat(store.verifyChain().intact()).isTrue();
        }
        assertAllThere(printed, "after a last writable open, seed " + seed);
        System.out.println("killed " + kills + " times; receipts printed and found again: " + printed.size());
    }

    /// Reads `receipts` lines, lets the process run a little longer, kills it, and takes what else it had
    /// printed.
    private void appendUntilKilled(int receipts, int tailMicros, Map<String, String> printed) throws IOException {
        Process process = ChildJvm.start(AppendingProcess.class, "-Xmx128m", List.of(work.toString()));
        try (BufferedReader lines = process.inputReader(StandardCharsets.US_ASCII)) {
            for (int i = 0; i < receipts; i++) {
                String line = lines.readLine();
                assertThat(line).as("the appending process ended by itself").isNotNull();
                take(line, printed);
            }
            long until = System.nanoTime() + tailMicros * 1000L;
            while (System.nanoTime() < until) {
                Thread.onSpinWait();
            }
            process.toHandle().destroyForcibly(); // unlike the process itself, it leaves our end of the pipe open
            StringBuilder rest = new StringBuilder();
            char[] chunk = new char[8192];
            for (int count = lines.read(chunk); count >= 0; count = lines.read(chunk)) {
                rest.append(chunk, 0, count);
            }
            int whole = rest.lastIndexOf("\n") + 1;
            rest.substring(0, whole).lines().forEach(line -> take(line, printed));
        } finally {
            process.destroyForcibly();
        }
    }

    private static void take(String line, Map<String, String> printed) {
        String[] parts = line.split(" ", -1);
        assertThat(parts).as(line).hasSize(3);
        assertThat(printed.put(parts[1], parts[0] + " " + parts[2]))
                .as("printed twice: " + line)
                .isNull();
    }

    private void assertAllThere(Map<String, String> printed, String replay) {
        try (StoreReader reader = StoreReader.open(StoreConfig.in(work).build())) {
            Map<String, String> found = new HashMap<>();
            for (Entry entry : reader.query(Region.all())) {
                found.put(
                        entry.eventId().hex(),
                        entry.sequence() + " " + entry.eventHash().hex());
            }
            printed.forEach((id, facts) ->
                    assertThat(found.get(id)).as(id + ", " + replay).isEqualTo(facts));
            assertThat(reader.verifyChain().intact()).as(replay).isTrue();
            String one = printed.keySet().iterator().next();
            assertThat(reader.get(EventId.fromHex(one)).eventId().hex()).isEqualTo(one);
        }
    }
}
