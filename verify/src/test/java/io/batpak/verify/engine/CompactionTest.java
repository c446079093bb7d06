package io.batpak.verify.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.Journal;
import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.StoreReader;
import io.batpak.format.CompactionReports;
import io.batpak.format.Decoded;
import io.batpak.model.Ancestry;
import io.batpak.model.Compaction;
import io.batpak.model.CompactionOutcome;
import io.batpak.model.CompactionReport;
import io.batpak.model.CompactionResult;
import io.batpak.model.CompactionScope;
import io.batpak.model.Coordinate;
import io.batpak.model.Entry;
import io.batpak.model.EventKind;
import io.batpak.model.Hash;
import io.batpak.model.IndexArtifacts;
import io.batpak.model.KeepRule;
import io.batpak.model.Page;
import io.batpak.model.Payload;
import io.batpak.model.Receipt;
import io.batpak.model.Region;
import io.batpak.model.Value;
import io.batpak.segment.SegmentBirth;
import io.batpak.segment.SegmentName;
import io.batpak.testkit.MemFs;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Segments become one, events go, and nothing else changes.
///
/// Covers: E8, F10, G8, J1, J2.
/// Tier: conformance.
class CompactionTest {
    private static final EventKind KEEP = EventKind.of(0xF, 1);
    private static final EventKind DROP = EventKind.of(0xF, 2);
    private static final KeepRule RULE = candidate -> !candidate.entry().kind().equals(DROP);
    private static final int EVENTS = 120;
    private static final int ENTITIES = 7;

    private final MemFs fs = new MemFs();

    /// What the first session was told.
    private List<Receipt> receipts = List.of();

    private StoreConfig config() {
        return Samples.quiet(fs).segmentBytesMax(4096).build();
    }

    @BeforeEach
    void aSessionBefore() {
        try (Store store = Store.open(config())) {
            receipts = fill(store, EVENTS);
        }
    }

    @Test
    void theRunThatAnswersForTheOutputSurvivesAPowerCut() {
        StoreConfig config = Samples.quiet(fs)
                .segmentBytesMax(4096)
                .indexArtifacts(IndexArtifacts.NEVER)
                .build();
        try (Store store = Store.open(config)) {
            fill(store, EVENTS);
            Compaction all = Compaction.retention(RULE)
                    .but()
                    .scope(CompactionScope.WHOLE)
                    .build();
            assertThat(store.compact(all).outcome()).isEqualTo(new CompactionOutcome.Performed());
            List<String> runs =
                    fs.list().stream().filter(name -> name.endsWith(".fbx")).toList();
            assertThat(runs).isNotEmpty();
            assertThat(fs.crash().list()).containsAll(runs);
        }
    }

    private static List<Receipt> fill(Store store, int events) {
        List<Receipt> receipts = new ArrayList<>();
        for (int i = 0; i < events; i++) {
            Payload payload = Payload.of(Value.map("n", i, "text", "-".repeat(100)));
            receipts.add(
                    store.append(Coordinate.of("order:" + i % ENTITIES, "shop"), i % 3 == 0 ? DROP : KEEP, payload));
        }
        return receipts;
    }

    /// Whatever does not depend on where an event lies, and the bytes it is stored as.
    private Map<Long, String> facts(Journal journal) {
        return journal.query(Region.all()).stream()
                .collect(Collectors.toMap(
                        Entry::sequence,
                        entry -> entry.eventId() + " " + entry.kind() + " " + entry.coordinate() + " " + entry.clock()
                                + " " + entry.eventHash() + " " + frame(entry) + " "
                                + journal.read(entry).header()));
    }

    private String frame(Entry entry) {
        byte[] segment = fs.bytes(SegmentName.of(entry.position().segment()).fileName());
        int from = (int) entry.position().offset();
        return HexFormat.of()
                .formatHex(Arrays.copyOfRange(
                        segment, from, from + entry.position().length()));
    }

    private static CompactionResult performed(Store store, Compaction how) {
        CompactionResult result = store.compact(how);
        assertThat(result.outcome()).isEqualTo(new CompactionOutcome.Performed());
        return result;
    }

    private static Compaction large(Compaction how) {
        return how.but().outputBytesMax(1 << 20).build();
    }

    @Test
    void aMergeChangesNoEventAndDoublesNone() {
        Map<Long, String> before;
        try (Store store = Store.open(config())) {
            before = facts(store);
            CompactionResult result = performed(store, large(Compaction.merge()));
            assertThat(result.segmentsRemoved()).isGreaterThan(5);
            assertThat(result.bytesWritten()).isEqualTo(result.bytesReclaimed() - result.bytesReclaimedNet());
            assertThat(facts(store)).isEqualTo(before);
            assertThat(store.query(Region.all()).stream().count()).isEqualTo(before.size());
            for (Receipt receipt : receipts) {
                assertThat(store.get(receipt.eventId()).sequence()).isEqualTo(receipt.sequence());
            }
            assertThat(store.verifyChain().intact()).isTrue();
        }
        try (StoreReader reader = StoreReader.open(config())) {
            assertThat(facts(reader)).containsAllEntriesOf(before);
            assertThat(reader.verifyChain().intact()).isTrue();
        }
    }

    @Test
    void whatARetentionKeepsIsByteForByteWhatItWas() {
        try (Store store = Store.open(config())) {
            Map<Long, String> before = facts(store);
            performed(store, large(Compaction.retention(RULE)));
            Map<Long, String> after = facts(store);
            assertThat(before).containsAllEntriesOf(after);
            assertThat(before.size() - after.size()).isEqualTo(EVENTS / 3);
            assertThat(store.verifyChain().intact()).isTrue();
            assertThat(store.verifyChain().declaredCuts()).isNotEmpty();
        }
    }

    @Test
    void aTombstoneKeepsItsPlaceAndItsContent() {
        try (Store store = Store.open(config())) {
            List<Entry> before = store.query(Region.all()).toList();
            performed(store, large(Compaction.tombstone(RULE)));
            List<Entry> after = store.query(Region.all()).toList();
            assertThat(after).hasSameSizeAs(before);
            for (int i = 0; i < before.size(); i++) {
                Entry was = before.get(i);
                Entry is = after.get(i);
                assertThat(is.kind()).isEqualTo(was.kind().equals(DROP) ? EventKind.TOMBSTONE : was.kind());
                assertThat(is.sequence()).isEqualTo(was.sequence());
                assertThat(is.eventHash()).isEqualTo(was.eventHash());
                assertThat(store.read(is).payload()).isEqualTo(store.read(was).payload());
            }
            assertThat(store.query(Region.kind(DROP)).toList()).isEmpty();
        }
    }

    @Test
    void aWalkOverADroppedParentSaysSoAndNeverThatItReachedTheBeginning() {
        try (Store store = Store.open(config())) {
            Entry dropped = store.entry(receipts.get(ENTITIES * 3).eventId()).orElseThrow();
            Entry child = store.entry(receipts.get(ENTITIES * 4).eventId()).orElseThrow();
            assertThat(child.previousHash()).isEqualTo(dropped.eventHash());
            performed(store, Compaction.retention(candidate -> candidate.entry().sequence() != dropped.sequence()));
            requireMissingParent(store, child);
        }
        fs.list().stream().filter(ReopenPath::isIndex).forEach(fs::delete);
        try (StoreReader reader = StoreReader.open(config())) {
            requireMissingParent(
                    reader, reader.entry(receipts.get(ENTITIES * 4).eventId()).orElseThrow());
        }
    }

    private static void requireMissingParent(Journal journal, Entry child) {
        Ancestry fromTheChild = journal.ancestors(child.eventId(), EVENTS);
        assertThat(fromTheChild.events()).hasSize(1);
        assertThat(fromTheChild.boundary()).isEqualTo(new Ancestry.Boundary.MissingParent(child.eventId()));
        Entry latest = journal.latest(child.entity(), 0).orElseThrow();
        Ancestry fromTheLatest = journal.ancestors(latest.eventId(), EVENTS);
        assertThat(fromTheLatest.boundary()).isEqualTo(new Ancestry.Boundary.MissingParent(child.eventId()));
        assertThat(fromTheLatest.events()).hasSize((int) (latest.clock() - child.clock() + 1));
    }

    @Test
    void theEvidenceCanBeComputedAgainFromTheFiles() {
        try (Store store = Store.open(config())) {
            long growing = store.query(Region.all()).stream()
                    .mapToLong(entry -> entry.position().segment())
                    .max()
                    .orElseThrow();
            long gross = 0;
            CompactionResult result = performed(store, large(Compaction.retention(RULE)));
            assertThat(result.reports()).isNotEmpty();
            for (CompactionReport report : result.reports()) {
                byte[] output = fs.bytes(
                        SegmentName.of(report.mergedSegmentId().orElseThrow()).fileName());
                assertThat(report.outputSegmentBytesHash()).contains(Hash.blake3(output));
                assertThat(report.compactionId()).isEqualTo(CompactionReports.id(report));
                assertThat(report.strategyShape()).isEqualTo(CompactionReport.Shape.RETENTION);
                assertThat(report.sealedSegmentCount())
                        .isEqualTo(report.sourceSegmentIds().size());
                assertThat(report.activeSegmentId()).isGreaterThan(growing);
                assertThat(report.inputSegmentLow())
                        .hasValue(report.sourceSegmentIds().getFirst());
                assertThat(report.inputSegmentHigh())
                        .hasValue(report.sourceSegmentIds().getLast());
                assertThat(report.findings()).isEmpty();
                assertThat(CompactionReports.decode(CompactionReports.encode(report)))
                        .isEqualTo(new Decoded.Ok<>(report));
                gross += report.bytesReclaimed();
            }
            assertThat(result.bytesReclaimed()).isEqualTo(gross);
        }
    }

    @Test
    void nothingToDoIsSaidSoAndBoundedReadsGoOn() {
        try (Store store = Store.open(config())) {
            CompactionResult skipped =
                    store.compact(Compaction.merge().but().minSegments(1000).build());
            assertThat(skipped.outcome()).isEqualTo(new CompactionOutcome.Skipped());
            assertThat(skipped.segmentsRemoved()).isZero();
            assertThat(skipped.reports()).hasSize(1);
            assertThat(skipped.reports().getFirst().mergedSegmentId()).isEmpty();
            performed(store, large(Compaction.retention(RULE)));
            List<Entry> all = store.query(Region.entity("order")).toList();
            List<Entry> paged = new ArrayList<>();
            for (Page page = Page.first(7);
                    paged.size() < all.size();
                    page = Page.after(paged.getLast().sequence(), 7)) {
                List<Entry> found = store.query(Region.entity("order"), page);
                assertThat(found).hasSizeBetween(1, 7);
                paged.addAll(found);
            }
            assertThat(paged).isEqualTo(all);
        }
    }

    /// Frames hold no sequences: with the gaps of a retention only the footers know them.
    @Test
    void theFooterOfTheOutputIsUsedAndAStaleIndexIsNot() {
        byte[] stale = fs.bytes("index.fbati");
        Map<Long, String> after;
        try (Store store = Store.open(config())) {
            performed(store, large(Compaction.retention(RULE)));
            after = facts(store);
        }
        fs.list().stream().filter(ReopenPath::isIndex).forEach(fs::delete);
        requireRebuilt(after);
        try (var file = fs.createNew("index.fbati")) {
            file.write(stale, 0, stale.length, 0);
        }
        requireRebuilt(after);
        Store.open(config()).close();
        requireSame(after);
    }

    private void requireRebuilt(Map<Long, String> expected) {
        assertThat(requireSame(expected)).isEqualTo("Rebuild");
    }

    private String requireSame(Map<Long, String> expected) {
        try (StoreReader reader = StoreReader.open(config())) {
            assertThat(facts(reader)).containsAllEntriesOf(expected);
            assertThat(reader.query(Region.entity("order")).stream().count()).isEqualTo(EVENTS - EVENTS / 3);
            assertThat(reader.verifyChain().intact()).isTrue();
            return reader.openReport().openPath();
        }
    }

    @Test
    void outputsAreYoungerThanTheirSourcesEvenIfTheClockStands() {
        try (Store store = Store.open(config())) {
            long first = born(performed(store, large(Compaction.merge())));
            fill(store, EVENTS / 2);
            long second = born(performed(store, large(Compaction.merge())));
            assertThat(second).isGreaterThan(first);
        }
    }

    private long born(CompactionResult result) {
        long output = result.reports().getFirst().mergedSegmentId().orElseThrow();
        return SegmentBirth.nanos(fs, SegmentName.of(output).fileName()).orElseThrow();
    }
}
