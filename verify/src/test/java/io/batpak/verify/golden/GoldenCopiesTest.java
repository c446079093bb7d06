package io.batpak.verify.golden;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.StoreReader;
import io.batpak.cli.json.CopyJson;
import io.batpak.cli.json.Json;
import io.batpak.model.AutoMerge;
import io.batpak.model.CopyPreference;
import io.batpak.model.ForkOptions;
import io.batpak.verify.script.Script;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Our snapshot and fork of the stores that the reference has copied, beside the reports it gave: equal in every
/// field, order and reason, but for the segments, of which we begin one more when we open them, and leave room
/// for a compaction.
///
/// Tier: golden. Covers: J1, J3.
class GoldenCopiesTest {
    @TempDir
    private Path work;

    @Test
    void ourSnapshotReportsWhatThatOfTheReferenceDid() throws IOException {
        ObjectNode recorded = recorded("snapshot");
        try (Store store = open("snapshot")) {
            ObjectNode ours = CopyJson.snapshot(store.snapshot(work.resolve("copy")));

            List<String> ofThePlace = List.of("snapshot_id", "destination_path_digest", "source_watermark");
            assertThat(text(ours.path("copied_segment_ids_sorted"))).isEqualTo("[1,2,3,5]");
            ofThePlace.forEach(name -> assertThat(ours.has(name)).as(name).isTrue());
            ours.remove(ofThePlace);
            recorded.remove(ofThePlace);
            ours.remove("copied_segment_ids_sorted");
            recorded.remove("copied_segment_ids_sorted");
            assertThat(text(ours)).isEqualTo(text(recorded));
        }
        assertSameEvents("snapshot");
    }

    @Test
    void ourForkReportsWhatThatOfTheReferenceDid() throws IOException {
        ObjectNode recorded = recorded("fork");
        ForkOptions links = ForkOptions.standard().prefer(CopyPreference.HARDLINK_ONLY);
        try (Store store = open("fork")) {
            ObjectNode ours = CopyJson.fork(store.fork(work.resolve("copy"), links));

            String findings = text(recorded.path("findings"))
                    .replace(
                            "{\"FileCopied\":{\"file_name\":\"000003.fbat\",\"strategy\":\"DeepCopy\"}}",
                            "{\"FileCopied\":{\"file_name\":\"000003.fbat\",\"strategy\":\"Hardlink\"}},"
                                    + "{\"FileCopied\":{\"file_name\":\"000005.fbat\",\"strategy\":\"DeepCopy\"}}");
            assertThat(text(ours.path("findings"))).isEqualTo(findings);
            assertThat(text(ours.path("strategy_counts")))
                    .isEqualTo(text(recorded.path("strategy_counts")).replace("\"hardlink\":2", "\"hardlink\":3"));
            assertThat(text(ours.path("shared_segment_ids_sorted"))).isEqualTo("[1,2,3]");
            assertThat(text(ours.path("deep_copied_segment_ids_sorted"))).isEqualTo("[5]");
            for (String same : List.of(
                    "schema_version",
                    "fence_token",
                    "copied_visibility_ranges_present",
                    "copied_pending_compaction_marker_present",
                    "copied_idempotency_store_present")) {
                assertThat(text(ours.path(same))).as(same).isEqualTo(text(recorded.path(same)));
            }
        }
        assertSameEvents("fork");
    }

    /// The copy that the reference made, with an index file beside it as its source had one.
    private Store open(String name) throws IOException {
        Path golden = GoldenTree.golden("stores-v090").resolve(name);
        Path source = GoldenTree.copy(golden.resolve("store"), work.resolve("source"), _ -> true);
        Files.copy(golden.resolve("source").resolve("index.fbati"), source.resolve("index.fbati"));
        Store store = Store.open(
                StoreConfig.in(source).autoMerge(new AutoMerge.Never()).build());
        if (!Files.exists(source.resolve("index.fbati"))) {
            Files.createFile(source.resolve("index.fbati")); // ours takes it away, because it tells of later events
        }
        return store;
    }

    private static ObjectNode recorded(String name) throws IOException {
        Path file = GoldenTree.golden("stores-v090").resolve(name).resolve("expected.json");
        for (JsonNode action : Json.parse(Files.readString(file)).path("actions")) {
            if (action.path("do").asString().equals(name)) {
                return (ObjectNode) action.path("detail");
            }
        }
        throw new AssertionError("no action " + name + " in " + file);
    }

    /// With the keys in the order of their names.
    private static String text(JsonNode node) {
        return Script.normalText(node);
    }

    /// What the reference recorded of its copy stands at the beginning of ours.
    private void assertSameEvents(String name) {
        GoldenTree tree = GoldenTree.all().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
        StoreConfig config = StoreConfig.in(work.resolve("copy"))
                .autoMerge(new AutoMerge.Never())
                .build();
        try (StoreReader reader = StoreReader.open(config)) {
            List<String> ours = EventFacts.of(reader);
            List<String> theirs = tree.events().stream().map(EventFacts::of).toList();
            assertThat(ours.subList(0, theirs.size())).isEqualTo(theirs);
            assertThat(reader.verifyChain().intact()).isTrue();
        }
    }
}
