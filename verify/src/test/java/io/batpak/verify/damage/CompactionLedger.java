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
import java.io.IOException;
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

/// What processes that append and compact have said of one journal, and whether the journal keeps it: nothing
/// acknowledged is lost, doubled, renumbered or changed, except what a rule allowed to go; nothing that was gone
/// comes back.
final class CompactionLedger {
    private static final int RETRIED = 300;

    private final Path journal;
    private final Map<EventId, CompactionFacts> acknowledged = new HashMap<>();
    private final List<CompactionFacts> keyed = new ArrayList<>();
    private final List<Rule> rules = new ArrayList<>();
    private final Set<EventId> gone = new HashSet<>();
    /// The sequences found of events of which each entity keeps its last, ascending, by entity.
    private final Map<String, List<Long>> lasts = new HashMap<>();
    private long compactions;
    private String replay = "";

    CompactionLedger(Path journal) {
        this.journal = journal;
    }

    /// What a failure shall say from now on.
    void replay(String line) {
        replay = line;
    }

    /// How many compactions were performed.
    long compactions() {
        return compactions;
    }

    /// The events acknowledged so far that nothing may take away.
    Set<EventId> kept() {
        Set<EventId> kept = new HashSet<>();
        acknowledged.forEach((id, facts) -> {
            if (facts.isOfKind(CompactionFacts.KEEP)) {
                kept.add(id);
            }
        });
        return kept;
    }

    @Override
    public String toString() {
        return "acknowledged " + acknowledged.size() + ", gone by rules " + gone.size() + ", compactions "
                + compactions;
    }

    /// What a compaction was allowed to do.
    private record Rule(EventKind kind, long modulus, long rest) {
        boolean concerns(CompactionFacts facts) {
            return facts.isOfKind(kind) && facts.number() % modulus == rest;
        }
    }

    /// A line that the process printed.
    void take(String line) {
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

    /// Opens the journal for reading and for writing, and looks; keys that were used are used again.
    void checkOpened(SplittableRandom random) throws IOException {
        try (StoreReader reader = StoreReader.open(CompactingProcess.config(journal, 1))) {
            check(reader);
        }
        try (Store store = Store.open(CompactingProcess.config(journal, 1))) {
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
        try (Stream<Path> files = Files.list(journal)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .as(replay)
                    .noneMatch(StoreFileKind::isUnfinished)
                    .noneMatch(name -> StoreFileKind.of(name) == StoreFileKind.COMPACTION_MARKER
                            || StoreFileKind.of(name) == StoreFileKind.COMPACT_SOURCE);
        }
    }

    private void check(Journal opened) {
        Map<EventId, Entry> found = new HashMap<>();
        Map<CorrelationId, Integer> together = new HashMap<>();
        lasts.clear();
        long last = -1;
        for (Entry entry : opened.query(Region.all())) {
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
            assertThat(opened.read(entry).sequence()).isEqualTo(entry.sequence());
        }
        acknowledged.values().forEach(facts -> check(opened, facts, found));
        together.forEach((id, count) -> assertThat((long) count)
                .as("doubled, or in part: " + id + ", " + replay)
                .isEqualTo(id.high()));
        assertThat(opened.verifyChain().intact()).as(replay).isTrue();
    }

    private void check(Journal opened, CompactionFacts facts, Map<EventId, Entry> found) {
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
            ReceiptVerdict verdict = opened.verifyReceipt(facts.receipt());
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
