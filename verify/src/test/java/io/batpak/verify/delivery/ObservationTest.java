package io.batpak.verify.delivery;

import static io.batpak.verify.delivery.Notes.KIND;
import static io.batpak.verify.delivery.Notes.REGION;
import static io.batpak.verify.delivery.Notes.open;
import static io.batpak.verify.delivery.Notes.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.Store;
import io.batpak.delivery.Subscription;
import io.batpak.delivery.SubscriptionFlow;
import io.batpak.delivery.SubscriptionOptions;
import io.batpak.evidence.SubscriberFinding;
import io.batpak.evidence.SubscriberFrontierReport;
import io.batpak.evidence.SubscriberFrontierReport.DeliveryState;
import io.batpak.evidence.SubscriberFrontierReport.LossPrecision;
import io.batpak.model.Coordinate;
import io.batpak.model.Payload;
import io.batpak.model.Receipt;
import io.batpak.model.Ticket;
import io.batpak.model.Value;
import io.batpak.projection.Projection;
import io.batpak.testkit.MemFs;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What a report says of those who follow: how far they are behind, whether they are still served, what they have
/// lost. And that what they add up is what a projection adds up.
///
/// Tier: unit. Covers: G4, B14.
@Timeout(120)
class ObservationTest {
    private final Store store = open(new MemFs());

    @AfterEach
    void drop() {
        store.drop();
    }

    private SubscriberFrontierReport seen(Subscription subscription) {
        SubscriberFrontierReport report = store.delivery().observe(subscription);
        assertThat(SubscriberFrontierReport.fromBytes(report.toBytes())).isEqualTo(report);
        return report;
    }

    @Test
    void whoHasEverythingHasNoLag() {
        write(store, "a");
        Subscription subscription = store.delivery().subscribe(REGION);
        long newest = write(store, "a");
        subscription.poll();
        SubscriberFrontierReport report = seen(subscription);
        assertThat(report.source()).isEqualTo(SubscriberFrontierReport.Source.LOSSY_PUSH);
        assertThat(report.consumedFrontierSequence()).hasValue(newest);
        assertThat(report.availableFrontierSequence()).isEqualTo(newest);
        assertThat(report.lagEvents()).hasValue(0);
        assertThat(report.deliveryState()).isEqualTo(DeliveryState.ACTIVE);
        assertThat(report.lossPrecision()).isEqualTo(LossPrecision.UNKNOWN);
        assertThat(report.findings()).isEmpty();
    }

    @Test
    void whoIsBehindIsToldByHowMuch() {
        Subscription subscription = store.delivery().subscribe(REGION);
        long first = write(store, "a");
        write(store, "a", 4);
        subscription.poll();
        SubscriberFrontierReport report = seen(subscription);
        assertThat(report.consumedFrontierSequence()).hasValue(first);
        assertThat(report.lagEvents()).hasValue(4);
        assertThat(report.findings()).containsExactly(new SubscriberFinding.LagObserved(4));
    }

    @Test
    void whoWasTooSlowIsDroppedAndHasLostWhatIsBehindItsPlace() {
        Subscription subscription = store.delivery()
                .subscribe(REGION, SubscriptionOptions.standard().capacity(2));
        write(store, "a", 4);
        assertThat(subscription.poll(10)).hasSizeLessThan(4);
        assertThat(subscription.closed()).contains(Subscription.Closed.LAGGED);
        SubscriberFrontierReport report = seen(subscription);
        assertThat(report.deliveryState()).isEqualTo(DeliveryState.DROPPED);
        assertThat(report.lossPrecision()).isEqualTo(LossPrecision.LOSS_AFTER_FRONTIER);
        assertThat(report.findings())
                .contains(
                        SubscriberFinding.Telling.DELIVERY_DROPPED,
                        new SubscriberFinding.LossObserved(LossPrecision.LOSS_AFTER_FRONTIER));
    }

    @Test
    void whoSkippedEventsHasLostThemBeforeItsPlace() {
        Subscription subscription = store.delivery()
                .subscribe(REGION, SubscriptionOptions.standard().capacity(2).droppingOldest());
        write(store, "a", 4);
        assertThat(subscription.poll()).isPresent();
        assertThat(subscription.lost()).isEqualTo(2);
        SubscriberFrontierReport report = seen(subscription);
        assertThat(report.deliveryState()).isEqualTo(DeliveryState.ACTIVE);
        assertThat(report.lossPrecision()).isEqualTo(LossPrecision.SUBSCRIBER_DROPPED);
        assertThat(report.lagEvents()).hasValue(1);
    }

    @Test
    void whoHasGoneIsDisconnected() {
        Subscription subscription = store.delivery().subscribe(REGION);
        subscription.close();
        SubscriberFrontierReport report = seen(subscription);
        assertThat(report.deliveryState()).isEqualTo(DeliveryState.DISCONNECTED);
        assertThat(report.findings()).contains(SubscriberFinding.Telling.DELIVERY_DISCONNECTED);
    }

    @Test
    void aCursorIsSeenByItsPlace() {
        long first = write(store, "a");
        write(store, "a", 2);
        SubscriberFrontierReport behind = store.delivery().observe(OptionalLong.of(first));
        assertThat(behind.source()).isEqualTo(SubscriberFrontierReport.Source.CURSOR_BACKED);
        assertThat(behind.lagEvents()).hasValue(2);
        assertThat(behind.deliveryState()).isEqualTo(DeliveryState.ACTIVE);
        SubscriberFrontierReport ahead = store.delivery().observe(OptionalLong.of(first + 10));
        assertThat(ahead.lagEvents()).hasValue(0);
        assertThat(ahead.findings())
                .containsExactly(new SubscriberFinding.ConsumedFrontierAheadOfAvailable(first + 10, first + 2));
        SubscriberFrontierReport unknown = store.delivery().observe(OptionalLong.empty());
        assertThat(unknown.lagEvents()).isEmpty();
        assertThat(unknown.findings())
                .containsExactlyInAnyOrder(
                        SubscriberFinding.Telling.CONSUMED_FRONTIER_UNKNOWN,
                        SubscriberFinding.Telling.DELIVERY_STATE_UNKNOWN);
    }

    /// A ticket can be looked at without waiting; what a subscriber counts is what a projection counts.
    @Test
    void aScanOverASubscriptionIsTheFoldOfAProjection() throws InterruptedException {
        Projection<Long> count = Projection.named("count")
                .<Long>startingWith(() -> 0L)
                .onRaw(KIND, (sum, _) -> sum + 1)
                .build();
        Subscription subscription = store.delivery().subscribe(REGION);
        SubscriptionFlow.Scan<Long> scan = subscription.flow().scan(0L, (sum, _) -> Optional.of(sum + 1));
        for (int n = 0; n < 50; n++) {
            Ticket<Receipt> ticket = store.submit(Coordinate.of("a", "room"), KIND, Payload.of(Value.map("n", n)));
            Optional<Receipt> looked = ticket.await(Duration.ZERO);
            Receipt receipt = ticket.await();
            assertThat(ticket.isDone()).isTrue();
            assertThat(ticket.await(Duration.ZERO)).contains(receipt);
            assertThat(looked.orElse(receipt)).isEqualTo(receipt);
            assertThat(scan.await(Notes.LONG)).contains(n + 1L);
        }
        assertThat(store.project("a", count)).contains(scan.state());
    }
}
