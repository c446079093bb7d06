package io.batpak.verify.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.StoreReader;
import io.batpak.error.ImportRefusedException;
import io.batpak.error.ImportRefusedException.Reason;
import io.batpak.model.ImportOptions;
import io.batpak.model.ImportProvenance;
import io.batpak.model.ImportReport;
import io.batpak.model.Region;
import io.batpak.verify.script.Json;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/// The import that batpak 0.9.0 did, done by us: from the same source to the same ids, bytes and marks.
///
/// Covers: J7.
/// Tier: golden.
class GoldenImportTest {
    private static final ImportOptions OPTIONS = ImportOptions.from("runner-ns").chunkSize(3);
    /// What depends on the place and the time of the import, and what 0.9.0 dropped.
    private static final List<String> NOT_COMPARED =
            List.of("seq", "clock", "prev_hash", "wall_ms", "counter", "timestamp_us", "segment", "offset", "length");

    @TempDir
    private Path work;

    private static GoldenTree tree(String name) {
        return GoldenTree.all().stream()
                .filter(tree -> tree.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static StoreConfig config(Path directory) {
        return StoreConfig.in(directory).cooperative(true).build();
    }

    @Test
    void eventsGetTheIdsAndMarksThatTheReferenceGaveThem() {
        List<String> expected = tree("imported").events().stream()
                .map(GoldenImportTest::comparable)
                .filter(line -> line.contains(ImportProvenance.EXTENSION_KEY))
                .toList();
        Path source = tree("imported/source").copyOfSegments(work.resolve("source"));
        try (StoreReader reader = StoreReader.open(config(source));
                Store store = Store.open(config(work.resolve("target")))) {
            assertThat(store.importEvents(reader, OPTIONS)).isEqualTo(report(12, 0));
            assertThat(EventFacts.of(store).stream()
                            .map(line -> comparable(Json.parse(line)))
                            .filter(line -> line.contains(ImportProvenance.EXTENSION_KEY)))
                    .containsExactlyElementsOf(expected);
        }
    }

    @Test
    void whatTheReferenceImportedIsKnownToUs() {
        Path source = tree("imported/source").copyOfSegments(work.resolve("source"));
        Path target = tree("imported").copyOfSegments(work.resolve("target"));
        try (StoreReader reader = StoreReader.open(config(source));
                Store store = Store.open(config(target))) {
            assertThat(store.importEvents(reader, OPTIONS)).isEqualTo(report(0, 12));
        }
    }

    /// The reference imported while the source was open; since then its end was recorded, with sequence 19.
    private static ImportReport report(long imported, long known) {
        return new ImportReport(imported, known, 4, 0, 0, OptionalLong.of(19));
    }

    /// Extensions of callers are taken out: 0.9.0 does not carry them over.
    private static String comparable(ObjectNode described) {
        ObjectNode event = described.deepCopy();
        event.remove(NOT_COMPARED);
        ObjectNode extensions = (ObjectNode) event.get("receipt_extensions");
        extensions.retain(ImportProvenance.EXTENSION_KEY);
        return EventFacts.of(event);
    }

    @Test
    void anEncryptedEventIsRefusedByItsName() {
        Path source = tree("encrypted").copyOfSegments(work.resolve("source"));
        try (StoreReader reader = StoreReader.open(config(source));
                Store store = Store.open(config(work.resolve("target")))) {
            assertThatThrownBy(() -> store.importEvents(reader, OPTIONS))
                    .isInstanceOfSatisfying(ImportRefusedException.class, refused -> {
                        assertThat(refused.reason()).isEqualTo(Reason.ENCRYPTED);
                        assertThat(reader.query(Region.all()).stream()
                                        .filter(entry -> entry.sequence() == refused.sequence())
                                        .map(entry -> entry.eventId().hex()))
                                .containsExactly(refused.eventId());
                    });
        }
    }
}
