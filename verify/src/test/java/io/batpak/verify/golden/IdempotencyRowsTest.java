package io.batpak.verify.golden;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.format.IdempotencyRow;
import io.batpak.fs.StoreFs;
import io.batpak.model.Extensions;
import io.batpak.recovery.Restore;
import io.batpak.recovery.Restored;
import io.batpak.sidecar.IdempotencyFile;
import io.batpak.time.Clock;
import io.batpak.verify.script.Json;
import java.nio.file.Files;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/// Every recorded `index.idemp` holds the rows its writer describes.
///
/// Tier: golden. Covers: C1.
class IdempotencyRowsTest {
    @Test
    void recordedKeysAreReadAsTheirWriterDescribesThem() {
        List<GoldenTree> trees = GoldenTree.all().stream()
                .filter(tree -> Files.exists(tree.directory().resolve(IdempotencyFile.NAME)))
                .toList();
        assertThat(trees).hasSizeGreaterThan(20);
        for (GoldenTree tree : trees) {
            Restored restored =
                    Restore.run(StoreFs.local(tree.directory()), Clock.system(), false, position -> Extensions.none());
            assertThat(restored.keys().stream()
                            .sorted(Comparator.comparingLong(IdempotencyRow::sequence))
                            .map(IdempotencyRowsTest::facts))
                    .as(tree.name())
                    .containsExactlyElementsOf(tree.objects("idempotency").stream()
                            .map(row -> Json.text(Json.sorted(row)))
                            .toList());
            assertThat(restored.report().notices())
                    .as(tree.name())
                    .noneMatch(notice -> notice.contains(IdempotencyFile.NAME));
        }
    }

    private static String facts(IdempotencyRow row) {
        ObjectNode facts = Json.object();
        facts.put("key", row.key().hex());
        facts.put("event_id", row.eventId().hex());
        facts.put("seq", row.sequence());
        facts.put("segment", row.position().segment());
        facts.put("offset", row.position().offset());
        facts.put("length", row.position().length());
        facts.put("content_hash", row.contentHash().hex());
        facts.put("prev_hash", row.previousHash().hex());
        facts.put("entity", row.at().entity());
        facts.put("scope", row.at().scope());
        facts.put("kind", row.kind().raw());
        facts.put("recorded_seq", row.recordedSequence());
        facts.put("evicted", row.evicted());
        ObjectNode extensions = facts.putObject("receipt_extensions");
        row.extensions()
                .asMap()
                .forEach((key, value) -> extensions.put(key, HexFormat.of().formatHex(value.toByteArray())));
        return Json.text(Json.sorted(facts));
    }
}
