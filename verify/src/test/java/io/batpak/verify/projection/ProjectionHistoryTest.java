package io.batpak.verify.projection;

import static io.batpak.verify.projection.Accounts.ACCOUNT;
import static io.batpak.verify.projection.Accounts.balance;
import static io.batpak.verify.projection.Accounts.deposit;
import static io.batpak.verify.projection.Accounts.folded;
import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.Store;
import io.batpak.model.Compaction;
import io.batpak.model.StoredEvent;
import io.batpak.projection.Freshness;
import io.batpak.projection.Projected;
import io.batpak.projection.Projection;
import io.batpak.testkit.MemFs;
import io.batpak.testkit.SettableClock;
import io.batpak.verify.projection.AccountEvent.Deposited;
import io.batpak.verify.projection.Accounts.Balance;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// States when the history changes under them: retention, tombstones, merges; and states of earlier times.
///
/// Covers: H5, H7.
/// Tier: unit.
class ProjectionHistoryTest {
    private final SettableClock clock = Accounts.clock();
    private final Store store = Store.open(
            Accounts.quiet(new MemFs()).clock(clock).segmentBytesMax(1200).build());

    @AfterEach
    void drop() {
        store.drop();
    }

    @Test
    void eventsThatARetentionDroppedAreFoldedNoMore() {
        Projection<Balance> balance = balance();
        for (int n = 1; n <= 40; n++) {
            deposit(store, n);
        }
        Projected<Balance> before = store.projections().run(ACCOUNT, balance, Freshness.consistent());
        store.compact(Compaction.retention(candidate -> candidate.entry().sequence() % 3 == 0));

        Optional<Balance> after = store.project(ACCOUNT, balance);
        assertThat(after).isNotEqualTo(before.state()).isEqualTo(folded(store, ACCOUNT));
        assertThat(store.projections().ifChanged(ACCOUNT, balance, before.generation()))
                .isPresent();
        deposit(store, 5);
        assertThat(store.project(ACCOUNT, balance)).isEqualTo(folded(store, ACCOUNT));
    }

    @Test
    void tombstonesEndTheEventsTheyAreMadeOf() {
        Projection<Balance> balance = balance();
        Projection<String> all = Projection.named("all")
                .startingWith(() -> "")
                .onAnyOther((text, event) -> text + event.kind())
                .build();
        for (int n = 1; n <= 40; n++) {
            deposit(store, n);
        }
        store.project(ACCOUNT, balance);
        Optional<String> kinds = store.project(ACCOUNT, all);
        store.compact(Compaction.tombstone(candidate -> candidate.entry().sequence() % 2 == 0));

        assertThat(store.project(ACCOUNT, balance)).isEqualTo(folded(store, ACCOUNT));
        assertThat(store.project(ACCOUNT, all)).isNotEqualTo(kinds);
    }

    @Test
    void aMergeChangesNothingAndFoldsNothingAgain() {
        AtomicInteger calls = new AtomicInteger();
        Projection<Long> counter = Projection.named("count")
                .<Long>startingWith(() -> 0L)
                .on(Deposited.class, (count, _) -> {
                    calls.incrementAndGet();
                    return count + 1;
                })
                .build();
        for (int n = 1; n <= 40; n++) {
            deposit(store, n);
        }
        store.project(ACCOUNT, counter);
        store.compact(Compaction.merge());
        assertThat(store.project(ACCOUNT, counter)).contains(40L);
        assertThat(calls).hasValue(40);
    }

    @Test
    void aFoldUnderWayReadsTheFilesItBeganWith() {
        for (int n = 1; n <= 40; n++) {
            deposit(store, n);
        }
        AtomicInteger folded = new AtomicInteger();
        Projection<Long> compacting = Projection.named("compacting")
                .<Long>startingWith(() -> 0L)
                .on(Deposited.class, (sum, deposited) -> {
                    if (folded.incrementAndGet() == 2) {
                        store.compact(Compaction.retention(
                                candidate -> candidate.entry().sequence() > 30));
                    }
                    return sum + deposited.cents();
                })
                .build();

        assertThat(store.project(ACCOUNT, compacting)).contains(40L * 41 / 2);
        assertThat(store.project(ACCOUNT, compacting))
                .isEqualTo(folded(store, ACCOUNT).map(Balance::cents));
    }

    @Test
    void olderStatesAreFoldsOfWhatWasThere() {
        Projection<Balance> balance = balance();
        deposit(store, 1);
        clock.advance(Duration.ofMillis(10));
        deposit(store, 2);
        clock.advance(Duration.ofMillis(10));
        deposit(store, 4);
        List<StoredEvent> events = store.readStream(ACCOUNT).toList();
        Instant second = Instant.ofEpochMilli(Accounts.NOON_MICROS / 1000 + 10);

        assertThat(store.projections()
                        .asOf(ACCOUNT, balance, events.get(1).sequence())
                        .map(Balance::cents))
                .contains(3L);
        assertThat(store.projections().asOf(ACCOUNT, balance, events.getFirst().sequence() - 1))
                .isEmpty();
        assertThat(store.projections().asOf(ACCOUNT, balance, Long.MAX_VALUE)).isEqualTo(folded(store, ACCOUNT));
        assertThat(store.projections().asOf(ACCOUNT, balance, second).map(Balance::cents))
                .contains(3L);
        assertThat(store.projections()
                        .asOf(ACCOUNT, balance, second.minusMillis(1))
                        .map(Balance::cents))
                .contains(1L);
        assertThat(store.projections().asOf(ACCOUNT, balance, Instant.MAX)).isEqualTo(folded(store, ACCOUNT));
    }
}
