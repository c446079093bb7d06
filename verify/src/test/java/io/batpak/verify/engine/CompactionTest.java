package io.batpak.verify.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.StoreReader;
import io.batpak.model.Compaction;
import io.batpak.model.CompactionOutcome;
import io.batpak.model.CompactionResult;
import io.batpak.model.Coordinate;
import io.batpak.model.Entry;
import io.batpak.model.EventKind;
import io.batpak.model.Payload;
import io.batpak.model.Receipt;
import io.batpak.model.Region;
import io.batpak.model.Value;
import io.batpak.testkit.MemFs;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Segments become one, events go, and nothing else changes.
///
/// Covers: J1, J2.
/// Tier: conformance.
class CompactionTest {
    private static final EventKind KEEP = EventKind.of(0xF, 1);
    private static final EventKind DROP = EventKind.of(0xF, 2);

    private static StoreConfig config(MemFs fs) {
        return StoreConfig.on(fs).segmentBytesMax(4096).build();
    }

    private static List<Receipt> fill(Store store, int events) {
        List<Receipt> receipts = new ArrayList<>();
        for (int i = 0; i < events; i++) {
            Payload payload = Payload.of(Value.map("n", i, "text", "-".repeat(100)));
            receipts.add(store.append(Coordinate.of("order:" + i % 7, "shop"), i % 3 == 0 ? DROP : KEEP, payload));
        }
        return receipts;
    }

    private static List<String> facts(io.batpak.Journal journal) {
        List<String> facts = new ArrayList<>();
        for (Entry entry : journal.query(Region.all())) {
            facts.add(entry.sequence() + " " + entry.eventId() + " " + entry.kind() + " " + entry.eventHash());
        }
        return facts;
    }

    @Test
    void aMergeChangesNoEvent() {
        MemFs fs = new MemFs();
        List<String> before;
        try (Store store = Store.open(config(fs))) {
            List<Receipt> receipts = fill(store, 200);
            before = facts(store);
            CompactionResult result = store.compact(
                    Compaction.merge().but().outputBytesMax(1 << 20).build());
            assertThat(result.outcome()).isEqualTo(new CompactionOutcome.Performed());
            assertThat(result.segmentsRemoved()).isGreaterThan(5);
            assertThat(facts(store)).isEqualTo(before);
            for (Receipt receipt : receipts) {
                assertThat(store.get(receipt.eventId()).sequence()).isEqualTo(receipt.sequence());
            }
            assertThat(store.verifyChain().intact()).isTrue();
            System.out.println(result);
            System.out.println(fs.list());
        }
        try (StoreReader reader = StoreReader.open(config(fs))) {
            assertThat(facts(reader).subList(0, before.size())).isEqualTo(before);
            assertThat(reader.verifyChain().intact()).isTrue();
            System.out.println(reader.openReport());
        }
    }

    @Test
    void aRetentionDropsWhatItIsToldTo() {
        MemFs fs = new MemFs();
        try (Store store = Store.open(config(fs))) {
            fill(store, 200);
            CompactionResult result = store.compact(Compaction.retention(
                    candidate -> !candidate.entry().kind().equals(DROP)));
            System.out.println(result);
            System.out.println(fs.list());
            assertThat(result.outcome()).isEqualTo(new CompactionOutcome.Performed());
            assertThat(facts(store)).hasSizeBetween(133, 160);
            System.out.println(store.verifyChain());
            assertThat(store.verifyChain().intact()).isTrue();
            fill(store, 20);
            for (Entry entry : store.query(Region.all())) {
                store.read(entry);
            }
        }
        try (StoreReader reader = StoreReader.open(config(fs))) {
            System.out.println(reader.openReport());
            assertThat(reader.verifyChain().intact()).isTrue();
        }
    }
}
