package io.batpak.verify.golden;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.model.AppendOptions;
import io.batpak.model.AutoMerge;
import io.batpak.model.BatchItem;
import io.batpak.model.Coordinate;
import io.batpak.model.EventKind;
import io.batpak.model.IdempotencyKey;
import io.batpak.model.Payload;
import io.batpak.model.Receipt;
import io.batpak.model.Value;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/// A retry of any write that the reference recorded under a key returns the original receipt and adds nothing, with
/// `index.idemp` and without it.
///
/// Tier: golden. Covers: C1, C4.
class GoldenRetryTest {
    private static final Set<String> STORES =
            Set.of("batches", "fences", "idempotency", "extensions-signed", "lanes-and-depth");
    private static final Coordinate ELSEWHERE = Coordinate.of("somewhere:else", "other");
    private static final EventKind KIND = EventKind.of(0xF, 99);

    @TempDir
    private Path work;

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aRetryReturnsTheOriginalReceipt(boolean withKeys) {
        Predicate<String> wanted =
                name -> withKeys ? !name.equals(".batpak.lock") : !GoldenTree.ACCELERATORS.contains(name);
        int stores = 0;
        for (GoldenTree tree : GoldenTree.all()) {
            if (STORES.contains(tree.name())) {
                stores++;
                retry(tree, GoldenTree.copy(tree.directory(), work.resolve(tree.name() + withKeys), wanted));
            }
        }
        assertThat(stores).isEqualTo(STORES.size());
    }

    private static void retry(GoldenTree tree, Path directory) {
        List<ObjectNode> visible = tree.events();
        try (Store store = Store.open(StoreConfig.in(directory)
                .segmentBytesMax(tree.segmentBytesMax())
                .autoMerge(new AutoMerge.Never())
                .build())) {
            long before = store.stats().eventCount();
            List<BatchItem> all = new ArrayList<>();
            for (ObjectNode event : visible) {
                AppendOptions options = AppendOptions.none()
                        .idempotencyKey(
                                IdempotencyKey.fromHex(event.path("event_id").asString()));
                Payload other = Payload.of(Value.map("n", -1));
                same(tree, event, store.append(ELSEWHERE, KIND, other, options));
                all.add(BatchItem.of(ELSEWHERE, KIND, other, options));
            }
            List<Receipt> batch = store.appendBatch(all.subList(0, Math.min(all.size(), 256)));
            for (int i = 0; i < batch.size(); i++) {
                same(tree, visible.get(i), batch.get(i));
            }
            assertThat(store.stats().eventCount()).as(tree.name()).isEqualTo(before);
            assertThat(store.verifyChain().intact()).as(tree.name()).isTrue();
        }
    }

    private static void same(GoldenTree tree, ObjectNode event, Receipt receipt) {
        String what = tree.name() + " " + event.path("event_id").asString();
        assertThat(receipt.sequence()).as(what).isEqualTo(event.path("seq").asLong());
        assertThat(receipt.contentHash().hex())
                .as(what)
                .isEqualTo(event.path("content_hash").asString());
        assertThat(receipt.clock()).as(what).isEqualTo(event.path("clock").asLong());
        assertThat(receipt.extensions().asMap().keySet())
                .as(what)
                .containsExactlyInAnyOrderElementsOf(
                        event.path("receipt_extensions").propertyNames());
    }
}
