package io.batpak.verify.projection;

import static io.batpak.verify.projection.Accounts.ACCOUNT;
import static io.batpak.verify.projection.Accounts.deposit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.batpak.Store;
import io.batpak.error.Handling;
import io.batpak.error.StoreErrorKind;
import io.batpak.error.StoreException;
import io.batpak.model.InvalidArgumentException;
import io.batpak.projection.Freshness;
import io.batpak.projection.Projection;
import io.batpak.projection.ProjectionCache;
import io.batpak.projection.ProjectionStateBoundExceededException;
import io.batpak.projection.ProjectionStateContractUnspecifiedException;
import io.batpak.projection.ProjectionStateExtentUnavailableException;
import io.batpak.projection.StateContract;
import io.batpak.projection.StateExtent;
import io.batpak.testkit.MemFs;
import io.batpak.verify.projection.Accounts.Balance;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What a projection promises about its state, and that no state passes that breaks it.
///
/// Covers: A35.
/// Tier: unit.
class StateContractTest {
    private final ProjectionCache cache = ProjectionCache.inMemory(10);
    private final Store store =
            Store.open(Accounts.quiet(new MemFs()).projectionCache(cache).build());

    @AfterEach
    void drop() {
        store.drop();
    }

    private static Projection<Balance> bounded(long most, StateExtent extent) {
        return Accounts.builder()
                .over(AccountEvent.class, Balance::after)
                .codec(Accounts.CODEC)
                .contract(new StateContract.Bounded("letters", most, "none", "none", "none"))
                .extent(_ -> extent)
                .build();
    }

    @Test
    void aProjectionThatPromisesNothingIsRefusedEvenWithoutEvents() {
        Projection<Balance> silent = Accounts.builder()
                .over(AccountEvent.class, Balance::after)
                .contract(StateContract.unspecified())
                .build();

        assertThatThrownBy(() -> store.project(ACCOUNT, silent))
                .isInstanceOfSatisfying(ProjectionStateContractUnspecifiedException.class, refused -> {
                    assertThat(refused.kind()).isEqualTo(StoreErrorKind.PROJECTION_STATE_CONTRACT_UNSPECIFIED);
                    assertThat(refused.handling()).isEqualTo(Handling.REJECTED);
                    assertThat(refused.facts()).isEqualTo(Map.of("projection", "balance:" + ACCOUNT));
                });
        assertThatThrownBy(() -> store.projections().fused(ACCOUNT, List.of(silent)))
                .isInstanceOf(ProjectionStateContractUnspecifiedException.class);
        assertThatThrownBy(() -> store.projections().asOf(ACCOUNT, silent, 1))
                .isInstanceOf(ProjectionStateContractUnspecifiedException.class);
    }

    @Test
    void aBoundIsReachedButNotPassed() {
        deposit(store, 1);
        assertThat(store.project(ACCOUNT, bounded(2, StateExtent.of(2)))).isPresent();
        Projection<Balance> tooMany = bounded(2, StateExtent.of(3));
        assertThatThrownBy(() -> store.project(ACCOUNT, tooMany))
                .isInstanceOfSatisfying(ProjectionStateBoundExceededException.class, refused -> {
                    assertThat(refused.kind()).isEqualTo(StoreErrorKind.PROJECTION_STATE_BOUND_EXCEEDED);
                    assertThat(refused.declared()).isEqualTo(2);
                    assertThat(refused.actual()).isEqualTo(3);
                    assertThat(refused.facts()).containsOnlyKeys("projection", "declared", "actual");
                });
        assertThatThrownBy(() -> store.projections().fused(ACCOUNT, List.of(tooMany)))
                .isInstanceOf(ProjectionStateBoundExceededException.class);
    }

    @Test
    void aRefusedStateIsNotStoredInACache() {
        deposit(store, 1);
        cache.deletePrefix(io.batpak.model.Bytes.EMPTY);
        assertThatThrownBy(() -> store.project(ACCOUNT, bounded(0, StateExtent.of(1))))
                .isInstanceOf(StoreException.Rejected.class);
        assertThat(cache.deletePrefix(io.batpak.model.Bytes.EMPTY)).isZero();
    }

    @Test
    void aBoundNeedsAnExtent() {
        Projection<Balance> unknown = bounded(5, StateExtent.unavailable());
        assertThat(store.project(ACCOUNT, unknown)).as("no state has no parts").isEmpty();
        deposit(store, 1);
        Projection<Balance> numberWithoutCost =
                bounded(5, new StateExtent(OptionalLong.of(1), StateExtent.Cost.UNAVAILABLE));
        Projection<Balance> costWithoutNumber =
                bounded(5, new StateExtent(OptionalLong.empty(), StateExtent.Cost.CONSTANT_TIME));
        for (Projection<Balance> vague : List.of(unknown, numberWithoutCost, costWithoutNumber)) {
            assertThatThrownBy(() -> store.project(ACCOUNT, vague))
                    .isInstanceOfSatisfying(ProjectionStateExtentUnavailableException.class, refused -> {
                        assertThat(refused.kind()).isEqualTo(StoreErrorKind.PROJECTION_STATE_EXTENT_UNAVAILABLE);
                        assertThat(refused.declared()).isEqualTo(5);
                        assertThat(refused.facts()).containsOnlyKeys("projection", "declared");
                    });
        }
    }

    @Test
    void whatIsDeclaredUnboundedIsNotChecked() {
        deposit(store, 1);
        Projection<Balance> unbounded = Accounts.builder()
                .over(AccountEvent.class, Balance::after)
                .contract(new StateContract.UnboundedDeclared("a list", "us", "2027"))
                .extent(_ -> StateExtent.unavailable())
                .build();
        assertThat(store.project(ACCOUNT, unbounded)).isPresent();
        assertThat(unbounded.contract()).isInstanceOf(StateContract.UnboundedDeclared.class);
    }

    @Test
    void constructorsRefuseWhatMakesNoSense() {
        assertThat(StateContract.singleEntity("order"))
                .isEqualTo(new StateContract.Bounded(
                        "order", 1, "single aggregate per entity", "projection cache overwrite", "projection cache"));
        assertThat(StateExtent.singleEntity())
                .isEqualTo(new StateExtent(OptionalLong.of(1), StateExtent.Cost.CONSTANT_TIME));
        assertThatThrownBy(() -> new StateContract.Bounded("x", -1, "", "", ""))
                .isInstanceOf(InvalidArgumentException.class);
        assertThatThrownBy(() -> StateExtent.of(-1)).isInstanceOf(InvalidArgumentException.class);
        assertThatThrownBy(() -> Freshness.maybeStale(java.time.Duration.ofMillis(-1)))
                .isInstanceOf(InvalidArgumentException.class);
        assertThatThrownBy(() -> ProjectionCache.inMemory(0)).isInstanceOf(InvalidArgumentException.class);
    }
}
