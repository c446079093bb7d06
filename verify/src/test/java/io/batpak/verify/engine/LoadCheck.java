package io.batpak.verify.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.Journal;
import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.StoreReader;
import io.batpak.model.AppendOptions;
import io.batpak.model.Coordinate;
import io.batpak.model.Entry;
import io.batpak.model.EventKind;
import io.batpak.model.Payload;
import io.batpak.model.Receipt;
import io.batpak.model.Region;
import io.batpak.model.Value;
import io.batpak.testkit.MemFs;
import io.batpak.verify.engine.LoadGroup.Fate;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Holds what a directory says after the next open against what a [Load] was told.
final class LoadCheck {
    private static final int RETRIED = 3;

    private final Load load;
    private final long durable;
    private final String replay;

    /// @param durable receipts up to this sequence must be there
    LoadCheck(Load load, long durable, String replay) {
        this.load = load;
        this.durable = durable;
        this.replay = replay;
    }

    /// Opens read-only, then for writing, then once more, and looks each time.
    void check(MemFs left) {
        left.create(); // power may have gone before the directory was there
        StoreConfig config = config(left);
        List<String> first;
        try (StoreReader reader = StoreReader.open(config)) {
            look(reader);
            first = facts(reader);
        }
        try (Store store = Store.open(config)) {
            assertThat(facts(store)).as(replay).isEqualTo(first);
            retryKeys(store);
        }
        try (Store store = Store.open(config)) {
            assertThat(facts(store)).as("opened twice: " + replay).isEqualTo(first);
            assertThat(store.openReport().repairs())
                    .as("repaired twice: " + replay)
                    .isEmpty();
            look(store);
        }
    }

    /// Looks only whether what was said to be durable is there, while the load still goes on.
    void durable(MemFs left) {
        left.create();
        try (StoreReader reader = StoreReader.open(config(left))) {
            Map<Long, Entry> found = found(reader);
            load.groups().stream().filter(group -> group.fate() == Fate.PRESENT).forEach(group -> look(group, found));
            prefix(found);
        }
    }

    /// The configuration the load used.
    StoreConfig config(MemFs left) {
        return load.variant().config(left, new TickingClock(1_700_000_001_000_000L));
    }

    /// One look at an open journal.
    void look(Journal journal) {
        Map<Long, Entry> found = found(journal);
        load.groups().forEach(group -> look(group, found));
        prefix(found);
        dense(journal);
        assertThat(journal.verifyChain().intact()).as(replay).isTrue();
    }

    private Map<Long, Entry> found(Journal journal) {
        Map<Long, Entry> found = new HashMap<>();
        for (Entry entry : journal.query(Region.all())) {
            if (entry.correlationId().high() == Load.TAG) {
                assertThat(found.put(entry.correlationId().low(), entry))
                        .as("twice: " + entry + ", " + replay)
                        .isNull();
            }
        }
        return found;
    }

    private void look(LoadGroup group, Map<Long, Entry> found) {
        long there = group.numbers().stream().filter(found::containsKey).count();
        String what = group + ", " + replay;
        switch (group.fate()) {
            case PRESENT -> {
                assertThat(there).as("whole or absent: " + what).isIn(0L, (long)
                        group.numbers().size());
                for (int i = 0; i < group.numbers().size(); i++) {
                    same(group.receipts().get(i), found.get(group.numbers().get(i)), what);
                }
            }
            case UNKNOWN ->
                assertThat(there).as("whole or absent: " + what).isIn(0L, (long)
                        group.numbers().size());
            case ABSENT, HIDDEN ->
                assertThat(there).as("not to be seen: " + what).isZero();
            case OPEN -> throw new AssertionError("never settled: " + what);
        }
    }

    private void same(Receipt receipt, @Nullable Entry entry, String what) {
        if (entry == null) {
            assertThat(receipt.sequence()).as("lost " + receipt + ": " + what).isGreaterThan(durable);
            return;
        }
        assertThat(entry.eventId()).as(what).isEqualTo(receipt.eventId());
        assertThat(entry.sequence()).as("renumbered: " + what).isEqualTo(receipt.sequence());
        assertThat(entry.eventHash()).as(what).isEqualTo(receipt.contentHash());
        assertThat(entry.clock()).as(what).isEqualTo(receipt.clock());
    }

    /// What is gone is the end.
    private void prefix(Map<Long, Entry> found) {
        boolean ended = false;
        List<LoadGroup> inOrder = load.groups().stream()
                .filter(group -> group.fate() == Fate.PRESENT)
                .sorted(Comparator.comparingLong(
                        group -> group.receipts().getFirst().sequence()))
                .toList();
        for (LoadGroup group : inOrder) {
            boolean there = found.containsKey(group.numbers().getFirst());
            assertThat(there && ended)
                    .as("a hole before " + group + ": " + replay)
                    .isFalse();
            ended |= !there;
        }
    }

    /// Only hidden events leave numbers unseen.
    private void dense(Journal journal) {
        List<Long> sequences =
                journal.query(Region.all()).stream().map(Entry::sequence).toList();
        assertThat(sequences).as(replay).isSorted().doesNotHaveDuplicates();
        long hidden = load.groups().stream()
                .filter(group -> group.fate() == Fate.HIDDEN)
                .mapToLong(group -> group.numbers().size())
                .sum();
        long unseen = sequences.isEmpty() ? 0 : sequences.getLast() + 1 - sequences.size();
        assertThat(unseen).as("numbers without an event: " + replay).isBetween(0L, hidden);
    }

    private void retryKeys(Store store) {
        Map<Long, Entry> found = found(store);
        long before = store.stats().eventCount();
        load.groups().reversed().stream()
                .filter(group -> group.key().isPresent() && group.fate() == Fate.PRESENT)
                .filter(group -> found.containsKey(group.numbers().getFirst()))
                .limit(RETRIED)
                .forEach(group -> assertThat(store.append(
                                Coordinate.of("retry:2", "shop"),
                                EventKind.of(0xF, 9),
                                Payload.of(Value.of(1)),
                                AppendOptions.none().idempotencyKey(group.key().orElseThrow())))
                        .as(replay)
                        .isEqualTo(group.receipts().getFirst()));
        assertThat(store.stats().eventCount())
                .as("a retry added something: " + replay)
                .isEqualTo(before);
    }

    private static List<String> facts(Journal journal) {
        return journal.query(Region.all()).stream()
                .filter(entry -> entry.correlationId().high() == Load.TAG)
                .map(entry -> entry.sequence() + " " + entry.eventId() + " " + entry.clock() + " " + entry.eventHash())
                .toList();
    }
}
