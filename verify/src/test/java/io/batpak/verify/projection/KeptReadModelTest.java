package io.batpak.verify.projection;

import static io.batpak.verify.projection.Accounts.AT;
import static io.batpak.verify.projection.Accounts.CODEC;
import static io.batpak.verify.projection.Accounts.balance;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.batpak.Store;
import io.batpak.delivery.CheckpointId;
import io.batpak.delivery.CheckpointInUseException;
import io.batpak.error.CheckpointWriteException;
import io.batpak.fs.IoKind;
import io.batpak.fs.StoreFile;
import io.batpak.model.Compaction;
import io.batpak.model.Coordinate;
import io.batpak.model.Entry;
import io.batpak.model.Region;
import io.batpak.projection.KeyedProjection;
import io.batpak.projection.Projection;
import io.batpak.projection.ReadModel;
import io.batpak.projection.ReadModelOptions;
import io.batpak.projection.StateCodec;
import io.batpak.projection.StateKey;
import io.batpak.testkit.MemFault;
import io.batpak.testkit.MemFs;
import io.batpak.testkit.MemOperation;
import io.batpak.verify.projection.AccountEvent.Deposited;
import io.batpak.verify.projection.AccountEvent.Withdrawn;
import io.batpak.verify.projection.Accounts.Balance;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// Read models whose states are kept in the directory of the journal: what counts of it in the next session, after
/// a crash, after a compaction and after damage.
///
/// Tier: unit. Covers: H2, H7, E20.
class KeptReadModelTest {
    private static final Coordinate OTHER = Coordinate.of("account:8", "bank");
    private static final CheckpointId NAME = CheckpointId.of("balances");
    private static final String FILE = "balances.states";
    private static final ReadModelOptions KEPT = ReadModelOptions.standard().keeping(NAME);

    private final AtomicInteger folded = new AtomicInteger();
    private final Projection<Balance> counted = Accounts.builder()
            .over(AccountEvent.class, (state, event) -> {
                folded.incrementAndGet();
                return state.after(event);
            })
            .codec(CODEC)
            .build();
    private final KeyedProjection<Balance> balances = KeyedProjection.of(Region.entity("account"), counted);
    private MemFs fs = new MemFs();

    private Store open() {
        return Store.open(Accounts.quiet(fs).segmentBytesMax(1200).build());
    }

    private static MemFs consumers(MemFs of) {
        return of.elsewhere(Path.of(of.directory(), "cursors"));
    }

    private static void put(MemFs of, byte[] states) {
        MemFs place = consumers(of);
        place.create();
        try (StoreFile file = place.facts(FILE).isPresent() ? place.openExisting(FILE) : place.createNew(FILE)) {
            file.truncate(0);
            file.write(states, 0, states.length, 0);
        }
    }

    /// Three events, folded and kept.
    private void keep() {
        try (Store store = open();
                ReadModel<Balance> model = store.projections().readModel(balances, KEPT)) {
            assertThat(model.origin()).isEqualTo(ReadModel.Origin.NOTHING_KEPT);
            store.append(AT, new Deposited(5));
            store.append(OTHER, new Deposited(7));
            store.append(AT, new Withdrawn(1));
            model.save();
            assertThat(folded).hasValue(3);
        }
        folded.set(0);
    }

    private void expect(ReadModel.Origin origin, int events) {
        try (Store store = open();
                ReadModel<Balance> model = store.projections().readModel(balances, KEPT)) {
            model.catchUp();
            assertThat(model.origin()).isEqualTo(origin);
            assertThat(folded).hasValue(events);
            assertThat(model.get("account:7")).contains(new Balance(4, "", "+5-1"));
            assertThat(model.get("account:8")).contains(new Balance(7, "", "+7"));
        }
        folded.set(0);
    }

    @Test
    void theNextSessionGoesOnFromTheKeptStates() {
        keep();
        expect(ReadModel.Origin.KEPT, 0);
        try (Store store = open();
                ReadModel<Balance> model = store.projections().readModel(balances, KEPT)) {
            assertThat(model.get("account:7")).contains(new Balance(4, "", "+5-1"));
            store.append(AT, new Deposited(3));
            model.catchUp();
            assertThat(folded).hasValue(1);
            assertThat(model.get("account:7")).contains(new Balance(7, "", "+5-1+3"));
            model.save();
            model.save();
        }
    }

    @Test
    void nothingIsKeptWithoutASave() {
        try (Store store = open();
                ReadModel<Balance> model = store.projections().readModel(balances, KEPT)) {
            store.append(AT, new Deposited(5));
            model.catchUp();
        }
        assertThat(consumers(fs).exists()).isFalse();
    }

    @Test
    void anEmptyJournalCanBeKeptToo() {
        try (Store store = open();
                ReadModel<Balance> model = store.projections().readModel(balances, KEPT)) {
            model.save();
        }
        try (Store store = open();
                ReadModel<Balance> model = store.projections().readModel(balances, KEPT)) {
            assertThat(model.origin()).isEqualTo(ReadModel.Origin.KEPT);
        }
    }

    @Test
    void whatWasKeptIsThereBehindAPowerCut() {
        Store store = open();
        ReadModel<Balance> model = store.projections().readModel(balances, KEPT);
        store.append(AT, new Deposited(5));
        store.append(OTHER, new Deposited(7));
        store.append(AT, new Withdrawn(1));
        model.save();
        fs = fs.crash();
        folded.set(0);
        expect(ReadModel.Origin.KEPT, 0);
        store.drop();
    }

    /// The old states are kept beside a journal that lost their events and has others in their places.
    @Test
    void statesOfAnotherJournalDoNotCount() {
        keep();
        MemFs old = fs;
        fs = new MemFs();
        try (Store store = open()) {
            store.append(AT, new Deposited(5));
            store.append(OTHER, new Deposited(7));
            store.append(AT, new Withdrawn(2));
        }
        byte[] states = consumers(old).bytes(FILE);
        put(fs, states);
        try (Store store = open();
                ReadModel<Balance> model = store.projections().readModel(balances, KEPT)) {
            assertThat(model.origin()).isEqualTo(ReadModel.Origin.KEPT_OTHERS);
            model.catchUp();
            assertThat(model.get("account:7")).contains(new Balance(3, "", "+5-2"));
            model.save();
        }
        try (Store store = open();
                ReadModel<Balance> model = store.projections().readModel(balances, KEPT)) {
            assertThat(model.origin()).isEqualTo(ReadModel.Origin.KEPT);
        }
    }

    /// The journal ends earlier than the kept states: they may be right, but what comes next must be folded.
    @Test
    void aJournalThatLostItsEndIsFollowedFromWhereItEndsNow() {
        try (Store store = open();
                ReadModel<Balance> model = store.projections().readModel(balances, KEPT)) {
            store.append(AT, new Deposited(5));
            store.sync();
            MemFs before = fs.killed();
            store.append(Coordinate.of("customer:1", "bank"), new Deposited(70));
            store.append(Coordinate.of("customer:1", "bank"), new Deposited(70));
            model.save();
            byte[] states = consumers(fs).bytes(FILE);
            put(before, states);
            fs = before;
            store.drop();
        }
        try (Store store = open();
                ReadModel<Balance> model = store.projections().readModel(balances, KEPT)) {
            assertThat(model.origin()).isEqualTo(ReadModel.Origin.KEPT);
            for (int more = 1; more <= 4; more++) { // beyond where the kept states ended
                store.append(AT, new Deposited(more));
            }
            model.save();
            assertThat(model.get("account:7")).contains(new Balance(15, "", "+5+1+2+3+4"));
        }
        folded.set(0);
        try (Store store = open();
                ReadModel<Balance> model = store.projections().readModel(balances, KEPT)) {
            assertThat(model.origin()).isEqualTo(ReadModel.Origin.KEPT);
            assertThat(model.get("account:7")).contains(new Balance(15, "", "+5+1+2+3+4"));
        }
    }

    @Test
    void statesOfOtherRulesDoNotCount() {
        keep();
        Region accounts = Region.entity("account");
        KeyedProjection<Balance> named = KeyedProjection.of(
                accounts,
                Projection.named("other")
                        .<Balance>startingWith(() -> Balance.EMPTY)
                        .over(AccountEvent.class, Balance::after)
                        .codec(CODEC)
                        .build());
        KeyedProjection<Balance> later = KeyedProjection.of(
                accounts,
                Accounts.builder()
                        .over(AccountEvent.class, Balance::after)
                        .codec(CODEC)
                        .version(1)
                        .build());
        KeyedProjection<Balance> fewer = KeyedProjection.of(
                accounts,
                Accounts.builder()
                        .on(Deposited.class, Balance::after)
                        .codec(CODEC)
                        .build());
        try (Store store = open()) {
            for (KeyedProjection<Balance> other : List.of(
                    named,
                    later,
                    fewer,
                    balances.by(StateKey.scope()),
                    KeyedProjection.of(Region.entity("account:7"), balance()))) {
                try (ReadModel<Balance> model = store.projections().readModel(other, KEPT)) {
                    assertThat(model.origin()).as(other.toString()).isEqualTo(ReadModel.Origin.KEPT_OTHERS);
                    assertThat(model.through()).isEmpty();
                }
            }
            try (ReadModel<Balance> model =
                    store.projections().readModel(KeyedProjection.of(accounts, balance()), KEPT)) {
                assertThat(model.origin()).isEqualTo(ReadModel.Origin.KEPT);
            }
        }
    }

    @Test
    void everyDamageIsFoundAndCostsTimeOnly() {
        keep();
        MemFs sound = fs;
        byte[] file = consumers(sound).bytes(FILE);
        for (int at = 0; at < file.length; at += 3) {
            byte[] changed = file.clone();
            changed[at] ^= 1;
            damaged(sound, changed);
            damaged(sound, Arrays.copyOf(file, at));
        }
        damaged(sound, Arrays.copyOf(file, file.length + 1));
    }

    private void damaged(MemFs sound, byte[] states) {
        fs = sound.killed();
        put(fs, states);
        expect(ReadModel.Origin.KEPT_DAMAGED, 3);
    }

    @Test
    void aStateThatDoesNotDecodeIsMadeAnew() {
        keep();
        StateCodec<Balance> forgetful = StateCodec.of(CODEC::encode, _ -> {
            throw new IllegalStateException("cannot read that any more");
        });
        Projection<Balance> projection = Accounts.builder()
                .over(AccountEvent.class, Balance::after)
                .codec(forgetful)
                .build();
        try (Store store = open();
                ReadModel<Balance> model =
                        store.projections().readModel(KeyedProjection.of(Region.entity("account"), projection), KEPT)) {
            assertThat(model.origin()).isEqualTo(ReadModel.Origin.KEPT_DAMAGED);
            model.catchUp();
            assertThat(model.get("account:7")).contains(new Balance(4, "", "+5-1"));
        }
    }

    /// Live and behind a close: only the account that lost an event is folded anew.
    @Test
    void statesWhoseEventsWereDroppedAreFoldedAnew() {
        keep();
        try (Store store = open();
                ReadModel<Balance> model = store.projections().readModel(balances, KEPT)) {
            long dropped = firstOf(store);
            store.append(Coordinate.of("customer:1", "bank"), new Deposited(70));
            for (int i = 0; i < 20; i++) {
                store.append(Coordinate.of("customer:1", "bank"), new Deposited(70));
            }
            assertThat(folded).hasValue(0);
            store.compact(Compaction.retention(event -> event.entry().sequence() != dropped));
            model.catchUp();
            assertThat(model.get("account:7")).contains(new Balance(-1, "", "-1"));
            assertThat(model.get("account:8")).contains(new Balance(7, "", "+7"));
            assertThat(folded).hasValue(1);
        }
        try (Store store = open();
                ReadModel<Balance> model = store.projections().readModel(balances, KEPT)) {
            assertThat(model.origin()).isEqualTo(ReadModel.Origin.KEPT_OTHERS);
            model.catchUp();
            assertThat(model.get("account:7")).contains(new Balance(-1, "", "-1"));
        }
    }

    @Test
    void anEntityThatLostAllItsEventsHasNoState() {
        keep();
        try (Store store = open();
                ReadModel<Balance> model = store.projections().readModel(balances, KEPT)) {
            for (int i = 0; i < 20; i++) {
                store.append(Coordinate.of("customer:1", "bank"), new Deposited(70));
            }
            store.compact(Compaction.retention(event -> !event.entry().entity().equals("account:7")));
            model.catchUp();
            assertThat(model.get("account:7")).isEmpty();
            assertThat(model.<Integer>read(ReadModel.States::size)).isEqualTo(1);
            model.save();
        }
        try (Store store = open();
                ReadModel<Balance> model = store.projections().readModel(balances, KEPT)) {
            assertThat(model.origin()).isEqualTo(ReadModel.Origin.KEPT);
            assertThat(model.get("account:7")).isEmpty();
        }
    }

    private static long firstOf(Store store) {
        Optional<Entry> first = Optional.empty();
        for (Entry entry : store.query(Region.entity("account:7"))) {
            first = first.or(() -> Optional.of(entry));
        }
        return first.orElseThrow().sequence();
    }

    @Test
    void aDiskThatRefusesLeavesWhatWasKept() {
        keep();
        try (Store store = open();
                ReadModel<Balance> model = store.projections().readModel(balances, KEPT)) {
            store.append(AT, new Deposited(3));
            store.sync();
            fs.plan(MemFault.of(MemOperation.RENAME, 1, IoKind.PERMISSION_DENIED));
            assertThatThrownBy(model::save)
                    .isInstanceOf(CheckpointWriteException.class)
                    .hasMessageContaining("balances");
            assertThat(model.get("account:7")).contains(new Balance(7, "", "+5-1+3"));
        }
        try (Store store = open();
                ReadModel<Balance> model = store.projections().readModel(balances, KEPT)) {
            assertThat(model.origin()).isEqualTo(ReadModel.Origin.KEPT);
            assertThat(model.get("account:7")).contains(new Balance(4, "", "+5-1"));
        }
    }

    /// A consumer that begins its session tidies the directory; it must not take away what is just being written.
    @Test
    void whatAKilledSaveLeftGoesWithTheNextSave() {
        keep();
        String staged = FILE + ".batpak-staged";
        consumers(fs).createNew(staged).close();
        try (Store store = open();
                ReadModel<Balance> model = store.projections().readModel(balances, KEPT)) {
            store.delivery().cursor(Region.all(), NAME).close();
            assertThat(consumers(fs).facts(staged)).isPresent();
            model.save();
            assertThat(consumers(fs).facts(staged)).isEmpty();
        }
        expect(ReadModel.Origin.KEPT, 0);
    }

    @Test
    void aNameHasOneOwnerAtATime() {
        try (Store store = open()) {
            ReadModel<Balance> model = store.projections().readModel(balances, KEPT);
            assertThatThrownBy(() -> store.projections().readModel(balances, KEPT))
                    .isInstanceOf(CheckpointInUseException.class)
                    .hasMessageContaining("balances");
            model.close();
            model.close();
            store.projections().readModel(balances, KEPT).close();
            store.delivery().cursor(Region.all(), NAME).close(); // positions are another matter
        }
    }
}
