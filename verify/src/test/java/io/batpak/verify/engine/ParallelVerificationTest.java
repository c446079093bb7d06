package io.batpak.verify.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.batpak.ChainVerification;
import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.StoreReader;
import io.batpak.error.ChainVerificationException;
import io.batpak.error.SegmentDamageException;
import io.batpak.format.FrameDraft;
import io.batpak.model.BatchItem;
import io.batpak.model.ChainReport;
import io.batpak.model.Coordinate;
import io.batpak.model.EventKind;
import io.batpak.model.FramePosition;
import io.batpak.model.Payload;
import io.batpak.model.Region;
import io.batpak.model.Value;
import io.batpak.testkit.MemFs;
import io.batpak.time.Spawner;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// Verification on several threads says what verification on one says: of an intact journal, of changed payloads
/// whose checksums are right, of a frame that cannot be read.
///
/// Tier: unit. Covers: E24, E25.
class ParallelVerificationTest {
    private static final EventKind KIND = EventKind.of(0xF, 1);
    private static final int ENTITIES = 50;
    /// Pieces of 8192 rows: enough for every thread.
    private static final int EVENTS = 30_000;

    private static final int TAMPER_EVERY = 1000;
    private final MemFs fs = new MemFs();
    private final AtomicInteger spawned = new AtomicInteger();

    private void fill() {
        try (Store store = Store.open(builder().build())) {
            List<BatchItem> items = new ArrayList<>();
            for (int i = 0; i < EVENTS; i++) {
                items.add(BatchItem.of(
                        Coordinate.of("order:" + i % ENTITIES, "shop"), KIND, Payload.of(Value.map("n", i))));
                if (items.size() == 250) {
                    store.appendBatch(items);
                    items.clear();
                }
            }
        }
    }

    private StoreConfig.Builder builder() {
        Spawner counting = (name, body) -> {
            if (name.startsWith("batpak-verify")) {
                spawned.incrementAndGet();
            }
            return Spawner.platformThreads().spawn(name, body);
        };
        return StoreConfig.on(fs).segmentBytesMax(3_000_000).spawner(counting);
    }

    private ChainReport verify(boolean cooperative) {
        try (StoreReader reader =
                StoreReader.open(builder().cooperative(cooperative).build())) {
            return reader.verifyChain();
        }
    }

    private void tamper() {
        AtomicInteger seen = new AtomicInteger();
        fs.list().stream()
                .filter(name -> name.endsWith(".fbat"))
                .forEach(name -> fs.damage(
                        name,
                        bytes -> Tampering.userEvents(bytes, draft -> {
                            if (seen.incrementAndGet() % TAMPER_EVERY == 0) {
                                changePayload(draft);
                            }
                        })));
    }

    private static void changePayload(FrameDraft draft) {
        byte[] other = Payload.of(Value.map("n", "changed")).bytes();
        draft.payload(other, 0, other.length);
    }

    @Test
    void anIntactJournalIsIntactOnAnyNumberOfThreads() {
        fill();
        assertThat(verify(false)).isEqualTo(verify(true)).satisfies(report -> {
            assertThat(report.intact()).isTrue();
            assertThat(report.events()).isEqualTo(EVENTS + 2);
        });
        int processors = Runtime.getRuntime().availableProcessors();
        assertThat(spawned.get()).as("two rounds").isEqualTo(2 * (Math.min(4, processors) - 1));
    }

    @Test
    void changedPayloadsWithRightChecksumsAreCountedExactly() {
        fill();
        tamper();
        ChainReport report = verify(false);
        int changed = EVENTS / TAMPER_EVERY;
        assertThat(report.contentHashMismatches()).hasSize(changed);
        assertThat(report.danglingLinks()).as("their successors").hasSize(changed - 1);
        assertThat(verify(true)).isEqualTo(report);
        try (StoreReader reader = StoreReader.open(builder().build())) {
            List<io.batpak.model.EventId> inOrder = new ArrayList<>();
            reader.query(Region.all()).forEach(entry -> inOrder.add(entry.eventId()));
            inOrder.retainAll(report.contentHashMismatches());
            assertThat(report.contentHashMismatches()).as("in commit order").isEqualTo(inOrder);
        }
        for (boolean cooperative : new boolean[] {true, false}) {
            StoreConfig recompute = builder()
                    .cooperative(cooperative)
                    .chainVerification(ChainVerification.RECOMPUTE)
                    .build();
            assertThatThrownBy(() -> StoreReader.open(recompute))
                    .isInstanceOfSatisfying(
                            ChainVerificationException.class,
                            refusal -> assertThat(refusal.facts())
                                    .containsEntry("content_hash_mismatches", (long) changed)
                                    .containsEntry("dangling_links", changed - 1L));
        }
    }

    @Test
    void ofSeveralUnreadableFramesTheFirstEndsIt() {
        fill();
        for (boolean cooperative : new boolean[] {true, false}) {
            try (StoreReader reader =
                    StoreReader.open(builder().cooperative(cooperative).build())) {
                List<FramePosition> all = new ArrayList<>();
                reader.query(Region.entity("order")).forEach(entry -> all.add(entry.position()));
                List<FramePosition> damaged = List.of(all.get(9_000), all.get(17_000), all.get(29_000));
                damaged.forEach(this::flip);
                assertThatThrownBy(reader::verifyChain)
                        .isInstanceOfSatisfying(
                                SegmentDamageException.class,
                                found -> assertThat(found.facts())
                                        .containsEntry(
                                                "segment", damaged.getFirst().segment())
                                        .containsEntry(
                                                "offset", damaged.getFirst().offset()));
                damaged.forEach(this::flip);
            }
        }
    }

    private void flip(FramePosition at) {
        fs.damage(String.format("%06d.fbat", at.segment()), bytes -> {
            byte[] changed = bytes.clone();
            changed[(int) at.offset() + at.length() - 1] ^= 1;
            return changed;
        });
    }
}
