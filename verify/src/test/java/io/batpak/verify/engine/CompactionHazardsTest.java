package io.batpak.verify.engine;

import static io.batpak.verify.engine.Samples.AT;
import static io.batpak.verify.engine.Samples.KIND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.error.StoreClosedException;
import io.batpak.error.StoreException;
import io.batpak.format.Decoded;
import io.batpak.format.RetentionCuts;
import io.batpak.fs.StoreFs;
import io.batpak.model.AutoMerge;
import io.batpak.model.Compaction;
import io.batpak.model.CompactionOutcome;
import io.batpak.model.CompactionResult;
import io.batpak.model.Entry;
import io.batpak.model.EventKind;
import io.batpak.model.Payload;
import io.batpak.model.Receipt;
import io.batpak.model.Region;
import io.batpak.model.StoredEvent;
import io.batpak.model.Value;
import io.batpak.segment.StoreFileKind;
import io.batpak.sidecar.RetentionCutsFile;
import io.batpak.testkit.MemFs;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What comes in between while a compaction runs: the end of the store, a merge that waits for it, a part of the
/// index that is finished just then, an interrupt, and calls of its own listener.
///
/// Tier: unit. Covers: J1, J5.
class CompactionHazardsTest {
    private static final EventKind KEYED = EventKind.of(0xF, 3);
    private static final int SMALL = 4096;

    private static StoreConfig.Builder config(StoreFs fs) {
        return StoreConfig.on(fs).segmentBytesMax(SMALL).autoMerge(new AutoMerge.Never());
    }

    private static Payload payload(int n) {
        return Payload.of(Value.map("n", n, "text", "-".repeat(100)));
    }

    private static List<Receipt> fill(Store store, int events) {
        List<Receipt> receipts = new ArrayList<>();
        for (int i = 0; i < events; i++) {
            receipts.add(store.append(AT, KIND, payload(i)));
        }
        return receipts;
    }

    private static Compaction.Builder merge() {
        return Compaction.merge().but().outputBytesMax(1 << 20);
    }

    private static void assertAllThere(StoreFs fs, List<Receipt> receipts) {
        try (Store store = Store.open(config(fs).build())) {
            assertReadable(store, receipts);
            assertThat(store.verifyChain().intact()).isTrue();
        }
    }

    private static void assertReadable(Store store, List<Receipt> receipts) {
        for (Receipt receipt : receipts) {
            assertThat(store.get(receipt.eventId()).sequence()).isEqualTo(receipt.sequence());
            assertThat(store.verifyReceipt(receipt).isValid()).isTrue();
        }
    }

    @Test
    void aCloseRightBehindACompactionDoesNotWaitForTheMergeBehindIt() {
        MemFs fs = new MemFs();
        List<Receipt> receipts = new ArrayList<>();
        Threads threads = new Threads();
        for (int round = 0; round < 5; round++) {
            Store store =
                    Store.open(config(fs).autoMerge(new AutoMerge.Tiered(0)).build());
            if (round == 0) {
                receipts.addAll(fill(store, 1));
            }
            threads.now(() -> {
                store.compact(Compaction.retention(candidate -> {
                            if (candidate.entry().sequence() == 0) {
                                receipts.addAll(fill(store, 40)); // rotations, so that the merger wants its turn
                                waitForMerger();
                            }
                            return true;
                        })
                        .but()
                        .minSegments(0)
                        .build());
                store.close();
            });
            threads.join();
        }
        assertAllThere(fs, receipts);
    }

    private static void waitForMerger() {
        Threads.until(
                "the merger is there",
                () -> Thread.getAllStackTraces().keySet().stream()
                        .anyMatch(thread -> thread.getName().startsWith("batpak-merge-")));
    }

    @Test
    void aPartOfTheIndexThatIsFinishedMeanwhileIsNoFailure() {
        MemFs memory = new MemFs();
        List<Receipt> receipts = new ArrayList<>();
        AtomicReference<Store> opened = new AtomicReference<>();
        AtomicBoolean armed = new AtomicBoolean();
        StoreFs fs = calling(memory, "list", () -> {
            boolean sealing = Arrays.stream(Thread.currentThread().getStackTrace())
                    .anyMatch(frame -> frame.getClassName().endsWith("IndexRuns")
                            && frame.getMethodName().equals("seal"));
            if (sealing && armed.compareAndSet(true, false)) {
                receipts.addAll(fill(opened.get(), 2000)); // more than 64 segments: the growing part is finished
            }
        });
        try (Store store = Store.open(config(fs).build())) {
            opened.set(store);
            receipts.addAll(fill(store, 200));
            armed.set(true);
            CompactionResult result = store.compact(merge().build());
            assertThat(armed.get()).isFalse();
            assertThat(result.outcome()).isEqualTo(new CompactionOutcome.Performed());
            assertReadable(store, receipts);
        }
        assertAllThere(memory, receipts);
    }

    private static StoreFs calling(StoreFs real, String name, Runnable before) {
        return (StoreFs) Proxy.newProxyInstance(
                StoreFs.class.getClassLoader(), new Class<?>[] {StoreFs.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals(name)) {
                        before.run();
                    }
                    try {
                        return method.invoke(real, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @Test
    void theKeysOfEventsThatGoInFarApartPartsOfTheIndexSurviveAKill() {
        MemFs fs = new MemFs();
        List<Receipt> keyed = new ArrayList<>();
        Store crashed = Store.open(config(fs).build());
        for (int stretch = 0; stretch < 3; stretch++) {
            if (stretch != 1) {
                for (int i = 0; i < 40; i++) {
                    keyed.add(crashed.append(AT, KEYED, payload(i), Samples.key(stretch * 1000 + i)));
                }
            }
            Receipt dropped = fill(crashed, 100).get(5);
            assertThat(crashed.compact(Compaction.retention(
                                    candidate -> candidate.entry().sequence() != dropped.sequence()))
                            .outcome())
                    .isEqualTo(new CompactionOutcome.Performed());
        }
        crashed.sync();
        MemFs left = fs.killed();
        Store second = Store.open(config(left).build()); // does not know which events had keys
        CompactionResult result = second.compact(
                Compaction.retention(candidate -> !candidate.entry().kind().equals(KEYED)));
        assertThat(result.outcome()).isEqualTo(new CompactionOutcome.Performed());
        try (Store third = Store.open(config(left.killed()).build())) {
            int number = 0;
            int gone = 0;
            for (Receipt receipt : keyed) {
                int key = number < 40 ? number : 2000 + number - 40;
                gone += third.find(receipt.eventId()).isEmpty() ? 1 : 0;
                Receipt again = third.append(AT, KEYED, payload(0), Samples.key(key));
                assertThat(again.sequence()).as("key " + key).isEqualTo(receipt.sequence());
                number++;
            }
            assertThat(gone).isPositive();
        }
    }

    @Test
    void anInterruptHurtsNobody(@TempDir Path directory) {
        StoreFs fs = StoreFs.local(directory);
        List<Receipt> receipts = new ArrayList<>();
        AtomicBoolean done = new AtomicBoolean();
        try (Store store = Store.open(config(fs).build())) {
            receipts.addAll(fill(store, 300));
            Iterator<StoredEvent> held = store.read(Region.all()).iterator();
            held.next();
            Thread compacting = Thread.currentThread();
            Threads threads = new Threads();
            threads.now(() -> {
                while (!done.get()) {
                    compacting.interrupt();
                }
            });
            int performed = 0;
            for (int round = 0; round < 10; round++) {
                CompactionResult result = store.compact(
                        merge().outputBytesMax(20_000L * (round + 1)).build());
                assertThat(result.outcome()).isNotInstanceOf(CompactionOutcome.Failed.class);
                performed += result.outcome() instanceof CompactionOutcome.Performed ? 1 : 0;
                receipts.addAll(fill(store, 60));
            }
            done.set(true);
            threads.join();
            Thread.interrupted();
            assertThat(performed).isGreaterThan(5);
            held.forEachRemaining(event -> assertThat(event.payload()).isNotNull());
            assertReadable(store, receipts);
        }
        Thread.interrupted();
        assertAllThere(fs, receipts);
    }

    @Test
    void aListenerMayAppendButNeitherCompactNorClose() {
        MemFs fs = new MemFs();
        List<Receipt> receipts = new ArrayList<>();
        AtomicInteger refused = new AtomicInteger();
        try (Store store = Store.open(config(fs).build())) {
            receipts.addAll(fill(store, 200));
            CompactionResult result = store.compact(merge().listener(progress -> {
                        receipts.addAll(fill(store, 10));
                        assertThatThrownBy(() -> store.compact(Compaction.merge()))
                                .isInstanceOf(IllegalStateException.class);
                        assertThatThrownBy(store::close).isInstanceOf(IllegalStateException.class);
                        refused.incrementAndGet();
                    })
                    .build());
            assertThat(result.outcome()).isEqualTo(new CompactionOutcome.Performed());
            assertThat(refused).hasPositiveValue();
            assertReadable(store, receipts);
        }
        assertAllThere(fs, receipts);
    }

    @Test
    void aCloseFromAnotherThreadStopsACompactionAndLosesNothing() {
        MemFs fs = new MemFs();
        List<Receipt> receipts = new ArrayList<>();
        AtomicReference<CompactionOutcome> outcome = new AtomicReference<>();
        Store store = Store.open(config(fs).build());
        receipts.addAll(fill(store, 300));
        CountDownLatch begun = new CountDownLatch(1);
        Threads threads = new Threads();
        threads.now(() -> outcome.set(store.compact(merge().bytesPerSecondMax(8192)
                        .listener(progress -> begun.countDown())
                        .build())
                .outcome()));
        threads.now(() -> {
            begun.await();
            assertThatThrownBy(
                            () -> { // a second undertaking waits, and ends with the store
                                store.compact(Compaction.merge());
                            })
                    .isInstanceOf(StoreClosedException.class);
        });
        threads.now(() -> {
            begun.await();
            Thread.sleep(50);
            store.close();
        });
        threads.join();
        assertThat(outcome.get()).isInstanceOf(CompactionOutcome.Failed.class);
        assertAllThere(fs, receipts);
        assertThat(fs.list()).noneMatch(StoreFileKind::isUnfinished);
    }

    /// What goes with another output stays, if the crash comes between the two, and then refers to what is gone.
    @Test
    void theChainIsWholeWhereverACrashCutsACompaction() {
        int crashes = 0;
        boolean finished = false;
        for (int after = 0; !finished; after++) {
            MemFs fs = new MemFs();
            Store store = Store.open(config(fs).cooperative(true).build());
            fill(store, 100);
            fs.powerOffAfter(fs.mutations() + after);
            finished = retains(store);
            MemFs left = fs.killed();
            try (Store reopened = Store.open(config(left).build())) {
                assertThat(reopened.verifyChain().danglingLinks())
                        .as("power off after " + after)
                        .isEmpty();
            }
            crashes++;
        }
        assertThat(crashes).isGreaterThan(20);
    }

    private static boolean retains(Store store) {
        try {
            return store.compact(Compaction.retention(
                                    candidate -> candidate.entry().sequence() % 10 == 0))
                            .outcome()
                    instanceof CompactionOutcome.Performed;
        } catch (StoreException e) {
            return false; // the power is off
        }
    }

    @Test
    void declaredCutsDoNotPileUp() {
        MemFs fs = new MemFs();
        try (Store store = Store.open(config(fs).build())) {
            for (int round = 0; round < 12; round++) {
                fill(store, 80);
                int rest = round;
                store.compact(
                        Compaction.retention(candidate -> candidate.entry().sequence() % 13 != rest)
                                .but()
                                .outputBytesMax(9000)
                                .build());
            }
            assertThat(store.verifyChain().intact()).isTrue();
        }
        byte[] file = fs.bytes(RetentionCutsFile.NAME);
        Decoded<RetentionCuts> stored = RetentionCuts.decode(file);
        assertThat(stored).isInstanceOf(Decoded.Ok.class);
        assertThat(((Decoded.Ok<RetentionCuts>) stored).value())
                .isEqualTo(RetentionCutsFile.load(fs).cuts());
    }

    @Test
    void entriesAreReadThroughManyCompactionsAndReusedNames() {
        MemFs fs = new MemFs();
        try (Store store = Store.open(config(fs).build())) {
            List<List<Entry>> held = new ArrayList<>();
            for (int round = 0; round < 12; round++) {
                fill(store, 80);
                held.add(store.query(Region.all()).toList());
                int drop = round;
                store.compact(
                        round % 3 == 0
                                ? merge().outputBytesMax(9000L * (1 + round % 4))
                                        .build()
                                : Compaction.retention(
                                        candidate -> candidate.entry().sequence() % 13 != drop));
                for (Entry entry : store.query(Region.all())) { // opens files whose names others will have
                    assertThat(store.read(entry).sequence()).isEqualTo(entry.sequence());
                }
            }
            for (List<Entry> entries : held) {
                for (Entry entry : entries) {
                    StoredEvent event = store.read(entry);
                    assertThat(event.sequence()).isEqualTo(entry.sequence());
                }
            }
            assertThat(store.verifyChain().intact()).isTrue();
        }
    }
}
