package io.batpak.verify.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.batpak.Journal;
import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.StoreReader;
import io.batpak.model.AutoMerge;
import io.batpak.model.ChainReport;
import io.batpak.model.Coordinate;
import io.batpak.model.Entry;
import io.batpak.model.EventId;
import io.batpak.model.EventKind;
import io.batpak.model.Payload;
import io.batpak.model.PayloadFormatException;
import io.batpak.model.Receipt;
import io.batpak.model.StoredEvent;
import io.batpak.model.Value;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.node.ObjectNode;

/// Every directory that batpak 0.9.0 left in the golden folder, opened without any of its accelerators: each
/// event, order, query and hash as its writer described it, and nothing changes when we append.
///
/// Tier: golden. Covers: F6, F7, F9.
class GoldenStoresTest {
    /// Walks in which the reference, which follows hashes alone, leaves the chain of (entity, lane): it jumps
    /// over events to one with an equal payload, or past a hidden event into another stream. Ours follow the
    /// places.
    private static final Map<String, Set<String>> WALKS_OF_THE_REFERENCE_THAT_JUMP = Map.ofEntries(
            Map.entry("artifact-and-tail", Set.of("8/3", "8/10000")),
            Map.entry("batches-torn", Set.of("20/3", "20/10000")),
            Map.entry("compacted-merge", Set.of("27/3", "27/10000")),
            Map.entry("dropped", Set.of("25/3", "25/10000")),
            Map.entry("fences", Set.of("23/1", "23/3", "23/10000", "19/3", "19/10000")),
            Map.entry("imported", Set.of("14/3", "14/10000")),
            Map.entry("lanes-and-depth", Set.of("16/3", "16/10000")),
            Map.entry("multi-segment", Set.of("35/10000")),
            Map.entry("payload-versions", Set.of("7/3", "7/10000")),
            Map.entry("plain-clean-close", Set.of("30/10000")),
            Map.entry("snapshot/source", Set.of("19/1", "19/3", "19/10000")),
            Map.entry("torn-tail", Set.of("29/10000")),
            Map.entry("unclosed-active", Set.of("29/3", "29/10000")),
            Map.entry("wide", Set.of("286/10000", "266/10000")));

    /// The sequences of this store are nowhere but in its artifact: its merged segment has no footer.
    private static final Set<String> SEQUENCES_NOT_IN_THE_SEGMENTS = Set.of("compacted-retention");

    @TempDir
    private Path work;

    static List<GoldenTree> trees() {
        return GoldenTree.all();
    }

    @ParameterizedTest
    @MethodSource("trees")
    void everyEventIsAsItsWriterDescribedIt(GoldenTree tree) {
        Path copy = tree.copyOfSegments(work.resolve("a"));
        Map<String, List<Byte>> before = GoldenTree.contents(copy);
        try (StoreReader reader = StoreReader.open(config(tree, copy))) {
            assertThat(comparable(tree, EventFacts.of(reader)))
                    .containsExactlyElementsOf(comparable(
                            tree, tree.events().stream().map(EventFacts::of).toList()));
            assertThat(reader.stats().eventCount())
                    .isEqualTo(tree.expected().path("event_count").asLong());
            if (sequencesAreKnown(tree)) {
                assertThat(reader.stats().nextSequence())
                        .isEqualTo(tree.expected().path("allocator").asLong());
            }
            assertThat(reader.openReport().openPath()).isEqualTo("Rebuild");
            assertChain(tree, reader);
            assertValues(tree, reader);
            assertUncommittedStaysOut(tree, reader);
        }
        assertThat(GoldenTree.contents(copy))
                .as("a read-only open changed a file")
                .isEqualTo(before);
    }

    @ParameterizedTest
    @MethodSource("trees")
    void everyQueryIsAnsweredAsRecorded(GoldenTree tree) {
        Path copy = tree.copyOfSegments(work.resolve("a"));
        try (StoreReader reader = StoreReader.open(config(tree, copy))) {
            QueryCheck.Result result = QueryCheck.run(reader, tree);
            assertThat(result.differences()).isEmpty();
            assertThat(result.deviations())
                    .as("walks in which the reference jumps")
                    .containsExactlyInAnyOrderElementsOf(
                            WALKS_OF_THE_REFERENCE_THAT_JUMP.getOrDefault(tree.name(), Set.of()));
        }
    }

    /// Without the file that hides them, events of cancelled fences are ordinary events; the others do not
    /// change.
    @ParameterizedTest
    @MethodSource("trees")
    void withoutTheRangesHiddenEventsAppearAndTheOthersStay(GoldenTree tree) {
        Path copy = tree.copyWithoutHiding(work.resolve("a"));
        try (StoreReader reader = StoreReader.open(config(tree, copy))) {
            List<String> found = EventFacts.of(reader);
            assertThat(found).hasSize(tree.expected().path("event_count").asInt());
            Set<String> described = tree.events().stream()
                    .map(event -> event.path("event_id").asString())
                    .collect(Collectors.toSet());
            List<String> visible = found.stream()
                    .filter(line -> described.contains(idOf(line).hex()))
                    .toList();
            assertThat(comparable(tree, visible))
                    .containsExactlyElementsOf(comparable(
                            tree, tree.events().stream().map(EventFacts::of).toList()));
            assertChain(tree, reader);
        }
    }

    @ParameterizedTest
    @MethodSource("trees")
    void appendingChangesNothingThatWasThere(GoldenTree tree) {
        Path copy = tree.copyOfSegments(work.resolve("a"));
        List<String> before;
        ChainReport chain;
        long next;
        try (StoreReader reader = StoreReader.open(config(tree, copy))) {
            before = EventFacts.of(reader);
            chain = reader.verifyChain();
            next = reader.stats().nextSequence();
        }
        Receipt receipt;
        try (Store store = Store.open(config(tree, copy))) {
            receipt = store.append(
                    Coordinate.of("golden:new", "golden"), EventKind.of(0xF, 0x77), Payload.of(Value.map("n", 1)));
            assertThat(receipt.sequence()).as("behind the OPEN event").isEqualTo(next + 1);
            assertThat(EventFacts.of(store)).startsWith(before.toArray(String[]::new));
        }
        try (StoreReader reader = StoreReader.open(config(tree, copy))) {
            List<String> after = EventFacts.of(reader);
            assertThat(after).startsWith(before.toArray(String[]::new)).hasSize(before.size() + 3);
            StoredEvent added = reader.get(receipt.eventId());
            assertThat(added.sequence()).isEqualTo(receipt.sequence());
            assertThat(added.value()).isEqualTo(Value.map("n", 1));
            ChainReport now = reader.verifyChain();
            assertThat(now.contentHashMismatches()).isEmpty();
            assertThat(now.danglingLinks()).isEqualTo(chain.danglingLinks());
            assertThat(now.events()).isEqualTo(chain.events() + 3);
        }
    }

    /// The stores of an older release, with SDX2 footers: their one event carries its lane and depth as a
    /// receipt extension of the frame, which the old sidecars lack.
    @ParameterizedTest
    @CsvSource({"adr0009-checkpoint-v5, 5, 3", "adr0009-mmap-v4, 7, 2"})
    void aStoreOfAnOlderReleaseShowsItsEvent(String name, long lane, long depth) {
        Path copy = GoldenTree.copy(
                GoldenTree.golden("stores").resolve(name),
                work.resolve("a"),
                file -> !GoldenTree.ACCELERATORS.contains(file));
        StoreConfig config = StoreConfig.in(copy).build();
        List<String> before;
        try (StoreReader reader = StoreReader.open(config)) {
            Entry entry = onlyEntry(reader, "entity:" + name);
            assertThat(entry.scope()).isEqualTo("scope:fixture");
            assertThat(entry.lane()).isEqualTo(lane);
            assertThat(entry.depth()).isEqualTo(depth);
            assertThat(entry.extensions().get("app.audit").orElseThrow().toByteArray())
                    .containsExactly((byte) lane, (byte) depth);
            assertThat(reader.verifyChain().intact()).isTrue();
            before = EventFacts.of(reader);
        }
        try (Store store = Store.open(config)) {
            store.append(Coordinate.of("entity:" + name, "scope:fixture"), EventKind.DATA, Payload.of(Value.map()));
        }
        try (StoreReader reader = StoreReader.open(config)) {
            assertThat(EventFacts.of(reader)).startsWith(before.toArray(String[]::new));
            assertThat(reader.verifyChain().intact()).isTrue();
        }
    }

    private static Entry onlyEntry(Journal journal, String entity) {
        List<Entry> entries = journal.stream(entity).toList();
        assertThat(entries).hasSize(1);
        return entries.getFirst();
    }

    /// The reference leaves hidden events out, so that visible ones that link to them dangle. Ours are
    /// verified over all committed events: nothing dangles but what compaction has dropped.
    private static void assertChain(GoldenTree tree, Journal journal) {
        ChainReport report = journal.verifyChain();
        assertThat(report.events())
                .isEqualTo(tree.expected().path("event_count").asLong());
        assertThat(report.contentHashMismatches()).isEmpty();
        List<String> dangling = tree.expected().path("verify_chain").path("dangling_links").values().stream()
                .map(node -> node.asString())
                .toList();
        assertThat(report.danglingLinks().stream().map(EventId::hex))
                .containsExactlyInAnyOrderElementsOf(tree.hides() ? List.of() : dangling);
    }

    /// A payload that is ciphertext or no valid value is refused when it is asked for as a value, and only
    /// then.
    private static void assertValues(GoldenTree tree, Journal journal) {
        for (ObjectNode event : tree.events()) {
            StoredEvent stored =
                    journal.get(EventId.fromHex(event.path("event_id").asString()));
            if (event.has("encryption") || event.has("value_read")) {
                assertThatThrownBy(stored::value)
                        .as(event.path("seq").asString())
                        .isInstanceOf(PayloadFormatException.class);
            } else {
                assertThat(stored.value()).isNotNull();
            }
        }
    }

    /// Receipts of events that are neither visible nor hidden were never committed.
    private static void assertUncommittedStaysOut(GoldenTree tree, Journal journal) {
        Set<String> described = tree.events().stream()
                .map(event -> event.path("event_id").asString())
                .collect(Collectors.toSet());
        for (ObjectNode receipt : tree.objects("receipts")) {
            String id = receipt.path("event_id").asString();
            if (!described.contains(id)) {
                assertThat(journal.find(EventId.fromHex(id))).as(id).isEmpty();
            }
        }
    }

    private static List<String> comparable(GoldenTree tree, List<String> lines) {
        return sequencesAreKnown(tree)
                ? lines
                : lines.stream().map(EventFacts::withoutSequence).toList();
    }

    private static boolean sequencesAreKnown(GoldenTree tree) {
        return !SEQUENCES_NOT_IN_THE_SEGMENTS.contains(tree.name());
    }

    private static EventId idOf(String line) {
        return EventId.fromHex(
                io.batpak.verify.script.Json.parse(line).path("event_id").asString());
    }

    private static StoreConfig config(GoldenTree tree, Path directory) {
        return StoreConfig.in(directory)
                .segmentBytesMax(tree.segmentBytesMax())
                .autoMerge(new AutoMerge.Never())
                .build();
    }
}
