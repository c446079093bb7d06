package io.batpak.verify.projection;

import static io.batpak.verify.projection.Accounts.AT;
import static io.batpak.verify.projection.Accounts.CODEC;
import static io.batpak.verify.projection.Accounts.balance;
import static io.batpak.verify.projection.Accounts.folded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.batpak.Store;
import io.batpak.StoreReader;
import io.batpak.VisibilityFence;
import io.batpak.delivery.CheckpointId;
import io.batpak.error.ConfigurationException;
import io.batpak.error.StoreClosedException;
import io.batpak.model.Coordinate;
import io.batpak.model.Entry;
import io.batpak.model.InvalidArgumentException;
import io.batpak.model.Region;
import io.batpak.projection.FoldProgress;
import io.batpak.projection.KeyedProjection;
import io.batpak.projection.Projection;
import io.batpak.projection.ProjectionStateBoundExceededException;
import io.batpak.projection.ProjectionStateContractUnspecifiedException;
import io.batpak.projection.ReadModel;
import io.batpak.projection.ReadModelOptions;
import io.batpak.projection.StateCodec;
import io.batpak.projection.StateContract;
import io.batpak.projection.StateExtent;
import io.batpak.projection.StateKey;
import io.batpak.testkit.MemFs;
import io.batpak.testkit.SettableClock;
import io.batpak.verify.projection.AccountEvent.Deposited;
import io.batpak.verify.projection.AccountEvent.Renamed;
import io.batpak.verify.projection.AccountEvent.Withdrawn;
import io.batpak.verify.projection.Accounts.Balance;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Read models in memory: which states there are, as of when, and what becomes of them when a fold fails.
///
/// Tier: unit. Covers: H7, E20.
class ReadModelTest {
    private static final Coordinate OTHER = Coordinate.of("account:8", "bank");
    private static final Coordinate ABROAD = Coordinate.of("account:9", "abroad");
    private static final KeyedProjection<Balance> BALANCES = KeyedProjection.of(Region.entity("account"), balance());

    private final MemFs fs = new MemFs();
    private final SettableClock clock = Accounts.clock();
    private final Store store =
            Store.open(Accounts.quiet(fs).clock(clock).segmentBytesMax(1200).build());

    @AfterEach
    void drop() {
        store.drop();
    }

    private Entry last() {
        Entry last = null;
        for (Entry entry : store.query(Region.all())) {
            last = entry;
        }
        return Objects.requireNonNull(last);
    }

    private ReadModel<Balance> balances() {
        return store.projections().readModel(BALANCES);
    }

    private static Map<String, Balance> all(ReadModel<Balance> model) {
        return model.read(states -> {
            Map<String, Balance> copy = new HashMap<>();
            states.forEach(copy::put);
            assertThat(states.size()).isEqualTo(copy.size());
            return copy;
        });
    }

    private static Balance of(long cents, String trace) {
        return new Balance(cents, "", trace);
    }

    @Test
    void eachEntityHasItsOwnState() {
        store.append(AT, new Deposited(5));
        store.append(OTHER, new Deposited(7));
        store.append(AT, new Withdrawn(2));
        store.append(Coordinate.of("customer:7", "bank"), new Deposited(100));
        try (ReadModel<Balance> model = balances()) {
            assertThat(model.get("account:7")).isEmpty();
            assertThat(model.through()).isEmpty();
            assertThat(model.origin()).isEqualTo(ReadModel.Origin.IN_MEMORY);

            OptionalLong through = model.catchUp();

            assertThat(through).isEqualTo(OptionalLong.of(last().sequence()));
            assertThat(model.through()).isEqualTo(through);
            assertThat(all(model)).isEqualTo(Map.of("account:7", of(3, "+5-2"), "account:8", of(7, "+7")));
            assertThat(model.get("account:7")).isEqualTo(store.project("account:7", balance()));
            assertThat(model.get("customer:7")).isEmpty();
            assertThat(model.projection()).isEqualTo(BALANCES);
        }
    }

    @Test
    void whatComesLaterIsFoldedByTheNextCatchUp() {
        try (ReadModel<Balance> model = balances()) {
            model.catchUp();
            store.append(AT, new Deposited(5));
            assertThat(model.get("account:7")).isEmpty();
            model.catchUp();
            assertThat(model.get("account:7")).contains(of(5, "+5"));
            store.append(AT, new Renamed("mine"));
            model.catchUp();
            model.catchUp();
            assertThat(model.get("account:7")).contains(new Balance(5, "mine", "+5=mine"));
        }
    }

    @Test
    void otherKeysGatherTheEventsOfManyEntities() {
        store.append(AT, new Deposited(5));
        store.append(ABROAD, new Deposited(70));
        store.append(OTHER, new Deposited(6));
        try (ReadModel<Balance> scopes = store.projections().readModel(BALANCES.by(StateKey.scope()));
                ReadModel<Balance> kinds = store.projections().readModel(BALANCES.by(StateKey.category()));
                ReadModel<Balance> one =
                        store.projections().readModel(BALANCES.by(new StateKey("all", _ -> "everything")))) {
            scopes.catchUp();
            kinds.catchUp();
            one.catchUp();
            assertThat(all(scopes)).isEqualTo(Map.of("bank", of(11, "+5+6"), "abroad", of(70, "+70")));
            assertThat(all(kinds)).isEqualTo(Map.of("14", of(81, "+5+70+6")));
            assertThat(all(one)).isEqualTo(Map.of("everything", of(81, "+5+70+6")));
        }
    }

    @Test
    void anUnfinishedFenceIsNotInItAndACancelledOneNeverIs() {
        store.append(AT, new Deposited(1));
        try (ReadModel<Balance> model = balances();
                VisibilityFence fence = store.beginFence()) {
            fence.submit(AT, new Deposited(10));
            model.catchUp();
            assertThat(model.get("account:7")).contains(of(1, "+1"));
            fence.cancel();
            store.append(AT, new Deposited(2));
            model.catchUp();
            assertThat(model.get("account:7")).contains(of(3, "+1+2"));
        }
    }

    @Test
    void theStatesOfBeforeCanBeAsked() {
        store.append(AT, new Deposited(5));
        long first = last().sequence();
        Instant noon = Instant.ofEpochMilli(last().wallMillis());
        clock.advance(Duration.ofSeconds(10));
        store.append(OTHER, new Deposited(7));
        store.append(AT, new Deposited(6));

        assertThat(store.projections().asOf(BALANCES, first)).isEqualTo(Map.of("account:7", of(5, "+5")));
        assertThat(store.projections().asOf(BALANCES, noon)).isEqualTo(Map.of("account:7", of(5, "+5")));
        assertThat(store.projections().asOf(BALANCES, noon.plusSeconds(10)))
                .isEqualTo(Map.of("account:7", of(11, "+5+6"), "account:8", of(7, "+7")));
        assertThat(store.projections().asOf(BALANCES, -1)).isEmpty();
    }

    @Test
    void aReaderHasReadModelsToo() {
        store.append(AT, new Deposited(5));
        store.sync();
        try (StoreReader reader = StoreReader.open(Accounts.quiet(fs.killed()).build());
                ReadModel<Balance> model = reader.projections().readModel(BALANCES)) {
            model.catchUp();
            assertThat(all(model)).isEqualTo(Map.of("account:7", of(5, "+5")));
        }
    }

    @Test
    void whatAFoldThrowsReachesTheCallerAndTheStatesStay() {
        Projection<Balance> grumpy = Accounts.builder()
                .over(AccountEvent.class, (state, event) -> {
                    if (event instanceof Deposited(long cents) && cents == 13) {
                        throw new ArithmeticException("thirteen");
                    }
                    return state.after(event);
                })
                .build();
        for (int threads = 1; threads <= 3; threads++) {
            ReadModelOptions options = ReadModelOptions.standard().threads(threads, 1);
            Coordinate own = Coordinate.of("account:grumpy:" + threads, "bank");
            KeyedProjection<Balance> keyed = KeyedProjection.of(Region.entity(own.entity()), grumpy);
            store.append(own, new Deposited(1));
            try (ReadModel<Balance> model = store.projections().readModel(keyed, options)) {
                OptionalLong reached = model.catchUp();
                store.append(own, new Deposited(2));
                store.append(own, new Deposited(13));
                for (int again = 0; again < 2; again++) {
                    assertThatThrownBy(model::catchUp)
                            .isInstanceOf(ArithmeticException.class)
                            .hasMessage("thirteen");
                    assertThat(model.through()).isEqualTo(reached);
                    assertThat(model.get(own.entity())).contains(of(1, "+1"));
                }
            }
        }
    }

    @Test
    void aStateThatBreaksItsPromiseIsRefused() {
        Projection<Balance> small = Accounts.builder()
                .over(AccountEvent.class, Balance::after)
                .contract(new StateContract.Bounded("deposits", 2, "", "", ""))
                .extent(state -> StateExtent.of(state.trace().length() / 2))
                .build();
        store.append(AT, new Deposited(1));
        store.append(AT, new Deposited(2));
        try (ReadModel<Balance> model =
                store.projections().readModel(KeyedProjection.of(Region.entity("account"), small))) {
            model.catchUp();
            store.append(AT, new Deposited(3));
            assertThatThrownBy(model::catchUp)
                    .isInstanceOf(ProjectionStateBoundExceededException.class)
                    .hasMessageContaining("account:7");
            assertThat(model.get("account:7")).contains(of(3, "+1+2"));
        }
        Projection<Balance> promisesNothing = Accounts.builder()
                .over(AccountEvent.class, Balance::after)
                .contract(StateContract.unspecified())
                .build();
        KeyedProjection<Balance> keyed = KeyedProjection.of(Region.all(), promisesNothing);
        assertThatThrownBy(() -> store.projections().readModel(keyed))
                .isInstanceOf(ProjectionStateContractUnspecifiedException.class);
        assertThatThrownBy(() -> store.projections().asOf(keyed, 1))
                .isInstanceOf(ProjectionStateContractUnspecifiedException.class);
    }

    @Test
    void aRebuildMakesTheSameStates() {
        store.append(AT, new Deposited(5));
        store.append(OTHER, new Deposited(7));
        try (ReadModel<Balance> model = balances()) {
            model.catchUp();
            Map<String, Balance> before = all(model);
            assertThat(model.rebuild()).isEqualTo(model.through());
            assertThat(all(model)).isEqualTo(before);
        }
    }

    @Test
    void anEndedOneSaysSo() {
        store.append(AT, new Deposited(5));
        ReadModel<Balance> model = balances();
        model.catchUp();
        model.close();
        model.close();
        assertThatThrownBy(model::catchUp)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
        assertThatThrownBy(model::rebuild).isInstanceOf(IllegalStateException.class);
        assertThat(model.get("account:7")).contains(of(5, "+5"));
    }

    @Test
    void aClosedJournalHasNoNewStates() {
        ReadModel<Balance> model = balances();
        store.drop();
        assertThatThrownBy(model::catchUp).isInstanceOf(StoreClosedException.class);
        assertThatThrownBy(this::balances).isInstanceOf(StoreClosedException.class);
    }

    @Test
    void badOptionsAreRefusedWithTheirNames() {
        assertThatThrownBy(() -> ReadModelOptions.standard().threads(0))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining("threads");
        assertThatThrownBy(() -> ReadModelOptions.standard().threads(257))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining("257");
        assertThatThrownBy(() -> ReadModelOptions.standard().threads(2, 0))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining("stretchMin");
        assertThatThrownBy(() -> new StateKey("", _ -> "")).isInstanceOf(InvalidArgumentException.class);
        KeyedProjection<Balance> whole = KeyedProjection.of(
                Region.all(),
                Accounts.builder()
                        .over(AccountEvent.class, Balance::after)
                        .incremental(false)
                        .build());
        assertThatThrownBy(() -> store.projections().readModel(whole))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("incremental of balance");
        try (ReadModel<Balance> model = balances()) {
            assertThatThrownBy(model::save)
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("checkpoint");
        }
    }

    @Test
    void aKeptStateThatDecodesToNothingOrBreaksItsPromiseIsMadeAnew() {
        Balance[] nothing = new Balance[1];
        StateCodec<Balance> forgetful = StateCodec.of(CODEC::encode, _ -> nothing[0]);
        StateCodec<Balance> greedy = StateCodec.of(CODEC::encode, _ -> of(1, "+1+1+1"));
        store.append(AT, new Deposited(5));
        ReadModelOptions kept = ReadModelOptions.standard().keeping(CheckpointId.of("balances"));
        for (StateCodec<Balance> codec : List.of(forgetful, greedy)) {
            KeyedProjection<Balance> keyed = KeyedProjection.of(
                    Region.all(),
                    Accounts.builder()
                            .over(AccountEvent.class, Balance::after)
                            .contract(new StateContract.Bounded("deposits", 2, "", "", ""))
                            .extent(state -> StateExtent.of(state.trace().length() / 2))
                            .codec(codec)
                            .build());
            try (ReadModel<Balance> model = store.projections().readModel(keyed, kept)) {
                model.save();
            }
            try (ReadModel<Balance> model = store.projections().readModel(keyed, kept)) {
                assertThat(model.origin()).isEqualTo(ReadModel.Origin.KEPT_DAMAGED);
                model.catchUp();
                assertThat(model.get("account:7")).contains(of(5, "+5"));
            }
        }
    }

    @Test
    void aListenerMayEndTheFold() {
        store.append(AT, new Deposited(5));
        AtomicReference<FoldProgress> seen = new AtomicReference<>();
        ReadModelOptions options = ReadModelOptions.standard().reporting(progress -> {
            seen.set(progress);
            throw new ArithmeticException("enough");
        });
        try (ReadModel<Balance> model = store.projections().readModel(BALANCES, options)) {
            assertThatThrownBy(model::catchUp).isInstanceOf(ArithmeticException.class);
            assertThat(seen.get()).isNotNull();
        }
        assertThat(folded(store, "account:7")).contains(of(5, "+5"));
    }

    @Test
    void whatCannotBeKeptIsRefusedAtOnce() {
        ReadModelOptions kept = ReadModelOptions.standard().keeping(CheckpointId.of("balances"));
        store.append(AT, new Deposited(5));
        store.sync();
        KeyedProjection<Balance> noCodec = KeyedProjection.of(
                Region.all(),
                Accounts.builder().over(AccountEvent.class, Balance::after).build());
        ReadModelOptions longName = ReadModelOptions.standard().keeping(CheckpointId.of("n".repeat(240)));
        assertThatThrownBy(() -> store.projections().readModel(noCodec, kept))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("codec");
        assertThatThrownBy(() -> store.projections().readModel(BALANCES, longName))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("240");
        store.projections().readModel(BALANCES, kept).close();
        KeyedProjection<Balance> strange = BALANCES.by(new StateKey("strange", _ -> "\uD800"));
        try (ReadModel<Balance> model = store.projections().readModel(strange, kept)) {
            assertThatThrownBy(model::save).isInstanceOf(InvalidArgumentException.class);
        }
        try (StoreReader reader = StoreReader.open(Accounts.quiet(fs.killed()).build())) {
            assertThatThrownBy(() -> reader.projections().readModel(BALANCES, kept))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("reading");
        }
    }
}
