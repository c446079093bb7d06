package io.batpak.verify.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.batpak.AppliedLease;
import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.error.WaitTimeoutException;
import io.batpak.model.AppendOptions;
import io.batpak.model.Coordinate;
import io.batpak.model.Entry;
import io.batpak.model.EventKind;
import io.batpak.model.LaneFrontier;
import io.batpak.model.Mark;
import io.batpak.model.Payload;
import io.batpak.model.Value;
import io.batpak.testkit.MemFs;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// The applied mark is where the slowest open lease is.
///
/// Tier: unit. Covers: D3.
class AppliedLeaseTest {
    private final Store store = Store.open(StoreConfig.on(new MemFs()).build());

    private Entry note(long lane) {
        return store.entry(store.append(
                                Coordinate.of("a", "room"),
                                EventKind.of(0xF, 1),
                                Payload.of(Value.map("n", 1)),
                                AppendOptions.none().lane(lane))
                        .eventId())
                .orElseThrow();
    }

    private long applied() {
        return store.frontier().applied().sequence();
    }

    private long appliedOn(long lane) {
        return store.frontier().lanes().stream()
                .filter(each -> each.lane() == lane)
                .map(LaneFrontier::applied)
                .findFirst()
                .orElseThrow()
                .sequence();
    }

    @Test
    void theSlowestLeaseHoldsTheMark() {
        try (store) {
            long before = applied();
            Entry first = note(0);
            Entry second = note(0);
            Entry third = note(0);
            assertThat(applied()).isEqualTo(before);
            AppliedLease fast = store.delivery().applying("fast");
            fast.applied(third);
            assertThat(applied()).isEqualTo(third.sequence());
            AppliedLease slow = store.delivery().applying("slow");
            assertThat(applied()).isEqualTo(third.sequence());
            Entry fourth = note(0);
            Entry fifth = note(0);
            fast.applied(fifth);
            assertThat(applied()).isEqualTo(third.sequence());
            slow.applied(fourth);
            assertThat(applied()).isEqualTo(fourth.sequence());
            slow.applied(second);
            fast.applied(first);
            assertThat(applied()).isEqualTo(fourth.sequence());
            slow.close();
            assertThat(applied()).isEqualTo(fifth.sequence());
            fast.close();
            fast.close();
            fast.applied(note(0));
            assertThat(applied()).isEqualTo(fifth.sequence());
        }
    }

    @Test
    void eachLaneHasItsOwnMark() {
        try (store) {
            Entry left = note(1);
            Entry right = note(2);
            AppliedLease both = store.delivery().applying("both");
            AppliedLease one = store.delivery().applying("one");
            both.applied(left);
            both.applied(right);
            assertThat(appliedOn(1)).isEqualTo(left.sequence());
            Entry later = note(1);
            one.applied(left);
            both.applied(later);
            assertThat(appliedOn(1)).isEqualTo(left.sequence());
            assertThat(appliedOn(2)).isEqualTo(right.sequence());
            one.close();
            assertThat(appliedOn(1)).isEqualTo(later.sequence());
        }
    }

    @Test
    void whoWaitsForTheMarkIsWokenByTheSlowest() throws Exception {
        try (store) {
            AppliedLease lease = store.delivery().applying("model");
            Entry event = note(0);
            assertThatThrownBy(() -> store.waitFor(Mark.APPLIED, event.sequence(), Duration.ZERO))
                    .isInstanceOf(WaitTimeoutException.class);
            CompletableFuture<Boolean> reached = new CompletableFuture<>();
            Thread waiter = Thread.ofVirtual().start(() -> {
                try {
                    store.waitFor(Mark.APPLIED, event.sequence(), Duration.ofSeconds(30));
                    reached.complete(true);
                } catch (InterruptedException | RuntimeException e) {
                    reached.completeExceptionally(e);
                }
            });
            lease.applied(event);
            assertThat(reached.get(30, TimeUnit.SECONDS)).isTrue();
            waiter.join();
        }
    }
}
