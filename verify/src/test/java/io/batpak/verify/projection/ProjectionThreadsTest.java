package io.batpak.verify.projection;

import static io.batpak.verify.projection.Accounts.ACCOUNT;
import static io.batpak.verify.projection.Accounts.deposit;
import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.Store;
import io.batpak.model.Compaction;
import io.batpak.projection.Projection;
import io.batpak.testkit.MemFs;
import io.batpak.verify.projection.Accounts.Balance;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Threads that project while another one appends and merges: each sees states that once were, none older than the one
/// before.
///
/// Covers: H7.
/// Tier: law.
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ProjectionThreadsTest {
    private static final int EVENTS = 3000;
    private static final int THREADS = 3;

    @Test
    void everyStateIsAPrefixAndNoneGoesBack() throws Exception {
        Projection<Balance> balance = Accounts.builder()
                .over(AccountEvent.class, (state, event) -> new Balance(state.cents() + 1, "", ""))
                .build();
        AtomicBoolean done = new AtomicBoolean();
        try (Store store = Store.open(
                        Accounts.quiet(new MemFs()).segmentBytesMax(20_000).build());
                ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            List<Future<Long>> futures = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                futures.add(threads.submit(reader(store, balance, done)));
            }
            for (int n = 1; n <= EVENTS; n++) {
                deposit(store, n);
                if (n % 1000 == 0) {
                    store.compact(Compaction.merge());
                }
            }
            done.set(true);
            for (Future<Long> future : futures) {
                assertThat(future.get()).isEqualTo(EVENTS);
            }
        }
    }

    /// The last state that was seen.
    private static Callable<Long> reader(Store store, Projection<Balance> balance, AtomicBoolean done) {
        return () -> {
            long before = 0;
            boolean last = false;
            while (!last) {
                last = done.get();
                long now = store.project(ACCOUNT, balance).map(Balance::cents).orElse(0L);
                assertThat(now).isBetween(before, (long) EVENTS);
                before = now;
            }
            return before;
        };
    }
}
