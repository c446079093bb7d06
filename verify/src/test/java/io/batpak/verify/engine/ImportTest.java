package io.batpak.verify.engine;

import static io.batpak.verify.engine.Samples.AT;
import static io.batpak.verify.engine.Samples.ELSEWHERE;
import static io.batpak.verify.engine.Samples.KIND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.batpak.Journal;
import io.batpak.Store;
import io.batpak.StoreReader;
import io.batpak.error.ImportRefusedException;
import io.batpak.error.StoreClosedException;
import io.batpak.error.VisibilityFenceActiveException;
import io.batpak.model.AppendOptions;
import io.batpak.model.BatchItem;
import io.batpak.model.Bytes;
import io.batpak.model.CausationId;
import io.batpak.model.CorrelationId;
import io.batpak.model.Entry;
import io.batpak.model.EventId;
import io.batpak.model.EventKind;
import io.batpak.model.IdempotencyKey;
import io.batpak.model.ImportOptions;
import io.batpak.model.ImportProvenance;
import io.batpak.model.ImportReport;
import io.batpak.model.Payload;
import io.batpak.model.Region;
import io.batpak.model.StoredEvent;
import io.batpak.testkit.MemFs;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Taking events over from another journal, or from the same one.
///
/// Covers: J7, J8.
/// Tier: unit.
class ImportTest {
    private static final ImportOptions ALL = ImportOptions.from("branch");

    private final MemFs sourceFs = new MemFs();
    private final Store source = Store.open(Samples.quiet(sourceFs).build());
    private final Store target = Store.open(Samples.quiet(new MemFs()).build());

    @AfterEach
    void close() {
        source.close();
        target.close();
    }

    private static void fill(Store store, int from, int to) {
        for (int n = from; n < to; n++) {
            Samples.append(store, n);
        }
    }

    private static List<byte[]> payloads(Journal journal) {
        List<byte[]> payloads = new ArrayList<>();
        for (StoredEvent event : journal.read(Samples.ORDERS)) {
            payloads.add(event.payload());
        }
        return payloads;
    }

    private static StoredEvent only(Journal journal) {
        List<Entry> entries = journal.query(Samples.ORDERS).toList();
        assertThat(entries).hasSize(1);
        return journal.read(entries.getFirst());
    }

    @Test
    void anImportedEventHasANewIdentityAndTheSameContent() {
        AppendOptions options = Samples.key(5)
                .correlationId(new CorrelationId(0, 77))
                .causationId(new CausationId(0, 78))
                .lane(3)
                .depth(2)
                .flags(9)
                .payloadVersion(300)
                .extension("app.tag", new byte[] {1, (byte) 0xFF});
        source.append(AT, KIND, Payload.messagePack(new byte[] {(byte) 0xC1, 0}), options);

        ImportReport report = target.importEvents(source, ALL);

        assertThat(report.imported()).isEqualTo(1);
        StoredEvent there = only(source);
        StoredEvent here = only(target);
        assertThat(here.eventId())
                .isEqualTo(EventId.of(IdempotencyKey.forOperation(
                        "batpak.import", "branch", there.eventId().hex())));
        assertThat(here.payload()).isEqualTo(there.payload());
        assertThat(here.chain().event()).isEqualTo(there.chain().event());
        assertThat(here.coordinate()).isEqualTo(AT);
        assertThat(here.kind()).isEqualTo(KIND);
        assertThat(here.header().correlationId()).isEqualTo(new CorrelationId(0, 77));
        assertThat(here.header().causationId()).isEmpty();
        assertThat(here.header().position().lane()).isZero();
        assertThat(here.header().position().depth()).isZero();
    }

    @Test
    void versionFlagsAndExtensionsAreNotDropped() {
        Bytes value = Bytes.ofHex("01ff");
        source.append(
                AT,
                KIND,
                Samples.payload(1),
                AppendOptions.none().flags(9).payloadVersion(300).extension("app.tag", value.toByteArray()));

        target.importEvents(source, ALL);

        StoredEvent here = only(target);
        assertThat(here.header().flags()).isEqualTo(9);
        assertThat(here.header().payloadVersion()).isEqualTo(300);
        assertThat(here.extensions().get("app.tag")).hasValue(value);
        assertThat(here.extensions().asMap()).containsOnlyKeys("app.tag", ImportProvenance.EXTENSION_KEY);
    }

    @Test
    void aConversationThatAnEventStartedKeepsItsName() {
        Samples.append(source, 1);

        target.importEvents(source, ALL);

        EventId there = only(source).eventId();
        assertThat(only(target).header().correlationId()).isEqualTo(new CorrelationId(there.high(), there.low()));
    }

    @Test
    void whatWasImportedIsKnownWhenItIsImportedAgainEvenAfterAReopen() {
        fill(source, 0, 10);
        MemFs fs = new MemFs();
        try (Store store = Store.open(Samples.quiet(fs).build())) {
            assertThat(store.importEvents(source, ALL)).isEqualTo(report(10, 0, 1, 0, 0, 10));
        }
        fill(source, 10, 13);
        try (Store store = Store.open(Samples.quiet(fs).build())) {
            assertThat(store.importEvents(source, ALL)).isEqualTo(report(3, 10, 1, 0, 0, 13));
            assertThat(store.importEvents(source, ALL)).isEqualTo(report(0, 13, 1, 0, 0, 13));
            assertThat(payloads(store)).containsExactlyElementsOf(payloads(source));
            assertThat(store.verifyChain().intact()).isTrue();
        }
    }

    /// A report with these counts, in the order of its components, the watermark last.
    private static ImportReport report(long... counts) {
        return new ImportReport(
                counts[0], counts[1], counts[2], counts[3], counts[4], java.util.OptionalLong.of(counts[5]));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 256, 1000})
    void whatIsImportedDoesNotDependOnTheChunks(int chunk) {
        fill(source, 0, 300);

        ImportReport report = target.importEvents(source, ALL.chunkSize(chunk));

        assertThat(report).isEqualTo(report(300, 0, 1, 0, 0, 300));
        assertThat(payloads(target)).containsExactlyElementsOf(payloads(source));
    }

    @Test
    void namespacesAreSeparate() {
        fill(source, 0, 2);
        target.importEvents(source, ALL);

        assertThat(target.importEvents(source, ImportOptions.from("other")).imported())
                .isEqualTo(2);
        assertThat(Samples.seen(target)).isEqualTo(4);
    }

    @Test
    void regionAfterAndFilterSelect() {
        fill(source, 0, 4);
        source.append(ELSEWHERE, KIND, Samples.payload(9));
        source.append(AT, EventKind.of(0xE, 1), Samples.payload(10));
        ImportOptions selected = ALL.region(Region.entity("order:1"))
                .after(2)
                .filter(entry -> entry.kind().equals(KIND));

        assertThat(target.importEvents(source, selected)).isEqualTo(report(2, 0, 0, 1, 0, 6));
        assertThat(payloads(target))
                .containsExactly(Samples.payload(2).bytes(), Samples.payload(3).bytes());
    }

    @Test
    void nothingToLookAtHasNoHighWatermark() {
        assertThat(target.importEvents(source, ALL.region(Region.entity("nobody")))
                        .sourceHighWatermark())
                .isEmpty();
    }

    @Test
    void aReaderIsASourceAsWell() {
        fill(source, 0, 3);
        source.close();
        try (StoreReader reader = StoreReader.open(Samples.quiet(sourceFs).build())) {
            assertThat(target.importEvents(reader, ALL).imported()).isEqualTo(3);
        }
    }

    @Test
    void anImportOfAJournalIntoItselfEndsWithWhatWasThere() {
        fill(source, 0, 600);

        ImportReport first = source.importEvents(source, ALL.chunkSize(10));
        ImportReport second = source.importEvents(source, ALL.chunkSize(10));

        assertThat(first).isEqualTo(report(600, 0, 1, 0, 0, 600));
        assertThat(second).isEqualTo(report(0, 600, 1, 0, 600, 1200));
        assertThat(Samples.seen(source)).isEqualTo(1200);
    }

    @Test
    void eventsComeBackUnderAnotherNamespaceButNotUnderTheSame() {
        fill(source, 0, 2);
        target.importEvents(source, ALL);

        assertThat(source.importEvents(target, ALL)).isEqualTo(report(0, 0, 1, 0, 2, 2));
        assertThat(source.importEvents(target, ImportOptions.from("main")).imported())
                .isEqualTo(2);
        StoredEvent last = source.read(source.query(Samples.ORDERS).toList().getLast());
        assertThat(last.extensions().asMap()).containsOnlyKeys(ImportProvenance.EXTENSION_KEY);
    }

    @Test
    void largeEventsSplitTheChunkAndOneThatFitsNoBatchIsAppendedAlone() {
        for (int bytes : new int[] {400, 900, 10, 3000, 10, 900}) {
            source.append(AT, KIND, Payload.messagePack(new byte[bytes]));
        }
        try (Store small = Store.open(Samples.quiet(new MemFs())
                .batchBytesMax(1500)
                .appendBytesMax(4000)
                .build())) {
            assertThat(small.importEvents(source, ALL)).isEqualTo(report(6, 0, 1, 0, 0, 6));
            assertThat(payloads(small)).containsExactlyElementsOf(payloads(source));
            assertThat(small.frontier().durable()).isEqualTo(small.frontier().visible());
            assertThat(small.importEvents(source, ALL)).isEqualTo(report(0, 6, 1, 0, 0, 6));
        }
    }

    @Test
    void anEventThatIsTooLargeIsRefusedByItsNameBeforeItsChunkIsAppended() {
        fill(source, 0, 3);
        EventId large =
                source.append(AT, KIND, Payload.messagePack(new byte[500])).eventId();
        try (Store small =
                Store.open(Samples.quiet(new MemFs()).appendBytesMax(400).build())) {
            assertThatThrownBy(() -> small.importEvents(source, ALL.chunkSize(2)))
                    .isInstanceOfSatisfying(ImportRefusedException.class, refused -> {
                        assertThat(refused.reason()).isEqualTo(ImportRefusedException.Reason.TOO_LARGE);
                        assertThat(refused.eventId()).isEqualTo(large.hex());
                        assertThat(refused.sequence()).isEqualTo(4);
                    });
            assertThat(Samples.seen(small)).isEqualTo(2);
            assertThat(small.importEvents(source, ALL.filter(entry -> entry.sequence() < 4)))
                    .isEqualTo(report(1, 2, 1, 1, 0, 4));
        }
    }

    @Test
    void aFenceOnTheTargetRefusesAndAFenceOnTheSourceHides() {
        fill(source, 0, 2);
        target.beginFence();
        assertThatThrownBy(() -> target.importEvents(source, ALL)).isInstanceOf(VisibilityFenceActiveException.class);

        Store fenced = source;
        try (var fence = fenced.beginFence();
                Store other = Store.open(Samples.quiet(new MemFs()).build())) {
            fence.submit(AT, KIND, Samples.payload(3));
            assertThat(other.importEvents(fenced, ALL).imported()).isEqualTo(2);
        }
    }

    @Test
    void aSourceThatIsClosedMeanwhileEndsTheImportAndItCanBeRepeated() {
        fill(source, 0, 1000);
        AtomicInteger asked = new AtomicInteger();
        ImportOptions closing = ALL.filter(entry -> {
            if (asked.incrementAndGet() == 700) {
                source.close();
            }
            return true;
        });

        assertThatThrownBy(() -> target.importEvents(source, closing)).isInstanceOf(StoreClosedException.class);
        assertThatThrownBy(() -> target.importEvents(source, ALL)).isInstanceOf(StoreClosedException.class);

        int before = Samples.seen(target);
        assertThat(before).isBetween(1, 999);
        try (StoreReader reader = StoreReader.open(Samples.quiet(sourceFs).build())) {
            assertThat(target.importEvents(reader, ALL)).isEqualTo(report(1000 - before, before, 2, 0, 0, 1001));
        }
    }

    @Test
    void aClosedTargetRefuses() {
        target.close();

        assertThatThrownBy(() -> target.importEvents(source, ALL)).isInstanceOf(StoreClosedException.class);
    }

    @Test
    void theKeyOfAnImportedEventIsAnOrdinaryKey() {
        Samples.append(source, 1);
        EventId there = only(source).eventId();
        IdempotencyKey key = IdempotencyKey.forOperation("batpak.import", "branch", there.hex());
        target.appendBatch(List.of(BatchItem.of(
                ELSEWHERE, KIND, Samples.payload(8), AppendOptions.none().idempotencyKey(key))));

        assertThat(target.importEvents(source, ALL)).isEqualTo(report(0, 1, 1, 0, 0, 1));
    }

    @Test
    void importsThatRunAtOnceBringEachEventOnce() throws InterruptedException, ExecutionException {
        fill(source, 0, 2000);
        try (Store shared =
                        Store.open(Samples.quiet(new MemFs()).cooperative(false).build());
                ExecutorService threads = Executors.newFixedThreadPool(3)) {
            List<Future<ImportReport>> running = new ArrayList<>();
            for (int chunk : new int[] {3, 16, 50}) {
                running.add(threads.submit(() -> shared.importEvents(source, ALL.chunkSize(chunk))));
            }
            for (Future<ImportReport> each : running) {
                ImportReport report = each.get();
                assertThat(report.imported() + report.deduplicated()).isEqualTo(2000);
            }
            assertThat(payloads(shared)).hasSize(2000).doesNotHaveDuplicates();
            assertThat(shared.query(Samples.ORDERS).stream().map(Entry::eventId))
                    .doesNotHaveDuplicates();
        }
    }
}
