package io.batpak.verify.damage;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.Journal;
import io.batpak.Store;
import io.batpak.StoreReader;
import io.batpak.model.CorrelationId;
import io.batpak.model.Entry;
import io.batpak.model.EventId;
import io.batpak.model.EventKind;
import io.batpak.model.Region;
import io.batpak.segment.StoreFileKind;
import io.batpak.sign.ReceiptVerdict;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
    private static final int RETRIED = 300;

    @TempDir
    private Path work;

    private final long seed = Long.getLong("batpak.seed", System.nanoTime());
    private final Map<EventId, CompactionFacts> acknowledged = new HashMap<>();
    private final List<CompactionFacts> keyed = new ArrayList<>();
    private final List<Rule> rules = new ArrayList<>();
    private final Set<EventId> gone = new HashSet<>();
    /// The sequences found of events of which each entity keeps its last, ascending, by entity.
    private final Map<String, List<Long>> lasts = new HashMap<>();
    private long compactions;
    private String replay = "";

    /// What a compaction was allowed to do.
    private record Rule(EventKind kind, long modulus, long rest) {
        boolean concerns(CompactionFacts facts) {
            return facts.isOfKind(kind) && facts.number() % modulus == rest;
        }
    }

    @Test
    void nothingAcknowledgedIsLostOrDoubledHoweverItIsCompactedAndKilled() throws IOException {
        int kills = Depth.isFull() ? KILLS_AT_FULL_DEPTH : KILLS;
        long millis = (Depth.isFull() ? MILLIS_AT_FULL_DEPTH : MILLIS) / (kills + 1);
        SplittableRandom random = new SplittableRandom(seed);
        for (int session = 0; session <= kills; session++) {
            replay = "replay: -Dbatpak.seed=" + seed + ", session " + session;
            boolean ends = session == kills;
            long until = ends ? NEVER : millis / 2 + random.nextLong(millis);
            run(session, ends ? millis : Integer.MAX_VALUE, until);
            checkOpened(random);
            System.out.println(replay + ": acknowledged " + acknowledged.size() + ", gone " + gone.size()
                    + ", compactions " + compactions);
        }
        assertThat(compactions).as(replay).isGreaterThan(kills);
        System.out.println("seed " + seed + ": killed " + kills + " times; acknowledged " + acknowledged.size()
                + ", gone by rules " + gone.size() + ", compactions " + compactions);
    }

    /// Reads what the process prints until `killAfter` milliseconds, kills it, and takes what else it had printed.
    private void run(int session, long millis, long killAfter) throws IOException {
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
                take(line);
            }
            process.toHandle().destroyForcibly(); // unlike the process itself, it leaves our end of the pipe open
            StringBuilder rest = new StringBuilder();
            char[] chunk = new char[8192];
            for (int length = lines.read(chunk); length >= 0; length = lines.read(chunk)) {
                rest.append(chunk, 0, length);
            }
            rest.substring(0, rest.lastIndexOf("\n") + 1).lines().forEach(this::take);
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

    private void take(String line) {
        String rest = line.substring(2);
        switch (line.charAt(0)) {
            case 'A', 'K' -> {
                CompactionFacts facts = CompactionFacts.of(rest);
                assertThat(acknowledged.put(facts.id(), facts))
                        .as("acknowledged twice: " + line)
                        .isNull();
                if (line.charAt(0) == 'K') {
                    keyed.add(facts);
                }
            }
            case 'R' -> rules.add(rule(CompactionFacts.DROP, rest));
            case 'T' -> rules.add(rule(CompactionFacts.TOMB, rest));
            case 'P' -> compactions++;
            default -> throw new AssertionError(replay + "\n" + line.replace('|', '\n'));
        }
    }

    private static Rule rule(EventKind kind, String line) {
        String[] parts = line.split(" ", -1);
        return new Rule(kind, Long.parseLong(parts[0]), Long.parseLong(parts[1]));
    }

    private void checkOpened(SplittableRandom random) throws IOException {
        try (StoreReader reader = StoreReader.open(CompactingProcess.config(journal(), 1))) {
            check(reader);
        }
        try (Store store = Store.open(CompactingProcess.config(journal(), 1))) {
            check(store);
            long before = store.stats().eventCount();
            for (int i = 0; i < RETRIED && !keyed.isEmpty(); i++) {
                int at = i < RETRIED / 3 ? Math.max(0, keyed.size() - 1 - i) : random.nextInt(keyed.size());
                CompactionFacts facts = keyed.get(at);
                assertThat(CompactionLoad.retry(store, facts).sequence())
                        .as("a retry of " + facts + ", gone: " + gone.contains(facts.id()) + ", " + replay)
                        .isEqualTo(facts.receipt().sequence());
            }
            assertThat(store.stats().eventCount())
                    .as("a retry added something: " + replay)
                    .isEqualTo(before);
        }
        try (Stream<Path> files = Files.list(journal())) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .as(replay)
                    .noneMatch(StoreFileKind::isUnfinished)
                    .noneMatch(name -> StoreFileKind.of(name) == StoreFileKind.COMPACTION_MARKER
                            || StoreFileKind.of(name) == StoreFileKind.COMPACT_SOURCE);
        }
    }

    private void check(Journal journal) {
        Map<EventId, Entry> found = new HashMap<>();
        Map<CorrelationId, Integer> together = new HashMap<>();
        lasts.clear();
        long last = -1;
        for (Entry entry : journal.query(Region.all())) {
            assertThat(entry.sequence()).as("order: " + replay).isGreaterThan(last);
            last = entry.sequence();
            if (!entry.coordinate().entity().startsWith("order")) {
                continue;
            }
            assertThat(entry.kind()).as("hidden: " + replay).isNotEqualTo(CompactionFacts.CANCELLED);
            assertThat(found.put(entry.eventId(), entry)).as(replay).isNull();
            assertThat(gone.contains(entry.eventId()))
                    .as("came back: " + replay)
                    .isFalse();
            if (entry.kind().equals(CompactionFacts.LAST)) {
                lasts.computeIfAbsent(entry.coordinate().entity(), name -> new ArrayList<>())
                        .add(entry.sequence());
            }
            together.merge(entry.correlationId(), 1, Integer::sum);
            assertThat(journal.read(entry).sequence()).isEqualTo(entry.sequence());
        }
        acknowledged.values().forEach(facts -> check(journal, facts, found));
        together.forEach((id, count) -> assertThat((long) count)
                .as("doubled, or in part: " + id + ", " + replay)
                .isEqualTo(id.high()));
        assertThat(journal.verifyChain().intact()).as(replay).isTrue();
    }

    private void check(Journal journal, CompactionFacts facts, Map<EventId, Entry> found) {
        Entry entry = found.get(facts.id());
        boolean droppable = facts.isOfKind(CompactionFacts.LAST)
                || rules.stream().anyMatch(rule -> rule.kind().equals(CompactionFacts.DROP) && rule.concerns(facts));
        boolean buriable = rules.stream().anyMatch(rule -> rule.concerns(facts));
        if (entry == null) {
            assertThat(droppable).as("lost " + facts + ", " + replay).isTrue();
            if (facts.isOfKind(CompactionFacts.LAST)) {
                checkHasSuccessors(facts);
            }
            gone.add(facts.id());
        } else if (entry.kind().equals(EventKind.TOMBSTONE)) {
            assertThat(droppable || buriable)
                    .as("emptied " + facts + ", " + replay)
                    .isTrue();
            assertThat(entry.sequence()).isEqualTo(facts.receipt().sequence());
        } else {
            assertThat(facts.isWhole(entry))
                    .as(facts + " is now " + entry + ", " + replay)
                    .isTrue();
            ReceiptVerdict verdict = journal.verifyReceipt(facts.receipt());
            assertThat(verdict.isValid())
                    .as(verdict + " for " + facts + ", " + replay)
                    .isTrue();
        }
    }

    /// What was among the last of its entity must not go.
    private void checkHasSuccessors(CompactionFacts facts) {
        if (gone.contains(facts.id())) {
            return;
        }
        List<Long> kept = lasts.getOrDefault(facts.entityName(), List.of());
        int behind =
                kept.size() + Collections.binarySearch(kept, facts.receipt().sequence()) + 1; // it is not there
        assertThat(behind)
                .as("was among the last: " + facts + ", " + replay)
                .isGreaterThanOrEqualTo(CompactionFacts.LAST_KEPT);
    }
}
