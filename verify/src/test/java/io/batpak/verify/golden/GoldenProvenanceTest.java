package io.batpak.verify.golden;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.Evidence;
import io.batpak.StoreConfig;
import io.batpak.StoreReader;
import io.batpak.format.Provenance;
import io.batpak.model.Bytes;
import io.batpak.model.Entry;
import io.batpak.model.EventId;
import io.batpak.model.Extensions;
import io.batpak.model.IdempotencyKey;
import io.batpak.model.ImportProvenance;
import io.batpak.model.Region;
import io.batpak.testkit.MemFs;
import java.io.IOException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/// The journal into which 0.9.0 imported another one: what each event says about where it comes from.
///
/// Tier: golden.
class GoldenProvenanceTest {

    private static GoldenTree tree(String name) {
        return GoldenTree.all().stream()
                .filter(tree -> tree.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void everyImportedEventSaysWhereItComesFrom() throws IOException {
        Map<String, ObjectNode> sources = new HashMap<>();
        tree("imported/source").events().forEach(event -> sources.put(text(event, "event_id"), event));
        int imported = 0;
        MemFs fs = MemFs.copyOf(tree("imported").directory());
        try (StoreReader reader = StoreReader.open(StoreConfig.on(fs).build())) {
            for (Entry entry : reader.query(Region.all()).toList()) {
                Extensions extensions = entry.extensions();
                Optional<ImportProvenance> provenance = Evidence.importProvenance(extensions);
                if (provenance.isEmpty()) {
                    continue;
                }
                imported++;
                ImportProvenance found = provenance.orElseThrow();
                ObjectNode source =
                        Objects.requireNonNull(sources.get(found.sourceEventId().hex()));
                assertThat(found.schemaVersion()).isEqualTo(1);
                assertThat(found.sourceNamespace()).isEqualTo("runner-ns");
                assertThat(found.sourceSequence()).isEqualTo(source.path("seq").asLong());
                assertThat(found.sourceKind().raw())
                        .isEqualTo(source.path("kind").path("raw").asInt())
                        .isEqualTo(entry.kind().raw());
                assertThat(found.sourceContentHash().hex()).isEqualTo(text(source, "content_hash"));
                Bytes stored = extensions.get(ImportProvenance.EXTENSION_KEY).orElseThrow();
                assertThat(Provenance.encode(found)).isEqualTo(stored.toByteArray());
                assertThat(Evidence.importProvenance(Evidence.importEvidence(found)))
                        .isEqualTo(found);
                IdempotencyKey key = IdempotencyKey.forOperation(
                        "batpak.import", "runner-ns", found.sourceEventId().hex());
                assertThat(entry.eventId()).isEqualTo(EventId.of(key));
            }
        }
        assertThat(imported).isPositive().isEqualTo(described());
    }

    /// How many events came by import, by the description.
    private static int described() {
        int described = 0;
        for (ObjectNode event : tree("imported").events()) {
            String value = event.path("receipt_extensions")
                    .path(ImportProvenance.EXTENSION_KEY)
                    .asString("");
            described += value.isEmpty() ? 0 : 1;
        }
        return described;
    }

    private static String text(ObjectNode event, String field) {
        String text = event.path(field).asString();
        assertThat(HexFormat.of().parseHex(text)).isNotEmpty();
        return text;
    }
}
