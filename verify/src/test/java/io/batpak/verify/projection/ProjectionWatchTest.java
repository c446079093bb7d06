package io.batpak.verify.projection;

import static io.batpak.verify.projection.Accounts.ACCOUNT;
import static io.batpak.verify.projection.Accounts.AT;
import static io.batpak.verify.projection.Accounts.balance;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.batpak.ProjectionWatch;
import io.batpak.Projections;
import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.VisibilityFence;
import io.batpak.error.StoreClosedException;
import io.batpak.model.Compaction;
import io.batpak.model.Coordinate;
import io.batpak.projection.Projected;
import io.batpak.testkit.MemFs;
import io.batpak.verify.projection.AccountEvent.Deposited;
import io.batpak.verify.projection.Accounts.Balance;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// A watch answers with the newest state, and misses no change.
///
/// Covers: H9, H12.
/// Tier: unit.
class ProjectionWatchTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    private final MemFs fs = new MemFs();
    private final Store store =
            Store.open(StoreConfig.on(fs).segmentBytesMax(1200).build());
    private final Projections projections = store.projections();

    private static long cents(Optional<Projected<Balance>> answer) {
        return answer.orElseThrow().state().orElseThrow().cents();
    }

    @Test
    void theFirstAnswerIsTheStateOfNowAndEachFurtherOneIsNewer() throws Exception {
        try (store) {
            ProjectionWatch<Balance> watch = projections.watch(ACCOUNT, balance());
            assertThat(watch.await(LONG).orElseThrow().state()).isEmpty();
            assertThat(watch.await(Duration.ZERO)).isEmpty();
            store.append(AT, new Deposited(5));
            assertThat(cents(watch.await(LONG))).isEqualTo(5);
            assertThat(watch.seen()).isEqualTo(projections.generation(ACCOUNT));
            store.append(AT, new Deposited(1));
            store.append(AT, new Deposited(1));
            assertThat(cents(watch.await(LONG))).isEqualTo(7);
            assertThat(watch.await(Duration.ofMillis(2))).isEmpty();
        }
    }

    @Test
    void aWatchFromNowOnIsWokenByItsEntityAlone() throws Exception {
        try (store) {
            store.append(AT, new Deposited(5));
            ProjectionWatch<Balance> watch = projections.watch(ACCOUNT, balance(), projections.generation(ACCOUNT));
            CompletableFuture<Optional<Projected<Balance>>> answer = new CompletableFuture<>();
            Thread thread = Thread.ofVirtual().start(() -> {
                try {
                    answer.complete(watch.await(LONG));
                } catch (InterruptedException | RuntimeException e) {
                    answer.completeExceptionally(e);
                }
            });
            store.append(Coordinate.of("account:70", "bank"), new Deposited(100));
            store.append(Coordinate.of("account:7:sub", "bank"), new Deposited(100));
            store.append(AT, new Deposited(6));
            assertThat(cents(answer.get(30, TimeUnit.SECONDS))).isEqualTo(11);
            thread.join();
        }
    }

    @Test
    void aFenceIsSeenAtItsCommitAndACancelledOneNever() throws Exception {
        try (store) {
            ProjectionWatch<Balance> watch = projections.watch(ACCOUNT, balance(), projections.generation(ACCOUNT));
            VisibilityFence cancelled = store.beginFence();
            cancelled.submit(AT, new Deposited(50));
            cancelled.cancel();
            assertThat(watch.await(Duration.ofMillis(2))).isEmpty();
            VisibilityFence committed = store.beginFence();
            committed.submit(AT, new Deposited(3));
            committed.submit(AT, new Deposited(4));
            assertThat(watch.await(Duration.ZERO)).isEmpty();
            committed.commit();
            assertThat(cents(watch.await(LONG))).isEqualTo(7);
        }
    }

    @Test
    void aCompactionThatDropsEventsIsAChange() throws Exception {
        try (store) {
            for (int n = 0; n < 20; n++) {
                store.append(AT, new Deposited(1));
            }
            ProjectionWatch<Balance> watch = projections.watch(ACCOUNT, balance());
            assertThat(cents(watch.await(LONG))).isEqualTo(20);
            long newest = store.latest(ACCOUNT, 0).orElseThrow().clock();
            store.compact(Compaction.retention(event ->
                    !event.entry().entity().equals(ACCOUNT) || event.entry().clock() > newest - 3));
            assertThat(store.stream(ACCOUNT).stream().count()).isLessThan(20);
            assertThat(cents(watch.await(LONG)))
                    .isEqualTo(store.stream(ACCOUNT).stream().count());
        }
    }

    @Test
    void whoeverClosesItWakesTheOneThatWaits() throws Exception {
        try (store) {
            ProjectionWatch<Balance> watch = projections.watch(ACCOUNT, balance(), projections.generation(ACCOUNT));
            CompletableFuture<Optional<Projected<Balance>>> answer = new CompletableFuture<>();
            Thread thread = Thread.ofPlatform().start(() -> {
                try {
                    answer.complete(watch.await(LONG));
                } catch (InterruptedException | RuntimeException e) {
                    answer.completeExceptionally(e);
                }
            });
            watch.close();
            assertThat(answer.get(30, TimeUnit.SECONDS)).isEmpty();
            thread.join();
            store.append(AT, new Deposited(6));
            assertThat(watch.await(LONG)).isEmpty();
        }
    }

    @Test
    void theCloseOfTheJournalEndsIt() {
        ProjectionWatch<Balance> watch = projections.watch(ACCOUNT, balance(), projections.generation(ACCOUNT));
        store.close();
        assertThatThrownBy(() -> watch.await(LONG)).isInstanceOf(StoreClosedException.class);
        assertThatThrownBy(() -> projections.watch(ACCOUNT, balance())).isInstanceOf(StoreClosedException.class);
    }
}
