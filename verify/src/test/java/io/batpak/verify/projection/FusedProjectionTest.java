package io.batpak.verify.projection;

import static io.batpak.verify.projection.Accounts.ACCOUNT;
import static io.batpak.verify.projection.Accounts.AT;
import static io.batpak.verify.projection.Accounts.balance;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.batpak.Store;
import io.batpak.model.InvalidArgumentException;
import io.batpak.projection.CacheStatus;
import io.batpak.projection.FusedStates;
import io.batpak.projection.ObservedFreshness;
import io.batpak.projection.Projection;
import io.batpak.testkit.MemFs;
import io.batpak.testkit.MemOperation;
import io.batpak.verify.projection.AccountEvent.Deposited;
import io.batpak.verify.projection.AccountEvent.Renamed;
import io.batpak.verify.projection.AccountEvent.Withdrawn;
import io.batpak.verify.projection.Accounts.Balance;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Several projections in one pass are what each is alone.
///
/// Covers: H5, H6.
/// Tier: unit.
class FusedProjectionTest {
    private final MemFs fs = new MemFs();
    private final Store store = Store.open(Accounts.quiet(fs).build());
    private final AtomicInteger in = new AtomicInteger();
    private final Projection<Balance> balance = balance();
    private final Projection<Long> deposits = Projection.named("deposits")
            .<Long>startingWith(() -> 0L)
            .on(Deposited.class, (count, _) -> count + Math.min(1, in.incrementAndGet()))
            .build();
    private final Projection<String> names = Projection.named("names")
            .startingWith(() -> "")
            .on(Renamed.class, (all, renamed) -> all + renamed.name())
            .incremental(false)
            .build();

    @AfterEach
    void drop() {
        store.drop();
    }

    private void check() {
        FusedStates fused = store.projections().fused(ACCOUNT, List.of(balance, deposits, names, balance));
        Store fresh = store;
        assertThat(fused.state(balance)).isEqualTo(Accounts.folded(fresh, ACCOUNT));
        assertThat(fused.state(deposits)).isEqualTo(fresh.project(ACCOUNT, deposits));
        assertThat(fused.state(names)).isEqualTo(fresh.project(ACCOUNT, names));
    }

    @Test
    void eachStateIsWhatItsProjectionAnswersAlone() {
        check();
        store.append(AT, new Deposited(5));
        FusedStates first = store.projections().fused(ACCOUNT, List.of(balance, names));
        assertThat(first.state(names))
                .as("no event counted, so there is no state")
                .isEmpty();
        assertThat(first.of(names).freshness()).isEqualTo(ObservedFreshness.NOT_APPLICABLE);
        assertThat(first.of(balance).cacheStatus()).isEqualTo(CacheStatus.Known.HIT);
        store.append(AT, new Renamed("a"));
        check();
        store.append(AT, new Withdrawn(2));
        store.append(AT, new Renamed("b"));
        check();
        Projection<Balance> another = balance();
        assertThat(store.projections()
                        .fused(ACCOUNT, List.of(another))
                        .of(another)
                        .cacheStatus())
                .isEqualTo(CacheStatus.Known.BYPASSED);
    }

    @Test
    void eventsAreReadOnceForAllAndOnlyNewOnesAreFolded() {
        for (int n = 0; n < 40; n++) {
            store.append(AT, new Deposited(n));
        }
        long before = fs.count(MemOperation.READ);
        store.project(ACCOUNT, balance());
        long alone = fs.count(MemOperation.READ) - before;
        store.projections().fused(ACCOUNT, List.of(balance, deposits, balance(), balance()));
        assertThat(fs.count(MemOperation.READ) - before).isEqualTo(2 * alone);
        assertThat(in).hasValue(40);

        store.append(AT, new Deposited(1));
        store.projections().fused(ACCOUNT, List.of(balance, deposits, balance()));
        assertThat(in).hasValue(41);
    }

    @Test
    void aProjectionThatWasNotAskedForHasNoAnswer() {
        FusedStates fused = store.projections().fused(ACCOUNT, List.of(balance));
        assertThatThrownBy(() -> fused.state(names)).isInstanceOf(InvalidArgumentException.class);
    }
}
