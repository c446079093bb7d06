package io.batpak.verify.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.batpak.ChainVerification;
import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.StoreReader;
import io.batpak.error.ChainVerificationException;
import io.batpak.error.ConfigurationException;
import io.batpak.error.DirectoryMalformedException;
import io.batpak.error.HiddenRangesException;
import io.batpak.error.NotFoundException;
import io.batpak.error.StoreClosedException;
import io.batpak.error.WaitTimeoutException;
import io.batpak.fs.IoKind;
import io.batpak.fs.StoreFile;
import io.batpak.fs.StoreLockedException;
import io.batpak.model.Ancestry;
import io.batpak.model.AppendOptions;
import io.batpak.model.CausalBounds;
import io.batpak.model.CausalDirection;
import io.batpak.model.Coordinate;
import io.batpak.model.CorrelationId;
import io.batpak.model.Entry;
import io.batpak.model.EventId;
import io.batpak.model.EventKind;
import io.batpak.model.Mark;
import io.batpak.model.Page;
import io.batpak.model.Payload;
import io.batpak.model.Receipt;
import io.batpak.model.Region;
import io.batpak.model.Value;
import io.batpak.testkit.MemFault;
import io.batpak.testkit.MemFs;
import io.batpak.testkit.MemOperation;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Handles: what they share, what they refuse, what is there after the next open.
///
/// Tier: unit. Covers: B21, E21, F6, F7, F9.
class StoreHandleTest {
    private static final Coordinate AT = Coordinate.of("order:1", "shop");
    private static final EventKind KIND = EventKind.of(0xF, 1);

    private final MemFs fs = new MemFs();

    @RegisterExtension
    final LogListener log = new LogListener();

    @Test
    void aSecondHandleOfAnyKindIsRefused() {
        try (Store store = open()) {
            assertThat(store.stats().segments()).isEqualTo(1);
            assertThatThrownBy(this::open).isInstanceOf(StoreLockedException.class);
            assertThatThrownBy(() -> StoreReader.open(config())).isInstanceOf(StoreLockedException.class);
        }
        try (StoreReader reader = StoreReader.open(config())) {
            assertThat(reader.stats().eventCount()).isEqualTo(2);
            assertThatThrownBy(this::open).isInstanceOf(StoreLockedException.class);
        }
        open().close();
    }

    @Test
    void everyCallAfterCloseIsRefused() {
        Store store = open();
        Receipt receipt = append(store, 1);
        store.close();
        store.close();
        Stream.<Runnable>of(
                        () -> append(store, 2),
                        () -> store.appendBatch(List.of()),
                        store::sync,
                        () -> store.get(receipt.eventId()),
                        () -> store.find(receipt.eventId()),
                        () -> store.entry(receipt.eventId()),
                        () -> store.query(Region.all()),
                        () -> store.query(Region.all(), Page.first(1)),
                        () -> store.stream("order:1"),
                        () -> store.stream("order:1", 0),
                        () -> store.latest("order:1", 0),
                        () -> store.ancestors(receipt.eventId(), 1),
                        () -> store.causesOf(receipt.eventId()),
                        () -> store.effectsOf(receipt.eventId()),
                        () -> store.correlated(CorrelationId.of(receipt.eventId())),
                        () -> store.causalGraph(receipt.eventId(), CausalDirection.BOTH, CausalBounds.events(1)),
                        () -> store.causalGraph(CorrelationId.of(receipt.eventId()), 1),
                        store::verifyChain,
                        store::frontier,
                        store::stats,
                        store::openReport)
                .forEach(call -> assertThatThrownBy(call::run).isInstanceOf(StoreClosedException.class));
    }

    @Test
    void closeRecordsItselfAndDropDoesNot() {
        Store closed = open();
        append(closed, 1);
        closed.close();
        Store dropped = open();
        append(dropped, 2);
        dropped.drop();
        try (StoreReader reader = StoreReader.open(config())) {
            assertThat(reader.stream("batpak:store").stream().map(Entry::kind))
                    .containsExactly(
                            EventKind.SYSTEM_OPEN_COMPLETED,
                            EventKind.SYSTEM_CLOSE_COMPLETED,
                            EventKind.SYSTEM_OPEN_COMPLETED);
            assertThat(reader.query(Region.entity("order")).toList()).hasSize(2);
            assertThat(reader.openReport().segments()).allMatch(segment -> segment.footer());
        }
    }

    @Test
    void aCloseThatCannotLeaveItsIndexSaysSoInOneLine() {
        Store store = open();
        append(store, 1);
        fs.plan(MemFault.of(MemOperation.RENAME, 2, IoKind.STORAGE_FULL)); // the first is that of the keys
        store.close();
        assertThat(log.records()).singleElement().satisfies(entry -> {
            assertThat(entry.getThrown()).isNull();
            assertThat(entry.getMessage())
                    .startsWith("the index could not be written beside the segments: ")
                    .contains("index.fbati")
                    .doesNotContain("\n");
        });
    }

    @Test
    void anUnknownIdIsAbsentOrNotFound() {
        try (Store store = open()) {
            EventId unknown = new EventId(1, 2);
            assertThat(store.find(unknown)).isEmpty();
            assertThatThrownBy(() -> store.get(unknown))
                    .isInstanceOfSatisfying(
                            NotFoundException.class,
                            e -> assertThat(e.eventId()).isEqualTo(unknown.hex()));
        }
    }

    @Test
    void pagesGoOnStrictlyBehindTheLastSequence() {
        try (Store store = open()) {
            for (int i = 0; i < 10; i++) {
                append(store, i);
            }
            Region orders = Region.entity("order");
            List<Entry> first = store.query(orders, Page.first(4));
            List<Entry> second = store.query(orders, Page.after(first.getLast().sequence(), 100));
            assertThat(first).extracting(Entry::sequence).containsExactly(1L, 2L, 3L, 4L);
            assertThat(second).extracting(Entry::sequence).containsExactly(5L, 6L, 7L, 8L, 9L, 10L);
            assertThat(store.query(orders, Page.first(0))).isEmpty();
        }
    }

    @Test
    void aQueryDoesNotSeeLaterEvents() {
        try (Store store = open()) {
            append(store, 1);
            var before = store.query(Region.entity("order"));
            append(store, 2);
            assertThat(before.toList()).hasSize(1);
            assertThat(store.query(Region.entity("order")).toList()).hasSize(2);
        }
    }

    @Test
    void ancestorsStopAtTheGenesisAtTheLimitAndAtAnUnknownAnchor() {
        try (Store store = open()) {
            append(store, 1);
            append(store, 2);
            EventId newest = append(store, 3).eventId();
            Ancestry whole = store.ancestors(newest, 3);
            assertThat(whole.events()).hasSize(3);
            assertThat(whole.boundary()).isInstanceOf(Ancestry.Boundary.ReachedGenesis.class);
            assertThat(store.ancestors(newest, 2).boundary()).isInstanceOf(Ancestry.Boundary.LimitReached.class);
            assertThat(store.ancestors(newest, 0).events()).isEmpty();
            assertThat(store.ancestors(new EventId(1, 1), 0).boundary()).isInstanceOf(Ancestry.Boundary.NoAnchor.class);
            assertThatThrownBy(() -> store.ancestors(newest, -1)).isInstanceOf(ConfigurationException.class);
        }
    }

    @Test
    void waitsTestTheMarkAndTimeOut() throws InterruptedException {
        try (Store store = Store.open(StoreConfig.on(fs).syncEveryEvents(1000).build())) {
            append(store, 1);
            store.waitFor(Mark.VISIBLE, 1, Duration.ZERO);
            assertThatThrownBy(() -> store.waitFor(Mark.DURABLE, 1, Duration.ZERO))
                    .isInstanceOf(WaitTimeoutException.class);
            assertThatThrownBy(() -> store.waitFor(Mark.VISIBLE, 7, 1, Duration.ofMillis(2)))
                    .as("another lane does not count")
                    .isInstanceOf(WaitTimeoutException.class);
            Thread syncer = Thread.ofVirtual().start(store::sync);
            store.waitFor(Mark.DURABLE, 1, Duration.ofSeconds(20));
            syncer.join();
        }
    }

    @Test
    void everyOptionOutsideItsRangeIsNamed() {
        for (StoreConfig.Builder wrong : List.of(
                StoreConfig.on(fs).segmentBytesMax(0),
                StoreConfig.on(fs).appendBytesMax(0),
                StoreConfig.on(fs).appendBytesMax((64 << 20) + 1),
                StoreConfig.on(fs).batchEventsMax(4097),
                StoreConfig.on(fs).batchBytesMax(0),
                StoreConfig.on(fs).syncEveryEvents(-1),
                StoreConfig.on(fs).openFilesMax(0))) {
            assertThatThrownBy(wrong::build)
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("accepted:");
        }
    }

    @Test
    void aDirectoryWithAnInterruptedCompactionIsRefusedUnchanged() {
        open().close();
        write("compaction.pending.json", "{}".getBytes(StandardCharsets.US_ASCII));
        List<String> before = fs.list();
        assertThatThrownBy(this::open)
                .isInstanceOf(DirectoryMalformedException.class)
                .hasMessageContaining("compaction.pending.json");
        assertThat(fs.list()).isEqualTo(before);
    }

    @Test
    void damagedHiddenRangesFailTheOpen() {
        open().close();
        write("visibility_ranges.fbv", new byte[] {1, 2, 3});
        assertThatThrownBy(this::open).isInstanceOf(HiddenRangesException.class);
    }

    @Test
    void recomputingAtOpenRefusesAPayloadThatDoesNotMatchItsHash() {
        try (Store store = open()) {
            append(store, 1);
        }
        fs.damage("000001.fbat", Tampering::payloadOfLastUserEvent);
        StoreConfig recompute = StoreConfig.on(fs)
                .chainVerification(ChainVerification.RECOMPUTE)
                .build();
        assertThatThrownBy(() -> StoreReader.open(recompute)).isInstanceOf(ChainVerificationException.class);
        try (StoreReader reader = StoreReader.open(config())) {
            assertThat(reader.verifyChain().contentHashMismatches()).hasSize(1);
        }
    }

    @Test
    void aLinkThatLeadsNowhereIsReported() {
        try (Store store = open()) {
            append(store, 1);
            append(store, 2);
        }
        fs.damage("000001.fbat", Tampering::linkOfLastUserEvent);
        try (StoreReader reader = StoreReader.open(config())) {
            assertThat(reader.verifyChain().contentHashMismatches()).isEmpty();
            assertThat(reader.verifyChain().danglingLinks())
                    .containsExactly(reader.latest("order:1", 0).orElseThrow().eventId());
            assertThat(reader.ancestors(
                                    reader.latest("order:1", 0).orElseThrow().eventId(), 9)
                            .boundary())
                    .isInstanceOf(Ancestry.Boundary.MissingParent.class);
        }
    }

    @Test
    void keysAndHeadsSurviveADropWithoutAnyArtifact() {
        Store first = open();
        AppendOptions keyed = AppendOptions.none().idempotencyKey(new io.batpak.model.IdempotencyKey(5, 5));
        Receipt receipt = first.append(AT, KIND, Payload.of(Value.of(1)), keyed);
        first.drop();
        try (Store second = open()) {
            assertThat(second.append(AT, KIND, Payload.of(Value.of(2)), keyed)).isEqualTo(receipt);
            assertThat(append(second, 3).clock()).isEqualTo(1);
        }
    }

    private void write(String name, byte[] bytes) {
        try (StoreFile file = fs.createNew(name)) {
            file.write(bytes, 0, bytes.length, 0);
        }
    }

    private StoreConfig config() {
        return StoreConfig.on(fs).build();
    }

    private Store open() {
        return Store.open(config());
    }

    private static Receipt append(Store store, int n) {
        return store.append(AT, KIND, Payload.of(Value.map("n", n)));
    }
}
