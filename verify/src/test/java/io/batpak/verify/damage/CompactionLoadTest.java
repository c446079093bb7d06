package io.batpak.verify.damage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A process appends, reads, fences, compacts by random policies and copies one journal from many threads, and is
/// killed again and again. Nothing acknowledged is lost, doubled, renumbered or changed, except what a rule allowed
/// to go; nothing that was gone comes back; no reader of the process met anything; the directory is clean
/// afterwards.
///
/// Tier: crash. Covers: A15, B17, J1, J5.
@Tag("soak-compaction")
class CompactionLoadTest {
    private static final int KILLS = 3;
    private static final int KILLS_AT_FULL_DEPTH = 20;
    private static final long MILLIS = 40_000;
    private static final long MILLIS_AT_FULL_DEPTH = 300_000;
    private static final long NEVER = Long.MAX_VALUE / 1_000_000;

    @TempDir
    private Path work;

    private final long seed = Long.getLong("batpak.seed", System.nanoTime());
    private String replay = "";

    @Test
    void nothingAcknowledgedIsLostOrDoubledHoweverItIsCompactedAndKilled() throws IOException {
        int kills = Depth.isFull() ? KILLS_AT_FULL_DEPTH : KILLS;
        long millis = (Depth.isFull() ? MILLIS_AT_FULL_DEPTH : MILLIS) / (kills + 1);
        SplittableRandom random = new SplittableRandom(seed);
        CompactionLedger ledger = new CompactionLedger(journal());
        for (int session = 0; session <= kills; session++) {
            replay = "replay: -Dbatpak.seed=" + seed + ", session " + session;
            ledger.replay(replay);
            boolean ends = session == kills;
            long until = ends ? NEVER : millis / 2 + random.nextLong(millis);
            run(ledger, session, ends ? millis : Integer.MAX_VALUE, until);
            ledger.checkOpened(random);
            System.out.println(replay + ": " + ledger);
        }
        assertThat(ledger.compactions()).as(replay).isGreaterThan(kills);
        System.out.println("seed " + seed + ": killed " + kills + " times; " + ledger);
    }

    /// Reads what the process prints until `killAfter` milliseconds, kills it, and takes what else it had printed.
    private void run(CompactionLedger ledger, int session, long millis, long killAfter) throws IOException {
        Path copies = Files.createDirectories(work.resolve("copies"));
        Process process = ChildJvm.start(
                CompactingProcess.class,
                "-Xmx192m",
                List.of(
                        journal().toString(),
                        copies.toString(),
                        Long.toString(seed + session),
                        Integer.toString(session),
                        Long.toString(millis)));
        long begun = System.nanoTime();
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            while (System.nanoTime() - begun < killAfter * 1_000_000) {
                String line = lines.readLine();
                if (line == null) {
                    assertThat(killAfter).as("it ended by itself: " + replay).isEqualTo(NEVER);
                    assertThat(process.onExit().join().exitValue()).isZero();
                    return;
                }
                ledger.take(line);
            }
            ChildJvm.kill(process, lines, ledger::take);
        } finally {
            process.destroyForcibly();
        }
        clearCopies(copies);
    }

    /// A backup that was cut off is gone on with; what is left of other copies has had its day.
    private static void clearCopies(Path copies) throws IOException {
        try (Stream<Path> all = Files.list(copies)) {
            for (Path copy : all.toList()) {
                if (!copy.getFileName().toString().contains("backup")) {
                    CompactionChanges.deleteTree(copy);
                }
            }
        }
    }

    private Path journal() {
        return work.resolve("journal");
    }
}
