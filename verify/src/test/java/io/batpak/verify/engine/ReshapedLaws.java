package io.batpak.verify.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.Journal;
import io.batpak.Store;
import io.batpak.StoreReader;
import io.batpak.model.AppendOptions;
import io.batpak.model.Coordinate;
import io.batpak.model.Entry;
import io.batpak.model.EventId;
import io.batpak.model.EventKind;
import io.batpak.model.FramePosition;
import io.batpak.model.IdempotencyKey;
import io.batpak.model.Payload;
import io.batpak.model.Receipt;
import io.batpak.model.Region;
import io.batpak.model.Value;
import io.batpak.segment.SegmentName;
import io.batpak.testkit.MemFs;
import io.batpak.verify.damage.Depth;
import io.batpak.verify.damage.Fingerprint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/// What must hold of the directory of a [ReshapedJournal] whatever ended an operation on it.
///
/// A compaction of several steps may have done the first few of them: then each event of their segments is as it is
/// after the compaction, and each other one as it was before.
final class ReshapedLaws {
    private static final String OWN = "batpak:store";
    private static final int BRIEF = 40;

    private final ReshapedJournal journal;
    private final Map<Long, String> before;
    private final Map<Long, String> after;
    private final Map<Long, Integer> stepOf = new HashMap<>();
    private final Map<Long, FramePosition> places = new HashMap<>();
    private final int steps;
    private final long last;
    /// How many steps were done in each directory that was looked at, by its fingerprint.
    private final Map<String, Integer> lawful = new HashMap<>();
    private final Set<String> repaired = new HashSet<>();

    private ReshapedLaws(
            ReshapedJournal journal, ReshapedJournal.Ready ready, Function<Store, List<List<Long>>> operation) {
        this.journal = journal;
        List<Entry> entries = ready.store().query(Region.all()).toList();
        before = seen(ready.store());
        last = entries.getLast().sequence();
        List<List<Long>> done = operation.apply(ready.store());
        steps = done.size();
        for (Entry entry : entries) {
            for (int step = 0; step < steps; step++) {
                if (done.get(step).contains(entry.position().segment())) {
                    stepOf.put(entry.sequence(), step);
                    places.put(entry.sequence(), entry.position());
                }
            }
        }
        try (StoreReader reader = StoreReader.open(journal.later(ready.fs().killed()))) {
            after = seen(reader);
        }
    }

    /// The laws of an operation, found out by doing it undisturbed.
    static ReshapedLaws of(ReshapedJournal journal, Reshaped operation) {
        return new ReshapedLaws(journal, journal.ready(), operation::run);
    }

    /// The laws of what leaves the journal, and each copy of it, as it is now.
    static ReshapedLaws asItIs(ReshapedJournal journal, ReshapedJournal.Ready ready) {
        return new ReshapedLaws(journal, ready, _ -> List.of());
    }

    /// Every event that can be seen, by sequence.
    static Map<Long, String> seen(Journal journal) {
        Map<Long, String> seen = new TreeMap<>();
        for (String line : Observed.of(journal)) {
            String old = seen.put(Long.valueOf(line.substring(0, line.indexOf(' '))), brief(line));
            assertThat(old).as("two events of one sequence").isNull();
        }
        return seen;
    }

    /// The beginning, and a hash of the rest, so that failures can be read.
    private static String brief(String line) {
        return line.substring(0, Math.min(BRIEF, line.length())) + " .. " + Integer.toHexString(line.hashCode());
    }

    int steps() {
        return steps;
    }

    /// After how many steps nothing changes any more that can be seen.
    int stepsThatShow() {
        int shown = 0;
        while (!between(shown).equals(between(steps))) {
            shown++;
        }
        return shown;
    }

    /// How many events there are no more, or no more as they were.
    long changed() {
        return before.keySet().stream()
                .filter(sequence -> !Objects.equals(before.get(sequence), after.get(sequence)))
                .count();
    }

    /// Whether the events are exactly those of before the operation; the store's own ones may be more.
    boolean isAsBefore(Journal left) {
        return notOwn(seen(left)).equals(notOwn(before));
    }

    /// What the next open finds, in words.
    String outcome(MemFs left) {
        try (Store store = Store.open(journal.later(left))) {
            Set<Integer> done = new HashSet<>(stepOf.values());
            long added = 0;
            for (Entry entry : store.query(Region.all())) {
                if (entry.position().equals(places.get(entry.sequence()))) {
                    done.remove(stepOf.get(entry.sequence()));
                }
                added += entry.sequence() > last && !entry.entity().equals(OWN) ? 1 : 0;
            }
            if (steps == 0) {
                return added == 0
                        ? "what was there before"
                        : "what was there before and " + (added == added() ? "all" : "some") + " new events";
            }
            return done.isEmpty() ? "all as before" : done.size() == steps ? "all as after" : "some steps done";
        }
    }

    /// How many events the operation itself appended.
    private long added() {
        return notOwn(after).keySet().stream()
                .filter(sequence -> sequence > last)
                .count();
    }

    /// Whether the repairs of this directory were not looked at yet. Only at full depth are all of them looked at, so
    /// that once is enough.
    boolean isNewToRepairs(MemFs left) {
        return !Depth.isFull() || repaired.add(Fingerprint.withWhatIsDurable(left));
    }

    /// Opens read-only, then for writing, then once more; once for each directory that is the same.
    ///
    /// @return how many steps were done
    int check(MemFs left, String replay) {
        try {
            String state = Fingerprint.of(left);
            Integer known = lawful.get(state);
            if (known == null) {
                known = checked(left);
                lawful.put(state, known);
            }
            return known;
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError(replay + ": " + e.getMessage() + "\n" + left.replayLine(), e);
        }
    }

    private int checked(MemFs left) {
        Map<String, List<Byte>> untouched = contents(left);
        Map<Long, String> seen;
        int done;
        try (StoreReader reader = StoreReader.open(journal.later(left))) {
            seen = seen(reader);
            done = stepsDone(seen);
            look(reader, seen);
        }
        assertThat(contents(left)).as("changed by a reader").isEqualTo(untouched);
        long highest = segments(left).getLast();
        Receipt added;
        try (Store store = Store.open(journal.later(left))) {
            assertThat(notOwn(seen(store))).as("seen by a writer").isEqualTo(notOwn(seen));
            assertClean(left);
            retryKeys(store);
            added = store.append(
                    Coordinate.of("later:1", "shop"),
                    ReshapedJournal.KEEP,
                    Payload.of(Value.of(1)),
                    AppendOptions.none());
            assertThat(added.sequence()).isGreaterThan(last);
            assertThat(added.position().segment()).as("segment of a new event").isGreaterThan(highest);
            look(store, seen);
        }
        try (Store store = Store.open(journal.stillLater(left))) {
            assertThat(store.openReport().repairs()).as("repaired twice").isEmpty();
            assertThat(store.openReport().notices()).isEmpty();
            assertThat(store.get(added.eventId()).sequence()).isEqualTo(added.sequence());
            Map<Long, String> again = notOwn(seen(store));
            again.remove(added.sequence());
            assertThat(again).as("seen at last").isEqualTo(notOwn(seen));
            retryKeys(store);
            look(store, seen);
        }
        return done;
    }

    private static Map<Long, String> notOwn(Map<Long, String> seen) {
        Map<Long, String> rest = new TreeMap<>(seen);
        rest.values().removeIf(line -> line.contains(OWN));
        return rest;
    }

    /// How many steps of the compaction are there; fails if it is neither before nor after one of them.
    private int stepsDone(Map<Long, String> seen) {
        for (int done = 0; done <= steps; done++) {
            Map<Long, String> wanted = between(done);
            Map<Long, String> old = new TreeMap<>(seen);
            old.keySet().removeIf(sequence -> sequence > last);
            if (old.equals(wanted)) {
                assertTail(seen);
                return done;
            }
        }
        Map<Long, String> old = new TreeMap<>(seen);
        old.keySet().removeIf(sequence -> sequence > last);
        assertThat(old).as("neither before nor after a step; here: before").isEqualTo(before);
        throw new AssertionError("not reached");
    }

    private Map<Long, String> between(int done) {
        Map<Long, String> wanted = new TreeMap<>();
        before.forEach((sequence, line) -> {
            String now = stepOf.getOrDefault(sequence, steps) < done ? after.get(sequence) : line;
            if (now != null) {
                wanted.put(sequence, now);
            }
        });
        return wanted;
    }

    /// What the operation itself appended is there from its beginning on, up to some point.
    private void assertTail(Map<Long, String> seen) {
        List<String> appended = new ArrayList<>();
        seen.forEach((sequence, line) -> {
            if (sequence > last && !line.contains(OWN)) {
                appended.add(line);
            }
        });
        List<String> whole = after.entrySet().stream()
                .filter(event -> event.getKey() > last && !event.getValue().contains(OWN))
                .map(Map.Entry::getValue)
                .toList();
        assertThat(appended)
                .as("events of the operation")
                .isEqualTo(whole.subList(0, Math.min(whole.size(), appended.size())));
    }

    private void look(Journal left, Map<Long, String> seen) {
        assertThat(left.verifyChain().intact())
                .as(left.verifyChain().toString())
                .isTrue();
        for (EventId hidden : journal.hidden()) {
            assertThat(left.find(hidden)).as("undead").isEmpty();
        }
        for (Receipt receipt : journal.receipts()) {
            String line = seen.get(receipt.sequence());
            if (line != null && line.equals(before.get(receipt.sequence()))) {
                assertThat(left.verifyReceipt(receipt))
                        .as("%s", receipt)
                        .matches(verdict -> verdict.isValid() || emptied(line));
                assertThat(left.get(receipt.eventId()).sequence()).isEqualTo(receipt.sequence());
            }
        }
    }

    /// Whether the compaction before the one that is looked at has left only the place of the event.
    private static boolean emptied(String line) {
        return line.contains(EventKind.TOMBSTONE + " ");
    }

    private void retryKeys(Store store) {
        long events = store.stats().eventCount();
        journal.keyed().forEach((key, receipt) -> {
            Receipt again = retry(store, key);
            assertThat(again.sequence()).as("a retry of %s", receipt).isEqualTo(receipt.sequence());
            assertThat(again.eventId()).isEqualTo(receipt.eventId());
        });
        assertThat(store.stats().eventCount()).as("a retry added something").isEqualTo(events);
    }

    private static Receipt retry(Store store, IdempotencyKey key) {
        return store.append(
                Coordinate.of("retry:2", "shop"),
                EventKind.of(0xF, 9),
                Payload.of(Value.of(1)),
                AppendOptions.none().idempotencyKey(key));
    }

    /// Nothing is left of what was under way, and no two runs speak of one segment.
    private static void assertClean(MemFs left) {
        assertThat(left.list())
                .noneMatch(name -> name.contains("compact") || name.contains("staged") || name.endsWith(".tmp"));
        long end = -1;
        for (String name : left.list().stream()
                .filter(file -> file.endsWith(".fbx"))
                .sorted()
                .toList()) {
            assertThat(Long.parseLong(name.substring(0, 6))).as("runs overlap").isGreaterThan(end);
            end = Long.parseLong(name.substring(7, 13));
        }
    }

    static List<Long> segments(MemFs left) {
        return left.list().stream()
                .flatMap(name -> SegmentName.parse(name).stream())
                .map(SegmentName::id)
                .sorted()
                .toList();
    }

    /// Every byte of every file.
    static Map<String, List<Byte>> contents(MemFs left) {
        Map<String, List<Byte>> contents = new TreeMap<>();
        for (String name : left.list()) {
            byte[] bytes = left.bytes(name);
            List<Byte> copy = new ArrayList<>(bytes.length);
            for (byte one : bytes) {
                copy.add(one);
            }
            contents.put(name, copy);
        }
        return contents;
    }

    /// Everything that can be seen now is as it was before the operation.
    void assertAsBefore(Store store, String replay) {
        assertThat(seen(store)).as(replay).isEqualTo(before);
    }
}
