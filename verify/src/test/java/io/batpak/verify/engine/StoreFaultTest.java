package io.batpak.verify.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.error.BatchSyncFailedException;
import io.batpak.error.WriterCrashedException;
import io.batpak.fs.IoKind;
import io.batpak.fs.StoreIoException;
import io.batpak.model.BatchItem;
import io.batpak.model.Coordinate;
import io.batpak.model.Payload;
import io.batpak.model.Receipt;
import io.batpak.model.Region;
import io.batpak.model.Value;
import io.batpak.testkit.MemFault;
import io.batpak.testkit.MemFs;
import io.batpak.testkit.MemOperation;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What the store does when the disk refuses: a failed write is undone, a failed sync is the end of writing.
///
/// Tier: crash. Covers: E34.
class StoreFaultTest {
    private static final Coordinate AT = Coordinate.of("order:1", "shop");

    private final MemFs fs = new MemFs();

    @Test
    void aFailedWriteStoresNothingAndTheNextAppendSucceeds() {
        try (Store store = open(1_000_000)) {
            append(store, 1);
            fs.plan(MemFault.of(MemOperation.WRITE, 1, IoKind.STORAGE_FULL));
            assertThatThrownBy(() -> append(store, 2))
                    .isInstanceOfSatisfying(
                            StoreIoException.class, e -> assertThat(e.ioKind()).isEqualTo(IoKind.STORAGE_FULL));
            Receipt next = append(store, 3);
            assertThat(next.sequence()).as("no sequence was used up").isEqualTo(2);
            assertThat(store.get(next.eventId()).value()).isEqualTo(Value.map("n", 3));
        }
        assertThat(eventsAfterReopening()).isEqualTo(2);
    }

    @Test
    void aShortWriteIsCutOffAgain() {
        try (Store store = open(1_000_000)) {
            append(store, 1);
            fs.plan(MemFault.shortWrite(1, 100, IoKind.STORAGE_FULL));
            assertThatThrownBy(() -> append(store, 2)).isInstanceOf(StoreIoException.class);
            Receipt next = append(store, 3);
            assertThat(store.get(next.eventId()).value()).isEqualTo(Value.map("n", 3));
        }
        assertThat(eventsAfterReopening()).isEqualTo(2);
    }

    @Test
    void aShortWriteThatCannotBeCutOffEndsAllWriting() {
        Store store = open(1_000_000);
        append(store, 1);
        fs.plan(MemFault.shortWrite(1, 100, IoKind.OTHER));
        fs.plan(MemFault.of(MemOperation.TRUNCATE, 1, IoKind.OTHER));
        assertThatThrownBy(() -> append(store, 2)).isInstanceOf(WriterCrashedException.class);
        assertThatThrownBy(() -> append(store, 3)).isInstanceOf(WriterCrashedException.class);
        assertThat(store.query(Region.entity("order")).toList())
                .as("reading goes on")
                .hasSize(1);
        closeSaysSo(store);
        assertThat(eventsAfterReopening()).isEqualTo(1);
    }

    @Test
    void aFailedSyncEndsAllWritingAndTheDurableMarkStandsStill() {
        Store store = open(1_000_000);
        append(store, 1);
        long durable = store.frontier().durable().sequence();
        fs.plan(MemFault.of(MemOperation.SYNC, 1, IoKind.OTHER));
        assertThatThrownBy(store::sync).isInstanceOf(WriterCrashedException.class);
        assertThatThrownBy(() -> append(store, 2)).isInstanceOf(WriterCrashedException.class);
        assertThatThrownBy(store::sync).as("no second sync is tried").isInstanceOf(WriterCrashedException.class);
        assertThat(store.frontier().durable().sequence()).isEqualTo(durable);
        closeSaysSo(store);
    }

    @Test
    void theAppendThatMakesAFailingSyncDueStillHasItsReceipt() {
        Store store = Store.open(
                StoreConfig.on(fs).syncEveryEvents(2).cooperative(true).build());
        append(store, 1);
        fs.plan(MemFault.of(MemOperation.SYNC, 1, IoKind.OTHER));
        assertThat(append(store, 2).sequence()).isEqualTo(2);
        assertThatThrownBy(() -> append(store, 3)).isInstanceOf(WriterCrashedException.class);
        closeSaysSo(store);
    }

    @Test
    void aBatchThatCannotBeSyncedIsNotShown() {
        Store store = open(1_000_000);
        fs.plan(MemFault.of(MemOperation.SYNC, 1, IoKind.OTHER));
        BatchItem item = BatchItem.of(AT, Workload.KIND, Payload.of(Value.map("n", 1)));
        assertThatThrownBy(() -> store.appendBatch(List.of(item, item))).isInstanceOf(BatchSyncFailedException.class);
        assertThat(store.query(Region.entity("order")).toList()).isEmpty();
        closeSaysSo(store);
    }

    @Test
    void aRotationThatCannotCreateItsSegmentIsTriedAgain() {
        try (Store store = open(500)) {
            append(store, 1);
            fs.plan(MemFault.of(MemOperation.CREATE, 1, IoKind.STORAGE_FULL));
            assertThatThrownBy(() -> append(store, 2)).isInstanceOf(StoreIoException.class);
            assertThat(append(store, 3).sequence()).isEqualTo(2);
        }
        assertThat(eventsAfterReopening()).isEqualTo(2);
    }

    @Test
    void aRotationWhoseDirectorySyncFailsIsTriedAgain() {
        try (Store store = open(500)) {
            append(store, 1);
            fs.plan(MemFault.of(MemOperation.SYNC_DIRECTORY, 1, IoKind.OTHER));
            assertThatThrownBy(() -> append(store, 2)).isInstanceOf(StoreIoException.class);
            assertThat(append(store, 3).sequence()).isEqualTo(2);
        }
        assertThat(eventsAfterReopening()).isEqualTo(2);
    }

    @Test
    void aFooterThatDoesNotFitIsCutOffAndTheRotationIsTriedAgain() {
        try (Store store = open(500)) {
            append(store, 1);
            fs.plan(MemFault.shortWrite(2, 1, IoKind.STORAGE_FULL));
            assertThatThrownBy(() -> append(store, 2)).isInstanceOf(StoreIoException.class);
            assertThat(append(store, 3).sequence()).isEqualTo(2);
        }
        assertThat(eventsAfterReopening()).isEqualTo(2);
    }

    @Test
    void anOpenThatFailsReleasesTheDirectory() {
        fs.create();
        fs.plan(MemFault.of(MemOperation.RENAME, 1, IoKind.STORAGE_FULL));
        assertThatThrownBy(() -> open(600)).isInstanceOf(StoreIoException.class);
        open(600).close();
    }

    private static void closeSaysSo(Store store) {
        assertThatThrownBy(store::close).isInstanceOf(WriterCrashedException.class);
        store.close(); // the directory is released and a second close does nothing
    }

    private Store open(long segmentBytes) {
        return Store.open(StoreConfig.on(fs)
                .segmentBytesMax(segmentBytes)
                .syncEveryEvents(1000)
                .cooperative(true)
                .build());
    }

    private static Receipt append(Store store, int n) {
        return store.append(AT, Workload.KIND, Payload.of(Value.map("n", n)));
    }

    private long eventsAfterReopening() {
        try (Store store = open(1_000_000)) {
            assertThat(store.verifyChain().intact()).isTrue();
            return store.query(Region.entity("order")).stream().count();
        }
    }
}
