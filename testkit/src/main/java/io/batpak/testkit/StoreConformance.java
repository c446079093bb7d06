package io.batpak.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.batpak.Backups;
import io.batpak.Journal;
import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.StoreReader;
import io.batpak.VisibilityFence;
import io.batpak.error.BatchItemTooLargeException;
import io.batpak.error.ConfigurationException;
import io.batpak.error.SequenceMismatchException;
import io.batpak.error.StoreException;
import io.batpak.error.StreamExistsException;
import io.batpak.fs.StoreFs;
import io.batpak.fs.StoreLockedException;
import io.batpak.model.AppendOptions;
import io.batpak.model.BackupOptions;
import io.batpak.model.BatchItem;
import io.batpak.model.Compaction;
import io.batpak.model.CompactionOutcome;
import io.batpak.model.Coordinate;
import io.batpak.model.EventKind;
import io.batpak.model.Frontier;
import io.batpak.model.IdempotencyKey;
import io.batpak.model.Payload;
import io.batpak.model.Receipt;
import io.batpak.model.Region;
import io.batpak.model.RetentionPolicy;
import io.batpak.model.Value;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// What every journal must do, whatever it stands on: for those who bring a [StoreFs] of their own, wrap one, or open
/// journals with settings of their own. Extend it, say where an empty directory is, and run it.
///
/// ```java
/// final class EncryptedFsStoreTest extends StoreConformance {
///     @Override
///     protected StoreFs emptyDirectory() {
///         return new EncryptedFs(new MemFs(), KEY);
///     }
/// }
/// ```
///
/// A double that does nothing fails every test. [StoreFsConformance] says more exactly which operation is wrong, so run
/// it as well. What a loss of power leaves is not asked here: see [CrashPoints].
public abstract class StoreConformance {
    private static final Coordinate ORDER = Coordinate.of("order:1", "shop");
    private static final Coordinate OTHER = Coordinate.of("order:2", "shop");
    private static final EventKind PLACED = EventKind.of(0xF, 1);
    private static final EventKind NOTED = EventKind.of(0xF, 2);
    private static final Region ORDERS = Region.entity("order");
    private static final long SMALL_SEGMENT_BYTES = 2_000;

    /// For subclasses.
    protected StoreConformance() {}

    /// A new, empty directory that does not exist before [StoreFs#create].
    protected abstract StoreFs emptyDirectory() throws Exception;

    /// The same directory, as the next process would come to it. If nothing else is said: the same object.
    protected StoreFs foundAgain(StoreFs fs) throws Exception {
        return fs;
    }

    /// Settings of one's own; a test may set others over them. If nothing else is said: the standard ones.
    protected StoreConfig.Builder configured(StoreConfig.Builder builder) {
        return builder;
    }

    private StoreConfig.Builder config(StoreFs fs) {
        return configured(StoreConfig.on(fs));
    }

    private Store opened(StoreFs fs) {
        return Store.open(config(fs).build());
    }

    private Store reopened(StoreFs fs) throws Exception {
        return opened(foundAgain(fs));
    }

    private static Payload payload(int n) {
        return Payload.of(Value.map("n", n));
    }

    private static Receipt append(Store store, int n) {
        return store.append(ORDER, PLACED, payload(n));
    }

    private static BatchItem item(int n) {
        return BatchItem.of(ORDER, PLACED, payload(n));
    }

    private static AppendOptions keyed(int key) {
        return AppendOptions.none().idempotencyKey(IdempotencyKey.forOperation("conformance", "key-" + key));
    }

    /// The payloads of all orders, in commit order, each read from its place; and every byte is proven.
    private static List<String> orders(Journal journal) {
        assertThat(journal.verifyChain().intact()).isTrue();
        return journal.query(ORDERS).stream()
                .map(entry -> journal.read(entry).value().toJson())
                .toList();
    }

    private static List<String> numbers(int... numbers) {
        return IntStream.of(numbers).mapToObj(n -> "{\"n\":" + n + "}").toList();
    }

    private static List<String> numbersTo(int last) {
        return numbers(IntStream.rangeClosed(1, last).toArray());
    }

    private static Path beside(StoreFs fs, String name) {
        return Path.of(fs.directory()).resolveSibling(name);
    }

    @Test
    void whatIsAppendedIsReadBack() throws Exception {
        StoreFs fs = emptyDirectory();
        try (Store store = opened(fs)) {
            Receipt first = append(store, 1);
            Receipt second = append(store, 2);
            Receipt other = store.append(OTHER, NOTED, payload(3));
            assertThat(LongStream.of(first.clock(), second.clock(), other.clock()))
                    .containsExactly(0L, 1L, 0L);
            assertThat(second.sequence()).isGreaterThan(first.sequence());
            assertThat(store.get(second.eventId()).value().toJson()).isEqualTo("{\"n\":2}");
            assertThat(store.get(second.eventId()).chain().previous()).isEqualTo(first.contentHash());
            assertThat(store.find(other.eventId()).orElseThrow().kind()).isEqualTo(NOTED);
            assertThat(orders(store)).isEqualTo(numbers(1, 2, 3));
            assertThat(store.stream(OTHER.entity()).toList()).hasSize(1);
        }
    }

    @Test
    void aClosedJournalIsFoundAgainAndGoesOn() throws Exception {
        StoreFs fs = emptyDirectory();
        List<Receipt> receipts = new ArrayList<>();
        for (int session = 0; session < 3; session++) {
            try (Store store = reopened(fs)) {
                receipts.add(append(store, session));
            }
        }
        try (Store store = reopened(fs)) {
            assertThat(orders(store)).isEqualTo(numbers(0, 1, 2));
            assertThat(receipts.stream().map(Receipt::clock)).containsExactly(0L, 1L, 2L);
            assertThat(receipts)
                    .allSatisfy(receipt -> assertThat(
                                    store.entry(receipt.eventId()).orElseThrow().sequence())
                            .isEqualTo(receipt.sequence()));
        }
    }

    @Test
    void aJournalThatWasDroppedIsFoundAgain() throws Exception {
        StoreFs fs = emptyDirectory();
        Store dropped = opened(fs);
        append(dropped, 1);
        dropped.drop();
        try (Store store = reopened(fs)) {
            append(store, 2);
            assertThat(orders(store)).isEqualTo(numbers(1, 2));
        }
    }

    @Test
    void aBatchIsThereAsAWholeOrNotAtAll() throws Exception {
        StoreFs fs = emptyDirectory();
        try (Store store = opened(fs)) {
            assertThat(store.appendBatch(List.of(item(1), item(2), item(3)))).hasSize(3);
            BatchItem conditional = BatchItem.of(ORDER, PLACED, payload(5), AppendOptions.expecting(2));
            assertThatThrownBy(() -> store.appendBatch(List.of(item(4), conditional)))
                    .isInstanceOf(StoreException.Rejected.class);
            assertThat(orders(store)).isEqualTo(numbersTo(3));
        }
        try (Store store = reopened(fs)) {
            assertThat(orders(store)).isEqualTo(numbersTo(3));
        }
    }

    @Test
    void aFenceShowsAllOrNothing() throws Exception {
        StoreFs fs = emptyDirectory();
        try (Store store = opened(fs)) {
            try (VisibilityFence fence = store.beginFence()) {
                fence.submit(ORDER, PLACED, payload(1));
                fence.submitBatch(List.of(item(2), item(3)));
                assertThat(orders(store)).isEmpty();
                fence.commit();
            }
            try (VisibilityFence fence = store.beginFence()) {
                fence.submit(ORDER, PLACED, payload(4));
                fence.cancel();
            }
            assertThat(orders(store)).isEqualTo(numbersTo(3));
        }
        try (Store store = reopened(fs)) {
            assertThat(orders(store)).isEqualTo(numbersTo(3));
        }
    }

    @Test
    void aKeyIsStoredOnceAlsoInTheNextSession() throws Exception {
        StoreFs fs = emptyDirectory();
        Receipt first;
        try (Store store = opened(fs)) {
            first = store.append(ORDER, PLACED, payload(1), keyed(1));
            assertThat(store.append(ORDER, PLACED, payload(2), keyed(1)).sequence())
                    .isEqualTo(first.sequence());
        }
        try (Store store = reopened(fs)) {
            Receipt again = store.append(ORDER, PLACED, payload(3), keyed(1));
            assertThat(again.eventId()).isEqualTo(first.eventId());
            assertThat(again.sequence()).isEqualTo(first.sequence());
            assertThat(orders(store)).isEqualTo(numbers(1));
        }
    }

    @Test
    void aStreamThatStandsElsewhereIsNotAppendedTo() throws Exception {
        StoreFs fs = emptyDirectory();
        try (Store store = opened(fs)) {
            append(store, 1);
            append(store, 2);
        }
        try (Store store = reopened(fs)) {
            assertThatThrownBy(() -> store.append(ORDER, PLACED, payload(9), AppendOptions.expecting(0)))
                    .isInstanceOf(SequenceMismatchException.class);
            assertThatThrownBy(() -> store.append(ORDER, PLACED, payload(9), AppendOptions.expectNoStream()))
                    .isInstanceOf(StreamExistsException.class);
            store.append(ORDER, PLACED, payload(3), AppendOptions.expecting(1));
            assertThat(orders(store)).isEqualTo(numbersTo(3));
        }
    }

    @Test
    void whatIsTooLargeIsRefusedAndTheRestGoesOn() throws Exception {
        StoreFs fs = emptyDirectory();
        StoreConfig config = config(fs).appendBytesMax(100).build();
        Payload large = Payload.of(Value.map("text", "x".repeat(200)));
        try (Store store = Store.open(config)) {
            append(store, 1);
            assertThatThrownBy(() -> store.append(ORDER, PLACED, large)).isInstanceOf(ConfigurationException.class);
            assertThatThrownBy(() -> store.appendBatch(List.of(item(9), BatchItem.of(ORDER, PLACED, large))))
                    .isInstanceOf(BatchItemTooLargeException.class);
            append(store, 2);
        }
        try (Store store = reopened(fs)) {
            assertThat(orders(store)).isEqualTo(numbersTo(2));
        }
    }

    @Test
    void aFullSegmentIsFollowedByAnother() throws Exception {
        StoreFs fs = emptyDirectory();
        StoreConfig config = config(fs).segmentBytesMax(SMALL_SEGMENT_BYTES).build();
        try (Store store = Store.open(config)) {
            for (int n = 1; n <= 60; n++) {
                append(store, n);
            }
            assertThat(store.stats().segments()).isGreaterThan(3);
            assertThat(orders(store)).isEqualTo(numbersTo(60));
        }
        try (Store store = reopened(fs)) {
            assertThat(orders(store)).isEqualTo(numbersTo(60));
        }
    }

    @Test
    void aCompactionLetsGoWhatItShouldAndNothingElse() throws Exception {
        StoreFs fs = emptyDirectory();
        StoreConfig config = config(fs).segmentBytesMax(SMALL_SEGMENT_BYTES).build();
        try (Store store = Store.open(config)) {
            for (int n = 1; n <= 20; n++) {
                append(store, n);
                store.append(OTHER, NOTED, payload(100 + n));
            }
            RetentionPolicy noted = RetentionPolicy.kinds(NOTED);
            assertThat(store.compact(Compaction.retention(noted)).outcome())
                    .isInstanceOf(CompactionOutcome.Performed.class);
            append(store, 21);
            assertThat(store.query(Region.entity(ORDER.entity())).stream()
                            .map(entry -> store.read(entry).value().toJson()))
                    .isEqualTo(numbersTo(21));
        }
        try (Store store = reopened(fs)) {
            assertThat(orders(store)).containsAll(numbersTo(21)).doesNotContain("{\"n\":101}");
        }
    }

    @Test
    void copiesAreJournalsOfTheirOwn() throws Exception {
        StoreFs fs = emptyDirectory();
        try (Store store = opened(fs)) {
            append(store, 1);
            append(store, 2);
            store.snapshot(beside(fs, "snapshot"));
            store.fork(beside(fs, "fork"));
            append(store, 3);
        }
        for (String name : List.of("snapshot", "fork")) {
            try (Store copy = opened(fs.elsewhere(beside(fs, name)))) {
                assertThat(orders(copy)).as(name).isEqualTo(numbersTo(2));
                append(copy, 4);
            }
        }
        try (Store store = reopened(fs)) {
            assertThat(orders(store)).isEqualTo(numbersTo(3));
        }
    }

    @Test
    void aBackupIsRestoredAsItWas() throws Exception {
        StoreFs fs = emptyDirectory();
        Path backup = beside(fs, "backup");
        try (Store store = opened(fs)) {
            append(store, 1);
            store.backup(backup, BackupOptions.standard());
            append(store, 2);
            store.backup(backup, BackupOptions.standard());
            append(store, 3);
        }
        StoreFs restored = fs.elsewhere(beside(fs, "restored"));
        Backups.restore(fs.elsewhere(backup), restored, OptionalLong.empty());
        try (Store store = opened(restored)) {
            assertThat(orders(store)).isEqualTo(numbersTo(2));
        }
    }

    @Test
    void oneHandleExcludesAnyOther() throws Exception {
        StoreFs fs = emptyDirectory();
        try (Store store = opened(fs)) {
            append(store, 1);
            StoreConfig second = config(foundAgain(fs)).build();
            assertThatThrownBy(() -> Store.open(second).close()).isInstanceOf(StoreLockedException.class);
            assertThatThrownBy(() -> StoreReader.open(second).close()).isInstanceOf(StoreLockedException.class);
            append(store, 2);
        }
        try (Store store = reopened(fs)) {
            assertThat(orders(store)).isEqualTo(numbersTo(2));
        }
    }

    @Test
    void aReaderSeesEverythingAndChangesNoFile() throws Exception {
        StoreFs fs = emptyDirectory();
        try (Store store = opened(fs)) {
            append(store, 1);
            append(store, 2);
        }
        List<String> before = fs.list();
        try (StoreReader reader = StoreReader.open(config(foundAgain(fs)).build())) {
            assertThat(orders(reader)).isEqualTo(numbersTo(2));
        }
        assertThat(fs.list()).isEqualTo(before);
    }

    @Test
    void aSyncMakesDurableWhatCanBeSeen() throws Exception {
        StoreFs fs = emptyDirectory();
        try (Store store = opened(fs)) {
            append(store, 1);
            Receipt last = append(store, 2);
            Frontier frontier = store.sync();
            assertThat(frontier.durable().sequence()).isGreaterThanOrEqualTo(last.sequence());
        }
        try (Store store = reopened(fs)) {
            assertThat(store.frontier().durable()).isEqualTo(store.frontier().visible());
            assertThat(orders(store)).isEqualTo(numbersTo(2));
        }
    }
}
