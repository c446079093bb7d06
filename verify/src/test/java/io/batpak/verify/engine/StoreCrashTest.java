package io.batpak.verify.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.batpak.Journal;
import io.batpak.Store;
import io.batpak.StoreReader;
import io.batpak.error.SegmentDamageException;
import io.batpak.fs.IoKind;
import io.batpak.fs.StoreIoException;
import io.batpak.model.Entry;
import io.batpak.model.EventId;
import io.batpak.model.Receipt;
import io.batpak.model.Region;
import io.batpak.testkit.MemFault;
import io.batpak.testkit.MemFs;
import io.batpak.testkit.MemOperation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The power fails after each single change to the directory in turn; what is left is opened and held against
/// what was promised.
///
/// Tier: crash. Covers: E21.
@Tag("soak-crash")
class StoreCrashTest {
    private static final int SEEDS = "full".equals(System.getProperty("batpak.depth")) ? 100 : 3;

    @Test
    void nothingDurableIsLostWhicheverChangeWasTheLast() {
        long changes = changesOfAWholeRun();
        assertThat(changes).as("a run that changes little proves little").isGreaterThan(80);
        for (long last = 0; last <= changes; last++) {
            MemFs fs = new MemFs();
            fs.powerOffAfter(last);
            Workload workload = Workload.play(fs);
            check(fs.crash(), workload, workload.durable(), "only what was synced, after change " + last);
            for (long seed = 0; seed < SEEDS; seed++) {
                check(fs.crash(seed), workload, workload.durable(), "seed " + seed + " after change " + last);
            }
        }
    }

    @Test
    void noReceiptIsLostWhenOnlyTheProcessDies() {
        long changes = changesOfAWholeRun();
        for (long last = 0; last <= changes; last++) {
            MemFs fs = new MemFs();
            fs.powerOffAfter(last);
            Workload workload = Workload.play(fs);
            check(fs.killed(), workload, Long.MAX_VALUE, "killed after change " + last);
        }
    }

    /// As a directory is that somebody has created and not synced.
    @Test
    void aDirectoryThatWasMadeAMomentAgoKeepsItsNameWithWhatIsAcknowledged() {
        MemFs disk = new MemFs();
        MemFs made = disk.elsewhere(Path.of("/journals/one"));
        disk.elsewhere(Path.of("/journals")).create();
        disk.elsewhere(Path.of("/")).syncDirectory();
        made.create();
        Store store = Store.open(Samples.quiet(made).build());
        Samples.append(store, 1);
        store.sync();
        assertThat(made.crash().exists()).isTrue();
    }

    /// Whether the directory around may be read is not ours to say; any other failure ends the opening.
    @Test
    void anOpenGoesOnOnlyWhereItMayNotSyncTheDirectoryAround() {
        MemFs fs = new MemFs();
        Store.open(Samples.quiet(fs).build()).close();
        MemFs looked = fs.killed();
        Store.open(Samples.quiet(looked).build()).close();
        long which = 1
                + looked.steps().stream()
                        .filter(step -> step.operation() == MemOperation.SYNC_DIRECTORY)
                        .takeWhile(step -> !step.name().equals("/"))
                        .count();
        MemFs forbidden = fs.killed();
        forbidden.plan(MemFault.of(MemOperation.SYNC_DIRECTORY, which, IoKind.PERMISSION_DENIED));
        Store.open(Samples.quiet(forbidden).build()).close();
        assertThat(forbidden.steps())
                .anyMatch(step -> step.failed() && step.name().equals("/"));
        MemFs broken = fs.killed();
        broken.plan(MemFault.of(MemOperation.SYNC_DIRECTORY, which, IoKind.OTHER));
        assertThatThrownBy(() -> Store.open(Samples.quiet(broken).build())).isInstanceOf(StoreIoException.class);
        Store.open(Samples.quiet(broken).build()).close();
    }

    /// Zeros are cut off the newest segment, and refused in an older one.
    @Test
    void anEndThatWasCutOffIsNotBackBehindANewerSegment() {
        MemFs fs = new MemFs();
        Store store = Store.open(Samples.quiet(fs).build());
        Samples.append(store, 1);
        store.sync();
        MemFs torn = fs.killed();
        torn.damage("000001.fbat", bytes -> Arrays.copyOf(bytes, bytes.length + 600));
        Store again = Store.open(Samples.quiet(torn).build());
        assertThat(again.openReport().repairs()).isNotEmpty();
        try (StoreReader reader = StoreReader.open(Samples.quiet(torn.crash()).build())) {
            assertThat(reader.query(Samples.ORDERS).stream()).hasSize(1);
        }
    }

    @Test
    void killedThenReopenedThenPowerCut() {
        long changes = changesOfAWholeRun();
        for (long last = 0; last <= changes; last++) {
            MemFs fs = new MemFs();
            fs.powerOffAfter(last);
            Workload workload = Workload.play(fs);
            MemFs killed = fs.killed();
            killed.create();
            Store store = Store.open(Workload.config(killed));
            long durable = store.frontier().durable().sequence();
            MemFs cut = killed.crash();
            check(cut, workload, durable, "killed after change " + last + ", reopened, power cut");
        }
    }

    @Test
    void aCrashInTheMiddleOfARepairLosesNothingEither() {
        MemFs first = new MemFs();
        first.powerOffAfter(changesOfAWholeRun() / 2);
        Workload workload = Workload.play(first);
        MemFs torn = first.crash(7);
        long repairs = changesOfAnOpen(torn);
        for (long last = 0; last <= repairs; last++) {
            MemFs again = torn.killed();
            again.powerOffAfter(last);
            openUntilItFails(again);
            check(again.crash(), workload, workload.durable(), "second crash after change " + last);
        }
    }

    private static long changesOfAWholeRun() {
        MemFs fs = new MemFs();
        Workload.play(fs);
        return fs.mutations();
    }

    private static long changesOfAnOpen(MemFs torn) {
        MemFs copy = torn.killed();
        openUntilItFails(copy);
        return copy.mutations();
    }

    private static void openUntilItFails(MemFs fs) {
        try (Store store = Store.open(Workload.config(fs))) {
            assertThat(store.verifyChain().intact()).isTrue();
        } catch (io.batpak.error.StoreException e) {
            assertThat(e).as("the disk fails, nothing is damaged").isNotInstanceOf(SegmentDamageException.class);
        }
    }

    /// @param durable receipts up to this sequence must be there
    private static void check(MemFs left, Workload workload, long durable, String replay) {
        left.create(); // power may have gone before the directory was there
        List<Entry> readOnly;
        Map<String, Integer> before = sizes(left);
        try (StoreReader reader = StoreReader.open(Workload.config(left))) {
            readOnly = reader.query(Region.entity("order")).toList();
            assertThat(reader.verifyChain().intact()).as(replay).isTrue();
        }
        assertThat(sizes(left)).as("a read-only open changed a file: " + replay).isEqualTo(before);
        holds(readOnly, workload, durable, replay);
        try (Store store = Store.open(Workload.config(left))) {
            same(store, readOnly, replay);
            assertThat(store.verifyChain().intact()).as(replay).isTrue();
        }
        try (Store store = Store.open(Workload.config(left))) {
            assertThat(store.openReport().repairs())
                    .as("repaired twice: " + replay)
                    .isEmpty();
            same(store, readOnly, replay);
        }
    }

    private static Map<String, Integer> sizes(MemFs fs) {
        Map<String, Integer> sizes = new HashMap<>();
        for (String name : fs.list()) {
            if (!name.equals(".batpak.lock")) {
                sizes.put(name, fs.bytes(name).length);
            }
        }
        return sizes;
    }

    private static void holds(List<Entry> found, Workload workload, long durable, String replay) {
        Map<EventId, Entry> byId = new HashMap<>();
        found.forEach(entry -> assertThat(byId.put(entry.eventId(), entry))
                .as("doubled: " + replay)
                .isNull());
        boolean ended = false;
        for (Receipt receipt : inSequence(workload.acknowledged())) {
            Entry entry = byId.get(receipt.eventId());
            if (receipt.sequence() <= durable) {
                assertThat(entry).as("lost " + receipt + ": " + replay).isNotNull();
            }
            if (entry == null) {
                ended = true;
                continue;
            }
            assertThat(ended).as("a hole before " + receipt + ": " + replay).isFalse();
            assertThat(entry.sequence()).as("renumbered: " + replay).isEqualTo(receipt.sequence());
            assertThat(entry.eventHash()).as(replay).isEqualTo(receipt.contentHash());
            assertThat(entry.clock()).as(replay).isEqualTo(receipt.clock());
        }
        for (List<Receipt> batch : workload.batches()) {
            Set<Boolean> there = new HashSet<>();
            batch.forEach(receipt -> there.add(byId.containsKey(receipt.eventId())));
            assertThat(there).as("half a batch: " + replay).hasSize(1);
        }
    }

    private static List<Receipt> inSequence(List<Receipt> receipts) {
        List<Receipt> sorted = new ArrayList<>(receipts);
        sorted.sort(Comparator.comparingLong(Receipt::sequence));
        return sorted;
    }

    private static void same(Journal journal, List<Entry> expected, String replay) {
        assertThat(journal.query(Region.entity("order")).stream().map(StoreCrashTest::facts))
                .as(replay)
                .containsExactlyElementsOf(
                        expected.stream().map(StoreCrashTest::facts).toList());
    }

    private static String facts(Entry entry) {
        return entry.sequence() + " " + entry.eventId() + " " + entry.clock() + " " + entry.eventHash();
    }
}
