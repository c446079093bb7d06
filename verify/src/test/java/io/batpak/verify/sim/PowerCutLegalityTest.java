package io.batpak.verify.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.Journal;
import io.batpak.Store;
import io.batpak.StoreReader;
import io.batpak.model.Receipt;
import io.batpak.testkit.MemFs;
import io.batpak.testkit.MemOperation;
import io.batpak.testkit.MemStep;
import io.batpak.testkit.SettableClock;
import io.batpak.testkit.UnsyncedBytes;
import io.batpak.verify.damage.Depth;
import io.batpak.verify.damage.Fingerprint;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The power fails behind each change that a [FixedLife] makes to the disk. Whatever subset of the names that are not
/// durable then gets out, with none, all, the first or any sectors of the bytes: what the next opens find is legal.
///
/// Tier: crash. Covers: E11, E14.
@Tag("soak-matrix")
class PowerCutLegalityTest {
    private static final long LATER_MICROS = 1_700_009_000_000_000L;
    private static final int ALL_SUBSETS_MAX = Depth.isFull() ? 8 : 5;
    private static final int DRAWS = Depth.isFull() ? 20 : 4;
    private static final int STATES_MIN = Depth.isFull() ? 1_500 : 800;

    private final Set<String> seen = ConcurrentHashMap.newKeySet();
    private final AtomicLong cuts = new AtomicLong();
    private final AtomicLong pendingMost = new AtomicLong();

    /// What survives of one power cut.
    ///
    /// @param names a bit for each change of a name
    private record Left(long names, UnsyncedBytes bytes, long seed) {
        MemFs of(MemFs disk) {
            MemFs left = disk.crash(change -> (names >> change & 1) == 1, bytes, seed);
            if (!left.exists()) {
                left.create();
            }
            return left;
        }
    }

    @Test
    void noStateThatAPowerCutLeavesIsIllegal() {
        MemFs whole = new MemFs();
        FixedLife life = FixedLife.on(whole);
        assertThat(life.end()).isNull();
        assertThat(life.log().violations()).isEmpty();
        long changes = whole.mutations();
        LongStream.rangeClosed(0, changes).parallel().forEach(this::cutBehind);
        System.out.printf(
                "%d changes of the disk, at most %d names not durable; %d power cuts, %d different states%n",
                changes, pendingMost.get(), cuts.get(), seen.size());
        assertThat(seen.size()).as("different states").isGreaterThan(STATES_MIN);
    }

    /// From the end of its sync on a batch is there, whether its caller knows or not.
    @Test
    void aBatchIsThereOnceItsSyncHasEnded() {
        MemFs whole = new MemFs();
        List<MemStep> changes = new ArrayList<>();
        List<FixedLife.Batch> batches = FixedLife.on(whole).batches();
        whole.steps().stream().filter(step -> step.operation().isMutation()).forEach(changes::add);
        assertThat(batches).hasSize(2);
        for (int i = 0; i < batches.size(); i++) {
            long synced = batches.get(i).to();
            while (changes.get((int) synced - 1).operation() != MemOperation.SYNC) {
                synced--;
            }
            assertThat(synced).isGreaterThan(batches.get(i).from());
            MemFs disk = new MemFs();
            disk.powerOffAfter(synced);
            Attempt batch = FixedLife.on(disk).batches().get(i).attempt();
            for (Left each : lefts(disk.unsyncedNames(), synced)) {
                try (StoreReader reader = StoreReader.open(
                        FixedLife.config(each.of(disk), new SettableClock(LATER_MICROS), new SplittableRandom(1)))) {
                    assertThat(Sighting.of(reader).stream().map(Sighting::number))
                            .as("%s of batch %d", each, i)
                            .containsAll(
                                    batch.drafts().stream().map(Draft::number).toList());
                }
            }
        }
    }

    private void cutBehind(long change) {
        MemFs disk = new MemFs();
        disk.powerOffAfter(change);
        Logbook log = FixedLife.on(disk).log();
        int pending = disk.unsyncedNames();
        pendingMost.accumulateAndGet(pending, Math::max);
        long durable = log.acknowledged().stream().filter(Attempt::isDurable).count();
        for (Left each : lefts(pending, change)) {
            MemFs left = each.of(disk);
            cuts.incrementAndGet();
            if (seen.add(Fingerprint.of(left) + log.attempts().size() + "/" + durable)) {
                try {
                    check(log, left);
                } catch (RuntimeException | AssertionError e) {
                    String where = "change " + change + ", " + each + " of " + pending + " names, " + left.list();
                    throw new AssertionError(where + ": " + e + "\n" + disk.replayLine(), e);
                }
            }
        }
    }

    private static List<Left> lefts(int pending, long change) {
        List<Left> lefts = new ArrayList<>();
        for (long names : subsets(pending)) {
            lefts.add(new Left(names, UnsyncedBytes.NONE, 0));
            lefts.add(new Left(names, UnsyncedBytes.ALL, 0));
            for (int draw = 0; draw < DRAWS; draw++) {
                long seed = change * 31 + names * 7 + draw;
                lefts.add(new Left(names, UnsyncedBytes.FIRST_WRITES, seed));
                lefts.add(new Left(names, UnsyncedBytes.ANY_SECTORS, seed));
            }
        }
        return lefts;
    }

    /// All, if they are few; else none, all, each alone and each missing.
    private static Set<Long> subsets(int pending) {
        Set<Long> subsets = new TreeSet<>();
        long all = (1L << pending) - 1;
        if (pending <= ALL_SUBSETS_MAX) {
            LongStream.rangeClosed(0, all).forEach(subsets::add);
            return subsets;
        }
        subsets.addAll(List.of(0L, all));
        for (int name = 0; name < pending; name++) {
            subsets.add(1L << name);
            subsets.add(all & ~(1L << name));
        }
        return subsets;
    }

    private static void check(Logbook log, MemFs left) {
        String before = Fingerprint.of(left);
        List<String> first;
        try (StoreReader reader = reader(left)) {
            Laws laws = new Laws(log, reader);
            laws.check(false);
            first = laws.seen().stream().map(Sighting::line).toList();
        }
        assertThat(Fingerprint.of(left)).as("a reader has changed it").isEqualTo(before);
        try (Store store =
                Store.open(FixedLife.config(left, new SettableClock(LATER_MICROS), new SplittableRandom(2)))) {
            assertThat(lines(store)).as("the writable open").isEqualTo(first);
            retryKeys(log, store);
            assertThat(lines(store)).as("behind retries").isEqualTo(first);
            store.drop();
        }
        try (StoreReader reader = reader(left.crash())) {
            assertThat(lines(reader))
                    .as("the open behind a recovery and a power cut")
                    .isEqualTo(first);
        }
    }

    private static StoreReader reader(MemFs left) {
        return StoreReader.open(FixedLife.config(left, new SettableClock(LATER_MICROS), new SplittableRandom(1)));
    }

    /// A keyed event that is there is answered again, and not stored again.
    private static void retryKeys(Logbook log, Store store) {
        Set<Long> there = ConcurrentHashMap.newKeySet();
        Sighting.of(store).forEach(each -> there.add(each.number()));
        for (Attempt attempt : log.acknowledged()) {
            Draft draft = attempt.drafts().getFirst();
            if (draft.options().hasIdempotencyKey() && there.contains(draft.number())) {
                Receipt again = store.append(draft.at(), draft.kind(), draft.payload(), draft.options());
                assertThat(again.eventId())
                        .as("%s", draft)
                        .isEqualTo(attempt.receipts().getFirst().eventId());
            }
        }
    }

    private static List<String> lines(Journal journal) {
        return Sighting.of(journal).stream().map(Sighting::line).toList();
    }
}
