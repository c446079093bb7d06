package io.batpak.verify.damage;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.Backups;
import io.batpak.Journal;
import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.StoreReader;
import io.batpak.model.Entry;
import io.batpak.model.EventId;
import io.batpak.model.ImportReport;
import io.batpak.model.Region;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A process that appends, compacts, copies, backs up and imports at once is killed at a random moment, again and
/// again. The journal keeps what it acknowledged, except what a rule allowed to go; a copy is whole or not there; the
/// backup is what its last manifest says and can be restored; an import that is repeated adds each event once.
///
/// [CompactionLoadTest] works longer between fewer kills, with readers, and looks at no copy.
///
/// Tier: crash. Covers: B1, B9, G10, J1, J5.
@Tag("soak-crash")
class SurfaceSigkillTest {
    private static final int KILLS = 20;
    private static final int KILLS_AT_FULL_DEPTH = 200;
    private static final int KILLS_PER_JOURNAL = 10;
    private static final long FIRST_NANOS_MAX = 10_000_000_000L;
    private static final int KINDS = 4;
    private static final int LIFE_MILLIS_MAX = 1_500;

    @TempDir
    private Path work;

    private final long seed = Long.getLong("batpak.seed", System.nanoTime());
    private final Map<String, Set<EventId>> begun = new TreeMap<>();
    private final Map<String, Set<EventId>> done = new TreeMap<>();
    private final Map<String, Integer> seen = new TreeMap<>();
    private Set<EventId> backedUp = Set.of();
    private String replay = "";

    @Test
    void whateverItWasDoingWhenItWasKilledEverythingIsWholeOrNotThere() throws IOException {
        int kills = Depth.isFull() ? KILLS_AT_FULL_DEPTH : KILLS;
        SplittableRandom random = new SplittableRandom(seed);
        CompactionLedger ledger = new CompactionLedger(Path.of("never"));
        Path home = work;
        for (int kill = 0; kill < kills; kill++) {
            if (kill % KILLS_PER_JOURNAL == 0) { // so that a late kill does not look through a long history
                home = Files.createDirectories(work.resolve("home-" + kill));
                ledger = new CompactionLedger(home.resolve("journal"));
                backedUp = Set.of();
            }
            replay = "replay: -Dbatpak.seed=" + seed + ", kill " + kill;
            ledger.replay(replay);
            runUntilKilled(home, ledger, kill, random.nextInt(LIFE_MILLIS_MAX));
            ledger.checkOpened(random);
            checkCopies(home);
            checkImport(home);
        }
        System.out.println("seed " + seed + ": killed " + kills + " times; copies and imports done " + seen);
    }

    /// Lets it live for some time after its first line; the first one of a journal longer, until it has done
    /// everything once or that takes too long.
    private void runUntilKilled(Path home, CompactionLedger ledger, int session, int millis) throws IOException {
        begun.clear();
        done.clear();
        Path copies = Files.createDirectories(home.resolve("copies"));
        List<String> arguments = List.of(
                home.resolve("journal").toString(),
                copies.toString(),
                Long.toString(seed + session),
                Integer.toString(session));
        Process process = ChildJvm.start(CopyingProcess.class, "-Xmx192m", arguments);
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            long latest = System.nanoTime() + FIRST_NANOS_MAX;
            long until = Long.MAX_VALUE;
            boolean first = session % KILLS_PER_JOURNAL == 0;
            while (System.nanoTime() < until || (first && System.nanoTime() < latest && kindsDone() < KINDS)) {
                String line = lines.readLine();
                assertThat(line).as("it ended by itself: " + replay).isNotNull();
                until = Math.min(until, System.nanoTime() + millis * 1_000_000L);
                take(ledger, line);
            }
            ChildJvm.kill(process, lines, line -> take(ledger, line));
        } finally {
            process.destroyForcibly();
        }
    }

    private void take(CompactionLedger ledger, String line) {
        String name = line.substring(2);
        switch (line.charAt(0)) {
            case 'b' -> begun.put(name, ledger.kept());
            case 'B' -> {
                Set<EventId> before = Objects.requireNonNull(begun.get(name));
                done.put(name, before);
                seen.merge(kind(name), 1, Integer::sum);
                if (kind(name).equals(CopyLoad.BACKUP)) {
                    backedUp = before;
                }
            }
            default -> ledger.take(line);
        }
    }

    private long kindsDone() {
        return done.keySet().stream().map(SurfaceSigkillTest::kind).distinct().count();
    }

    private static String kind(String name) {
        return name.substring(0, name.indexOf('-'));
    }

    private void checkCopies(Path home) throws IOException {
        Path copies = home.resolve("copies");
        for (Map.Entry<String, Set<EventId>> each : begun.entrySet()) {
            Path copy = copies.resolve(each.getKey());
            boolean isCopy = Set.of(CopyLoad.SNAPSHOT, CopyLoad.FORK).contains(kind(each.getKey()));
            if (isCopy && (done.containsKey(each.getKey()) || Files.exists(copy))) {
                checkWhole(copy, each.getValue());
                CompactionChanges.deleteTree(copy);
            }
        }
        Path backup = copies.resolve(CopyLoad.BACKUP);
        if (!backedUp.isEmpty()) {
            assertThat(Backups.check(backup).findings()).as(replay).isEmpty();
            Path restored = home.resolve("restored");
            Backups.restore(backup, restored);
            checkWhole(restored, backedUp);
            CompactionChanges.deleteTree(restored);
        }
    }

    /// A directory that opens, for reading and for writing, and has at least these events.
    private void checkWhole(Path directory, Set<EventId> least) {
        StoreConfig config = StoreConfig.in(directory).build();
        try (StoreReader reader = StoreReader.open(config)) {
            assertHas(reader, directory, least);
        }
        try (Store store = Store.open(config)) {
            assertHas(store, directory, least);
        }
    }

    private void assertHas(Journal journal, Path directory, Set<EventId> least) {
        assertThat(journal.verifyChain().intact()).as(directory + ": " + replay).isTrue();
        List<EventId> lost =
                least.stream().filter(id -> journal.entry(id).isEmpty()).toList();
        assertThat(lost).as(directory + ": " + replay).isEmpty();
    }

    /// Imports the rest; then both journals have the same events, and another import finds nothing new.
    private void checkImport(Path home) {
        try (StoreReader source = StoreReader.open(CompactingProcess.config(home.resolve("journal"), 1));
                Store target = Store.open(CopyLoad.target(home.resolve("copies")))) {
            target.importEvents(source, CopyLoad.imported());
            Map<String, Integer> wanted = payloads(source);
            assertThat(payloads(target)).as(replay).isEqualTo(wanted);
            ImportReport again = target.importEvents(source, CopyLoad.imported());
            assertThat(again.imported()).as(replay).isZero();
            assertThat(target.verifyChain().intact()).as(replay).isTrue();
        }
    }

    private static Map<String, Integer> payloads(Journal journal) {
        Map<String, Integer> counts = new HashMap<>();
        for (Entry entry : journal.query(Region.all())) {
            if (entry.kind().equals(CompactionFacts.KEEP)) {
                String payload = HexFormat.of().formatHex(journal.read(entry).payload());
                counts.merge(entry.coordinate() + " " + payload, 1, Integer::sum);
            }
        }
        return counts;
    }
}
