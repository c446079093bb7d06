package io.batpak.verify.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.VisibilityFence;
import io.batpak.error.WriterCrashedException;
import io.batpak.model.AppendOptions;
import io.batpak.model.Coordinate;
import io.batpak.model.DurabilityGate;
import io.batpak.model.EventKind;
import io.batpak.model.Mark;
import io.batpak.model.Payload;
import io.batpak.model.Receipt;
import io.batpak.model.Region;
import io.batpak.model.RestartPolicy;
import io.batpak.model.Ticket;
import io.batpak.model.Value;
import io.batpak.testkit.MemFs;
import io.batpak.testkit.SettableClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// What an exception that nobody expects inside a commit costs: one commit and a new segment, as often as the
/// policy allows; then the end of writing.
///
/// Tier: crash. Covers: B10, D7.
class RestartTest {
    private static final Coordinate AT = Coordinate.of("order:1", "shop");
    private static final EventKind KIND = EventKind.of(0xF, 1);

    private final MemFs fs = new MemFs();
    private final TrippingFs tripping = new TrippingFs(fs);
    private final SettableClock clock = new SettableClock(1_700_000_000_000_000L);

    @Test
    void onceMeansOnce() {
        Store store = open(RestartPolicy.once());
        append(store, 1);
        crash(store);
        Receipt second = append(store, 2);
        assertThat(second.sequence())
                .as("the failed commit has used up nothing")
                .isEqualTo(2);
        assertThat(store.stats().segments()).isEqualTo(2);
        crash(store);
        assertThatThrownBy(() -> append(store, 3)).isInstanceOf(WriterCrashedException.class);
        assertThatThrownBy(store::sync).isInstanceOf(WriterCrashedException.class);
        assertThat(events(store)).as("reading goes on").isEqualTo(2);
        assertThatThrownBy(store::close).isInstanceOf(WriterCrashedException.class);
        assertEventsAfterReopening(2);
    }

    @Test
    void boundedCountsInsideItsTime() {
        Store store = open(new RestartPolicy.Bounded(2, Duration.ofSeconds(10)));
        crash(store);
        clock.advance(Duration.ofSeconds(11));
        crash(store);
        crash(store);
        append(store, 1);
        clock.advance(Duration.ofSeconds(11));
        crash(store);
        append(store, 2);
        crash(store);
        crash(store);
        assertThatThrownBy(() -> append(store, 3))
                .as("three within ten seconds")
                .isInstanceOf(WriterCrashedException.class);
        assertThatThrownBy(store::drop).isInstanceOf(WriterCrashedException.class);
        assertEventsAfterReopening(2);
    }

    @Test
    void aDurabilityGateWorksAfterARestart() {
        Store store = Store.open(
                StoreConfig.on(tripping).cooperative(true).syncEveryEvents(1).build());
        crash(store);
        DurabilityGate gate = new DurabilityGate(Mark.DURABLE, Duration.ofSeconds(5));
        Receipt receipt =
                store.append(AT, KIND, payload(1), AppendOptions.none().gate(gate));
        assertThat(store.frontier().durable().sequence()).isEqualTo(receipt.sequence());
        store.close();
        assertEventsAfterReopening(1);
    }

    @Test
    void aRestartEndsTheFenceAndItsTicketsAreTold() {
        Store store = open(RestartPolicy.once());
        VisibilityFence fence = store.beginFence();
        Ticket<Receipt> ticket = fence.submit(AT, KIND, payload(1));
        tripping.tripNextWrite(new InternalError("a defect"));
        assertThatThrownBy(fence::commit).isInstanceOf(WriterCrashedException.class);
        assertThat(fence.isActive()).isFalse();
        assertThat(ticket.isDone()).isTrue();
        assertThatThrownBy(ticket::await).isInstanceOf(WriterCrashedException.class);
        append(store, 2);
        store.close();
        assertEventsAfterReopening(1);
    }

    @Test
    void whatWasHandedOverBehindTheFailedCommitIsCommitted() throws InterruptedException {
        Store store = open(RestartPolicy.once());
        Ticket<Receipt> first = store.submit(AT, KIND, payload(1));
        tripping.tripNextWrite(new TickingClock.Defect());
        store.drain(1);
        assertThatThrownBy(first::await).isInstanceOf(WriterCrashedException.class);
        Ticket<Receipt> second = store.submit(AT, KIND, payload(2));
        assertThat(second.await().sequence()).isEqualTo(1);
        store.close();
        assertEventsAfterReopening(1);
    }

    private void crash(Store store) {
        tripping.tripNextWrite(new TickingClock.Defect());
        assertThatThrownBy(() -> append(store, 99))
                .isInstanceOf(WriterCrashedException.class)
                .hasRootCauseInstanceOf(TickingClock.Defect.class);
    }

    private Store open(RestartPolicy policy) {
        return Store.open(StoreConfig.on(tripping)
                .clock(clock)
                .restartPolicy(policy)
                .cooperative(true)
                .build());
    }

    private static Receipt append(Store store, int n) {
        return store.append(AT, KIND, payload(n));
    }

    private static Payload payload(int n) {
        return Payload.of(Value.of(n));
    }

    private static long events(Store store) {
        return store.query(Region.entity("order")).stream().count();
    }

    private void assertEventsAfterReopening(int count) {
        try (Store store = Store.open(StoreConfig.on(fs).build())) {
            assertThat(events(store)).isEqualTo(count);
            assertThat(store.verifyChain().intact()).isTrue();
        }
    }
}
