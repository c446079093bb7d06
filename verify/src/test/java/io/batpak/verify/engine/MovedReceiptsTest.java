package io.batpak.verify.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.StoreReader;
import io.batpak.model.Compaction;
import io.batpak.model.CompactionOutcome;
import io.batpak.model.FramePosition;
import io.batpak.model.Receipt;
import io.batpak.segment.SegmentAppender;
import io.batpak.segment.SegmentName;
import io.batpak.sign.ReceiptVerdict;
import io.batpak.testkit.MemFs;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A receipt tells a place. A compaction moves the event away from it, and may give the number of its segment to
/// another one; the receipt stays good, in later sessions too.
///
/// Tier: unit. Covers: A15, J1.
class MovedReceiptsTest {
    private final MemFs fs = new MemFs();
    private final List<Receipt> receipts = new ArrayList<>();

    private StoreConfig config() {
        return Samples.quiet(fs).segmentBytesMax(1500).build();
    }

    private void compacted() {
        try (Store store = Store.open(config())) {
            for (int n = 0; n < 60; n++) {
                receipts.add(Samples.append(store, n));
            }
            assertThat(store.compact(Compaction.merge()
                                    .but()
                                    .outputBytesMax(4096)
                                    .build())
                            .outcome())
                    .isEqualTo(new CompactionOutcome.Performed());
        }
    }

    @Test
    void aReceiptIsGoodAfterItsSegmentHasBecomeAnother() {
        compacted();
        try (StoreReader reader = StoreReader.open(config())) {
            long reused = receipts.stream()
                    .filter(receipt -> fs.list().contains(name(receipt)))
                    .filter(receipt -> hasMoved(reader, receipt))
                    .count();
            assertThat(reused)
                    .as("receipts that moved and whose segment has a namesake")
                    .isPositive();
            for (Receipt receipt : receipts) {
                assertThat(reader.verifyReceipt(receipt)).as("%s", receipt).isEqualTo(ReceiptVerdict.UNSIGNED_ACCEPTED);
            }
        }
    }

    /// As a compaction leaves one when nothing of its sources stays and the clock was set back meanwhile.
    @Test
    void aReceiptIsGoodWhereAnEmptySegmentHasTheNumberOfItsOwn() {
        compacted();
        Receipt moved = receipts.stream()
                .filter(receipt -> !fs.list().contains(name(receipt)))
                .findFirst()
                .orElseThrow();
        SegmentAppender.create(fs, moved.position().segment(), 1).close();
        assertThat(fs.list()).contains(name(moved));
        try (StoreReader reader = StoreReader.open(config())) {
            assertThat(reader.verifyReceipt(moved)).isEqualTo(ReceiptVerdict.UNSIGNED_ACCEPTED);
        }
    }

    private static boolean hasMoved(StoreReader reader, Receipt receipt) {
        return !reader.entry(receipt.eventId()).orElseThrow().position().equals(receipt.position());
    }

    private static String name(Receipt receipt) {
        return SegmentName.of(receipt.position().segment()).fileName();
    }

    @Test
    void aWrongPlaceInASegmentThatHasNotMovedIsTold() {
        compacted();
        try (Store store = Store.open(config())) {
            Receipt fresh = Samples.append(store, 100);
            FramePosition wrong = new FramePosition(
                    fresh.position().segment(),
                    fresh.position().offset() + 8,
                    fresh.position().length());
            Receipt forged = new Receipt(
                    fresh.eventId(),
                    fresh.sequence(),
                    fresh.clock(),
                    fresh.contentHash(),
                    fresh.keyId(),
                    fresh.signature(),
                    fresh.extensions(),
                    wrong);
            assertThat(store.verifyReceipt(forged)).isEqualTo(ReceiptVerdict.DISK_POSITION_MISMATCH);
        }
    }
}
