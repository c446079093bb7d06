package io.batpak.verify.golden;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.StoreReader;
import io.batpak.model.Compaction;
import io.batpak.model.CompactionOutcome;
import io.batpak.model.CompactionResult;
import io.batpak.model.KeepRule;
import io.batpak.verify.script.Json;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Our compaction of the journals that the reference has compacted, by the same rules: the same events stay, equal
/// in every field that does not say where they lie. Their sequences are those from before, which the reference
/// changes; ours is compared with what the reference wrote down before its compaction.
///
/// Tier: golden. Covers: J1, J2.
class GoldenCompactionTest {
    private static final List<String> PLACES = List.of("seq", "segment", "offset", "length");

    @TempDir
    private Path work;

    static Stream<GoldenTree> compacted() {
        return GoldenTree.all().stream().filter(tree -> tree.name().matches("compacted-\\w+/before"));
    }

    /// What the reference was told to do with this journal.
    static Compaction rule(GoldenTree before) {
        ObjectNode whole = described(before);
        for (JsonNode action : whole.path("actions")) {
            if (action.path("do").asString().equals("compact")) {
                JsonNode strategy = action.path("detail").path("strategy");
                KeepRule keep = candidate -> candidate.entry().kind().raw()
                        != strategy.path("retention_drops_kind").asInt(-1);
                KeepRule bury = candidate -> candidate.entry().kind().raw()
                        != strategy.path("tombstones_kind").asInt(-1);
                return strategy.has("retention_drops_kind")
                        ? Compaction.retention(keep)
                        : strategy.has("tombstones_kind") ? Compaction.tombstone(bury) : Compaction.merge();
            }
        }
        throw new AssertionError("no compaction in " + before);
    }

    private static ObjectNode described(GoldenTree before) {
        return after(before).expected();
    }

    /// The same journal as the reference left it.
    private static GoldenTree after(GoldenTree before) {
        String name = before.name().substring(0, before.name().indexOf('/'));
        return GoldenTree.all().stream()
                .filter(tree -> tree.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @MethodSource("compacted")
    void theSameEventsStayAndKeepTheirSequences(GoldenTree before) {
        Path directory = GoldenTree.copy(before.directory(), work.resolve("store"), _ -> true);
        StoreConfig config = StoreConfig.in(directory)
                .segmentBytesMax(before.segmentBytesMax())
                .cooperative(true)
                .build();
        int events = before.events().size();
        Map<String, ObjectNode> theirs = byId(after(before).events());
        Map<String, ObjectNode> earlier = byId(before.events());
        theirs.keySet().retainAll(earlier.keySet());
        try (Store store = Store.open(config)) {
            CompactionResult result =
                    store.compact(rule(before).but().outputBytesMax(1 << 20).build());
            assertThat(result.outcome()).isEqualTo(new CompactionOutcome.Performed());
            requireSame(ours(EventFacts.of(store), events), theirs, earlier);
        }
        try (StoreReader reader = StoreReader.open(config)) {
            requireSame(ours(EventFacts.of(reader), events), theirs, earlier);
            assertThat(reader.verifyChain().intact()).isTrue();
        }
    }

    private static Map<String, ObjectNode> ours(List<String> lines, int events) {
        return byId(lines.stream()
                .map(Json::parse)
                .filter(event -> event.path("seq").asInt() < events)
                .toList());
    }

    private static void requireSame(
            Map<String, ObjectNode> ours, Map<String, ObjectNode> theirs, Map<String, ObjectNode> earlier) {
        assertThat(ours.keySet()).isEqualTo(theirs.keySet());
        ours.forEach((id, event) -> {
            assertThat(event.path("seq").asInt())
                    .as(id)
                    .isEqualTo(
                            Objects.requireNonNull(earlier.get(id)).path("seq").asInt());
            assertThat(line(event)).isEqualTo(line(Objects.requireNonNull(theirs.get(id))));
        });
    }

    private static String line(ObjectNode event) {
        ObjectNode facts = Json.parse(EventFacts.of(event));
        facts.remove(PLACES);
        return Json.text(facts);
    }

    private static Map<String, ObjectNode> byId(List<ObjectNode> events) {
        return events.stream()
                .collect(Collectors.toMap(event -> event.path("event_id").asString(), Function.identity()));
    }
}
