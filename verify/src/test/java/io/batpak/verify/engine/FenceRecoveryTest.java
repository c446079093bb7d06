package io.batpak.verify.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.VisibilityFence;
import io.batpak.model.Coordinate;
import io.batpak.model.Payload;
import io.batpak.model.Receipt;
import io.batpak.model.Ticket;
import io.batpak.model.Value;
import io.batpak.testkit.MemFs;
import io.batpak.testkit.MemOperation;
import io.batpak.testkit.SettableClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The events of a fence are made at different times, and still are one when a crash has left no footer.
///
/// Tier: crash. Covers: D9, D10.
class FenceRecoveryTest {
    private final MemFs fs = new MemFs();
    private final SettableClock clock = new SettableClock(1_700_000_000_000_000L);

    @Test
    void aCommittedFenceSurvivesALossOfPowerWhole() throws InterruptedException {
        Store store = open(fs);
        List<Receipt> receipts = fence(store, true);
        store.append(Coordinate.of("order:9", "shop"), Workload.KIND, Payload.of(Value.map("n", 9)));
        try (Store again = open(fs.crash())) {
            assertThat(receipts)
                    .hasSize(5)
                    .allMatch(receipt -> again.verifyReceipt(receipt).isValid());
        }
        try (Store again = open(fs.killed())) {
            assertThat(again.stream("order:9").toList()).hasSize(1);
            assertThat(again.stream("order:1").toList()).hasSize(5);
        }
    }

    @Test
    void aCancelledFenceKeepsItsPlaceInTheStreamAfterAKill() throws InterruptedException {
        Store store = open(fs);
        fence(store, false);
        try (Store again = open(fs.killed())) {
            assertThat(again.stats().eventCount())
                    .as("two openings and the hidden ones")
                    .isEqualTo(2 + 5);
            assertThat(again.stream("order:1").toList()).isEmpty();
            Receipt next = again.append(Coordinate.of("order:1", "shop"), Workload.KIND, Payload.of(Value.map("n", 9)));
            assertThat(next.clock()).isEqualTo(5);
        }
    }

    @Test
    void aTornCommittedFenceIsNotThereAtAll() throws InterruptedException {
        Store store = open(fs);
        long synced = fs.count(MemOperation.SYNC);
        fence(store, true);
        assertThat(fs.count(MemOperation.SYNC)).isGreaterThan(synced);
        byte[] whole = fs.bytes("000001.fbat");
        for (int cut = 1; cut < 2_600; cut += 50) {
            MemFs torn = fs.killed();
            int kept = whole.length - cut;
            torn.damage("000001.fbat", bytes -> java.util.Arrays.copyOf(bytes, kept));
            try (Store again = open(torn)) {
                assertThat(again.stream("order:1").toList())
                        .as("%s bytes less", cut)
                        .isEmpty();
            }
        }
    }

    private Store open(MemFs directory) {
        return Store.open(
                StoreConfig.on(directory).cooperative(true).clock(clock).build());
    }

    private List<Receipt> fence(Store store, boolean commits) throws InterruptedException {
        List<Ticket<Receipt>> tickets = new ArrayList<>();
        List<Receipt> receipts = new ArrayList<>();
        try (VisibilityFence fence = store.beginFence()) {
            for (int i = 0; i < 5; i++) {
                clock.advance(Duration.ofMillis(3));
                tickets.add(
                        fence.submit(Coordinate.of("order:1", "shop"), Workload.KIND, Payload.of(Value.map("n", i))));
            }
            if (commits) {
                fence.commit();
                for (Ticket<Receipt> ticket : tickets) {
                    receipts.add(ticket.await());
                }
            }
        }
        return receipts;
    }
}
