package io.batpak.verify.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.VisibilityFence;
import io.batpak.error.BatchFailedException;
import io.batpak.error.ConfigurationException;
import io.batpak.error.EntityClockOverflowException;
import io.batpak.error.StoreException;
import io.batpak.error.WriterCrashedException;
import io.batpak.fs.IoKind;
import io.batpak.model.ImportOptions;
import io.batpak.model.Payload;
import io.batpak.model.Receipt;
import io.batpak.model.Ticket;
import io.batpak.model.Value;
import io.batpak.testkit.MemFault;
import io.batpak.testkit.MemFs;
import io.batpak.testkit.MemOperation;
import io.batpak.testkit.SettableClock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/// Errors of the write path that no random fault meets: each by what leads to it.
///
/// Tier: crash. Covers: B1, D7.
class WriteErrorsTest {
    /// Holds more rows than a footer may have that is written while commits wait.
    private static final long LARGE_SEGMENT_BYTES = 2_300_000;

    private static final String FIRST = "000001.fbat";
    private static final String SECOND = "000003.fbat";
    private static final int LOOKS_OF_A_COMMIT = 8;

    private final MemFs fs = new MemFs();

    @Test
    void aRestartThatCannotBeginANewSegmentIsTheEndOfWriting() {
        TrippingFs tripping = new TrippingFs(fs);
        Store store = Store.open(StoreConfig.on(tripping).cooperative(true).build());
        Samples.append(store, 1);
        tripping.tripNextWrite(new TickingClock.Defect());
        fs.plan(MemFault.of(MemOperation.CREATE, 1, IoKind.STORAGE_FULL));
        assertThatThrownBy(() -> Samples.append(store, 2))
                .isInstanceOf(WriterCrashedException.class)
                .hasRootCauseInstanceOf(TickingClock.Defect.class);
        assertThatThrownBy(() -> Samples.append(store, 3)).isInstanceOf(WriterCrashedException.class);
        assertThatThrownBy(store::close).isInstanceOf(WriterCrashedException.class);
        assertThat(events(fs.killed())).isEqualTo(1);
    }

    @Test
    void aBatchBefore1970IsRefusedBehindAFenceAsWell() {
        try (Store store = Store.open(StoreConfig.on(fs)
                .cooperative(true)
                .clock(new SettableClock(-1))
                .build())) {
            VisibilityFence fence = store.beginFence();
            Ticket<List<Receipt>> ticket = fence.submitBatch(List.of(Samples.item(1)));
            store.drain(1);
            assertThat(ticket.isDone()).isTrue();
            assertThatThrownBy(ticket::await).isInstanceOf(BatchFailedException.class);
            fence.cancel();
        }
        assertThat(events(fs)).isZero();
    }

    @Test
    void whatIsQueuedForAStreamThatHasUsedAllItsClocksIsRefused() {
        Store killed = Store.open(Samples.quiet(fs).build());
        Samples.append(killed, 1);
        MemFs left = fs.killed();
        left.damage(FIRST, bytes -> Tampering.userEvents(bytes, event -> event.clock(0xFFFF_FFFFL)));
        try (Store store = Store.open(Samples.quiet(left).build())) {
            Ticket<Receipt> ticket = store.submit(Samples.AT, Samples.KIND, Samples.payload(2));
            assertThatThrownBy(ticket::await).isInstanceOf(EntityClockOverflowException.class);
        }
        assertThat(events(left)).isEqualTo(1);
    }

    @Test
    void aJournalWhoseSequencesAreUsedUpTakesNoMore() {
        Store killed = Store.open(Samples.quiet(fs).build());
        killed.appendBatch(List.of(Samples.item(1), Samples.item(2)));
        MemFs left = fs.killed();
        long last = Long.MAX_VALUE - 4;
        left.damage(FIRST, bytes -> Tampering.batchFrom(bytes, last - 1));
        Store store = Store.open(Samples.quiet(left).build());
        assertThat(store.query(Samples.ORDERS).toList().getLast().sequence()).isEqualTo(last);
        assertThatThrownBy(() -> Samples.append(store, 3)).isInstanceOf(ConfigurationException.class);
        assertThatThrownBy(() -> store.appendBatch(List.of(Samples.item(4))))
                .isInstanceOf(ConfigurationException.class);
        assertThat(Samples.seen(store)).isEqualTo(2);
    }

    @Test
    void withoutAThreadForFootersSegmentsGetTheirsAtTheClose() {
        Store store =
                Store.open(large().spawner(SpawnerStub.without("batpak-seal-")).build());
        int events = fill(store);
        Samples.append(store, 0);
        assertThat(segments()).as("no segment is begun in vain").isEqualTo(2);
        store.close();
        assertThat(events(fs)).isEqualTo(events + 1);
        try (Store again = Store.open(large().build())) {
            assertThat(again.openReport().segments())
                    .allSatisfy(segment -> assertThat(segment.footer()).isTrue());
            assertThat(again.verifyChain().intact()).isTrue();
        }
    }

    @Test
    void whatFailsBesideCommitsIsLoggedAndNothingIsLost() {
        AtomicBoolean tripped = new AtomicBoolean();
        StoreConfig config = large(WatchedFs.of(fs, (_, _) -> {
                    if (Thread.currentThread().getName().startsWith("batpak-seal-")
                            && tripped.compareAndSet(false, true)) {
                        throw new TickingClock.Defect();
                    }
                }))
                .build();
        int events;
        try (Store store = Store.open(config)) {
            events = fill(store);
        }
        assertThat(tripped).isTrue();
        assertThat(events(fs)).isEqualTo(events);
    }

    @Test
    void aCloseWaitsForItsThreadsWhateverEndsAWait() {
        try (Store store =
                Store.open(StoreConfig.on(fs).spawner(SpawnerStub.impatient()).build())) {
            Samples.append(store, 1);
        }
        assertThat(Thread.interrupted()).as("the interrupt is kept").isTrue();
        assertThat(events(fs)).isEqualTo(1);
    }

    @Test
    void aKeyWhoseEventCannotBeReadIsNotWrittenToTheFileAndIsKnownAllTheSame() {
        try (Store store = Store.open(Samples.quiet(fs).build())) {
            for (int n = 0; n < 3; n++) {
                store.append(Samples.AT, Samples.KIND, Samples.payload(n), Samples.key(n));
            }
        }
        fs.list().stream().filter(name -> !name.endsWith(".fbat")).toList().forEach(fs::delete);
        for (int k = 1; k <= 3; k++) {
            MemFs copy = fs.killed();
            Store store = Store.open(Samples.quiet(copy).build());
            copy.plan(MemFault.of(MemOperation.READ, k, IoKind.OTHER));
            store.close();
            try (Store again = Store.open(Samples.quiet(copy).build())) {
                for (int n = 0; n < 3; n++) {
                    again.append(Samples.AT, Samples.KIND, Samples.payload(n), Samples.key(n));
                }
                assertThat(Samples.seen(again)).as("read %d fails", k).isEqualTo(3);
            }
        }
    }

    /// Whatever the clock is looked at for in the middle of a commit.
    @Test
    void aClockThatThrowsInsideACommitHarmsNothingElse() {
        List<Consumer<Store>> commits = List.of(
                store -> store.appendBatch(List.of(Samples.item(7), Samples.item(8))),
                store -> submitAndWait(store),
                store -> fence(store).commit(),
                store -> fence(store).cancel());
        for (Consumer<Store> commit : commits) {
            int failed = 0;
            for (int ahead = 1; ahead <= LOOKS_OF_A_COMMIT; ahead++) {
                MemFs disk = new MemFs();
                TickingClock clock = new TickingClock(Samples.NOON_MICROS);
                Store store = Store.open(
                        StoreConfig.on(disk).cooperative(true).clock(clock).build());
                Receipt first = Samples.append(store, 1);
                clock.tripAt(clock.looks() + ahead);
                try {
                    commit.accept(store);
                } catch (TickingClock.Defect | StoreException e) {
                    failed++;
                }
                try (Store left = Store.open(
                        StoreConfig.on(disk.killed()).cooperative(true).build())) {
                    assertThat(left.get(first.eventId()).sequence()).isEqualTo(first.sequence());
                    assertThat(left.verifyChain().intact()).isTrue();
                }
            }
            assertThat(failed).isPositive();
        }
    }

    private static VisibilityFence fence(Store store) {
        VisibilityFence fence = store.beginFence();
        fence.submit(Samples.AT, Samples.KIND, Samples.payload(5));
        return fence;
    }

    private static void submitAndWait(Store store) {
        Ticket<Receipt> ticket = store.submit(Samples.AT, Samples.KIND, Samples.payload(6));
        store.drain(1);
        try {
            assertThat(ticket.await(Duration.ZERO)).isPresent();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void anImportWhoseWriteFailsSaysSoAndCanBeMadeAgain() {
        try (Store from = Store.open(Samples.quiet(new MemFs()).build());
                Store to = Store.open(Samples.quiet(fs).build())) {
            Samples.append(from, 1);
            Samples.append(from, 2);
            ImportOptions options = ImportOptions.from("another");
            fs.plan(MemFault.of(MemOperation.WRITE, 1, IoKind.STORAGE_FULL));
            assertThatThrownBy(() -> to.importEvents(from, options)).isInstanceOf(StoreException.class);
            assertThat(to.importEvents(from, options).imported()).isEqualTo(2);
        }
        assertThat(events(fs)).isEqualTo(2);
    }

    private StoreConfig.Builder large() {
        return large(fs);
    }

    private static StoreConfig.Builder large(io.batpak.fs.StoreFs on) {
        return StoreConfig.on(on)
                .segmentBytesMax(LARGE_SEGMENT_BYTES)
                .syncEveryEvents(1_000_000)
                .syncWithin(Duration.ZERO);
    }

    /// Appends until the first segment is full and one event more.
    private int fill(Store store) {
        Payload payload = Payload.of(Value.map("n", 1));
        int events = 0;
        while (!fs.list().contains(SECOND)) {
            store.append(Samples.AT, Samples.KIND, payload);
            events++;
        }
        return events;
    }

    private long segments() {
        return fs.list().stream().filter(name -> name.endsWith(".fbat")).count();
    }

    private static long events(MemFs left) {
        try (Store store = Store.open(StoreConfig.on(left).cooperative(true).build())) {
            assertThat(store.verifyChain().intact()).isTrue();
            return Samples.seen(store);
        }
    }
}
