package io.batpak.verify.projection;

import static io.batpak.verify.projection.Accounts.ACCOUNT;
import static io.batpak.verify.projection.Accounts.AT;
import static io.batpak.verify.projection.Accounts.balance;
import static io.batpak.verify.projection.Accounts.deposit;
import static io.batpak.verify.projection.Accounts.folded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.batpak.Store;
import io.batpak.StoreReader;
import io.batpak.VisibilityFence;
import io.batpak.error.StoreClosedException;
import io.batpak.model.AppendOptions;
import io.batpak.model.Coordinate;
import io.batpak.model.EventKind;
import io.batpak.model.InvalidArgumentException;
import io.batpak.model.Payload;
import io.batpak.model.Value;
import io.batpak.payload.PayloadDecodeException;
import io.batpak.payload.PayloadRegistry;
import io.batpak.payload.UnknownPayloadTypeException;
import io.batpak.projection.CacheStatus;
import io.batpak.projection.Freshness;
import io.batpak.projection.Generation;
import io.batpak.projection.ObservedFreshness;
import io.batpak.projection.Projected;
import io.batpak.projection.Projection;
import io.batpak.testkit.MemFs;
import io.batpak.testkit.MemOperation;
import io.batpak.testkit.SettableClock;
import io.batpak.verify.projection.AccountEvent.Deposited;
import io.batpak.verify.projection.AccountEvent.Renamed;
import io.batpak.verify.projection.AccountEvent.Withdrawn;
import io.batpak.verify.projection.Accounts.Balance;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// States of one entity: which events count, in which order, and what it costs to ask again.
///
/// Covers: H5, H7, H8, H9, H11, E20.
/// Tier: unit.
class ProjectionTest {
    private static final EventKind PLAIN = EventKind.of(0xE, 0x3AF);

    private final MemFs fs = new MemFs();
    private final SettableClock clock = Accounts.clock();
    private final Store store =
            Store.open(Accounts.quiet(fs).clock(clock).segmentBytesMax(1200).build());

    @AfterEach
    void drop() {
        store.drop();
    }

    private static Projection<Long> counter(AtomicInteger calls) {
        return Projection.named("count")
                .<Long>startingWith(() -> 0L)
                .onAnyOther((count, _) -> {
                    calls.incrementAndGet();
                    return count + 1;
                })
                .build();
    }

    @Test
    void aSwitchOverASealedTypeFoldsAllItPermits() {
        store.append(AT, new Deposited(5));
        store.append(AT, new Renamed("mine"));
        store.append(AT, new Withdrawn(2));
        store.append(Coordinate.of("account:70", "bank"), new Deposited(100));
        store.append(Coordinate.of("account:7:sub", "bank"), new Deposited(1000));

        assertThat(store.project(ACCOUNT, balance())).contains(new Balance(3, "mine", "+5=mine-2"));
        assertThat(store.project("account", balance())).isEmpty();
        assertThat(store.project("account:70", balance()).map(Balance::cents)).contains(100L);
    }

    @Test
    void rulesOfSingleTypesFoldTheirOwn() {
        store.append(AT, new Deposited(5));
        store.append(AT, new Withdrawn(2));
        store.append(AT, PLAIN, Payload.of(Value.map("n", 7)));
        store.append(AT, EventKind.of(0xE, 0x3AE), Payload.of(Value.map("n", 9)));
        Projection<String> told = Projection.named("told")
                .startingWith(() -> "")
                .on(Deposited.class, (text, deposited) -> text + "+" + deposited.cents())
                .onEvent(Withdrawn.class, (text, event, less) -> text + "-" + less.cents() + "@" + event.sequence())
                .onValue(PLAIN, (text, value) -> text + (value.equals(Value.map("n", 7)) ? "!" : "?"))
                .build();

        assertThat(store.project(ACCOUNT, told)).contains("+5-2@2!");
        assertThat(told.kinds(store.payloads()))
                .containsExactly(EventKind.of(0xE, 0x3A0), EventKind.of(0xE, 0x3A1), PLAIN);
    }

    @Test
    void rawAndValueLanesAgreeLiveAndReopened() {
        for (int n = 0; n < 5; n++) {
            store.append(AT, PLAIN, Payload.of(Value.map("n", n)));
        }
        Projection<String> values = Projection.named("values")
                .startingWith(() -> "")
                .onValue(PLAIN, (text, value) -> text + value)
                .build();
        Projection<String> raw = Projection.named("raw")
                .startingWith(() -> "")
                .onRaw(PLAIN, (text, event) -> text + Value.fromMessagePack(event.payload()))
                .build();
        Optional<String> live = store.project(ACCOUNT, values);
        assertThat(live).isPresent().isEqualTo(store.project(ACCOUNT, raw));
        store.close();

        try (StoreReader reader = StoreReader.open(Accounts.quiet(fs).build())) {
            assertThat(reader.project(ACCOUNT, values)).isEqualTo(live);
            assertThat(reader.project(ACCOUNT, raw)).isEqualTo(live);
        }
    }

    @Test
    void lanesAreFoldedInCommitOrder() {
        for (int n = 1; n <= 6; n++) {
            clock.advance(Duration.ofMillis(n % 2));
            store.append(AT, new Deposited(n), AppendOptions.none().lane(6 - n));
        }

        assertThat(store.project(ACCOUNT, balance()).map(Balance::trace)).contains("+1+2+3+4+5+6");
        store.append(AT, new Withdrawn(7), AppendOptions.none().lane(9));
        assertThat(store.project(ACCOUNT, balance()).map(Balance::trace)).contains("+1+2+3+4+5+6-7");
    }

    @Test
    void withoutAnEventThatCountsThereIsNoState() {
        Projection<Balance> balance = balance();
        Projected<Balance> unknown = store.projections().run("nobody", balance, Freshness.consistent());
        assertThat(unknown.state()).isEmpty();
        assertThat(unknown.appliedSequence()).isEmpty();
        assertThat(unknown.cacheStatus()).isEqualTo(CacheStatus.Known.BYPASSED);
        assertThat(unknown.freshness()).isEqualTo(ObservedFreshness.NOT_APPLICABLE);

        store.append(AT, PLAIN, Payload.of(Value.nil()));
        assertThat(store.project(ACCOUNT, balance)).isEmpty();
        assertThat(store.project(ACCOUNT, counter(new AtomicInteger()))).contains(1L);
    }

    @Test
    void askingAgainFoldsOnlyWhatCameLater() {
        AtomicInteger calls = new AtomicInteger();
        Projection<Long> counter = counter(calls);
        for (int n = 0; n < 10; n++) {
            deposit(store, n);
        }
        assertThat(store.project(ACCOUNT, counter)).contains(10L);
        assertThat(store.project(ACCOUNT, counter)).contains(10L);
        assertThat(calls).hasValue(10);
        deposit(store, 1);
        assertThat(store.project(ACCOUNT, counter)).contains(11L);
        assertThat(calls).hasValue(11);
    }

    @Test
    void aProjectionThatIsNotIncrementalFoldsAllAgain() {
        AtomicInteger calls = new AtomicInteger();
        Projection<Long> counter = Projection.named("count")
                .<Long>startingWith(() -> 0L)
                .onAnyOther((count, _) -> count + calls.incrementAndGet() * 0L + 1)
                .incremental(false)
                .build();
        deposit(store, 1);
        store.project(ACCOUNT, counter);
        store.project(ACCOUNT, counter);
        assertThat(calls).hasValue(1);
        deposit(store, 1);
        assertThat(store.project(ACCOUNT, counter)).contains(2L);
        assertThat(calls).hasValue(3);
    }

    @Test
    void eventsOfOtherKindsAreNotEvenRead() {
        for (int n = 0; n < 50; n++) {
            store.append(AT, PLAIN, Payload.of(Value.map("n", n)));
        }
        deposit(store, 4);
        Projection<Balance> balance = balance();
        store.project(ACCOUNT, balance);
        long reads = fs.count(MemOperation.READ);
        for (int n = 0; n < 50; n++) {
            store.append(AT, PLAIN, Payload.of(Value.map("n", n)));
            assertThat(store.project(ACCOUNT, balance).map(Balance::cents)).contains(4L);
        }
        assertThat(fs.count(MemOperation.READ)).isEqualTo(reads);
    }

    @Test
    void aCancelledFenceLeavesNoTrace() throws InterruptedException {
        Projection<Balance> balance = balance();
        deposit(store, 1);
        assertThat(store.project(ACCOUNT, balance).map(Balance::cents)).contains(1L);
        Generation before = store.projections().generation(ACCOUNT);
        VisibilityFence cancelled = store.beginFence();
        cancelled.submit(AT, new Deposited(50));
        assertThat(store.project(ACCOUNT, balance).map(Balance::cents)).contains(1L);
        cancelled.cancel();
        assertThat(store.project(ACCOUNT, balance).map(Balance::cents)).contains(1L);
        assertThat(store.projections().generation(ACCOUNT)).isEqualTo(before);

        VisibilityFence committed = store.beginFence();
        committed.submit(AT, new Deposited(7));
        assertThat(store.projections().ifChanged(ACCOUNT, balance, before)).isEmpty();
        committed.commit();

        assertThat(store.projections().ifChanged(ACCOUNT, balance, before)).isPresent();
        assertThat(store.project(ACCOUNT, balance)).isEqualTo(folded(store, ACCOUNT));
        assertThat(store.project(ACCOUNT, balance).map(Balance::cents)).contains(8L);
    }

    @Test
    void aGenerationTellsWhetherAnythingChanged() {
        Projection<Balance> balance = balance();
        Generation unknown = store.projections().generation(ACCOUNT);
        assertThat(store.projections().ifChanged(ACCOUNT, balance, unknown)).isEmpty();
        assertThat(store.projections().ifChanged(ACCOUNT, balance, Generation.none()))
                .isPresent();
        deposit(store, 1);

        Projected<Balance> first =
                store.projections().ifChanged(ACCOUNT, balance, unknown).orElseThrow();
        assertThat(first.state().map(Balance::cents)).contains(1L);
        assertThat(store.projections().ifChanged(ACCOUNT, balance, first.generation()))
                .isEmpty();
        deposit(store, 2);
        assertThat(store.projections().ifChanged("account:8", balance, unknown)).isEmpty();
        store.append(AT, PLAIN, Payload.of(Value.nil()));

        Projected<Balance> second = store.projections()
                .ifChanged(ACCOUNT, balance, first.generation())
                .orElseThrow();
        assertThat(second.state().map(Balance::cents)).contains(3L);
        assertThat(second.generation())
                .isEqualTo(store.projections().generation(ACCOUNT))
                .hasSameHashCodeAs(store.projections().generation(ACCOUNT));
        assertThat(second.toString()).contains(second.generation().toString());
    }

    @Test
    void aGenerationOfAnotherOpeningIsNeverTheSame() {
        deposit(store, 1);
        Generation here = store.projections().generation(ACCOUNT);
        store.close();
        try (StoreReader reader = StoreReader.open(Accounts.quiet(fs).build())) {
            assertThat(reader.projections().generation(ACCOUNT)).isNotEqualTo(here);
        }
    }

    @Test
    void whatAFoldThrowsReachesTheCallerAndSpoilsNothing() {
        IllegalStateException own = new IllegalStateException("no more than 3");
        Projection<Balance> strict = Accounts.builder()
                .on(Deposited.class, (state, deposited) -> {
                    if (deposited.cents() > 3) {
                        throw own;
                    }
                    return state.after(deposited);
                })
                .build();
        deposit(store, 2);
        assertThat(store.project(ACCOUNT, strict).map(Balance::cents)).contains(2L);
        deposit(store, 4);
        assertThatThrownBy(() -> store.project(ACCOUNT, strict)).isSameAs(own);
        assertThatThrownBy(() -> store.project(ACCOUNT, strict)).isSameAs(own);
        assertThat(store.project(ACCOUNT, balance()).map(Balance::cents)).contains(6L);
    }

    @Test
    void aPayloadThatIsNotItsTypeEndsTheFold() {
        store.append(AT, EventKind.of(0xE, 0x3A0), Payload.of(Value.map("other", 1)));
        assertThatThrownBy(() -> store.project(ACCOUNT, balance())).isInstanceOf(PayloadDecodeException.class);
    }

    @Test
    void rulesThatContradictThePayloadTypesAreRefused() {
        Projection<Balance> twice = Accounts.builder()
                .over(AccountEvent.class, Balance::after)
                .on(Deposited.class, Balance::after)
                .build();
        Projection<Balance> twoForAll = Accounts.builder()
                .onAnyOther((state, _) -> state)
                .onAnyOther((state, _) -> state)
                .build();

        assertThatThrownBy(() -> store.project(ACCOUNT, twice))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining("0xE3A0");
        assertThatThrownBy(() -> store.project(ACCOUNT, twoForAll)).isInstanceOf(InvalidArgumentException.class);
        assertThatThrownBy(() -> Accounts.builder().build()).isInstanceOf(InvalidArgumentException.class);
        assertThatThrownBy(() -> Accounts.builder().over(Deposited.class, Balance::after))
                .isInstanceOf(InvalidArgumentException.class);
        assertThatThrownBy(() -> Projection.named("")).isInstanceOf(InvalidArgumentException.class);
        assertThatThrownBy(() -> balance().kinds(PayloadRegistry.empty()))
                .isInstanceOf(UnknownPayloadTypeException.class)
                .hasMessageContaining("AccountEvent");
    }

    @Test
    void aClosedJournalProjectsNothing() {
        deposit(store, 1);
        Projection<Balance> balance = balance();
        store.project(ACCOUNT, balance);
        store.close();
        assertThatThrownBy(() -> store.project(ACCOUNT, balance)).isInstanceOf(StoreClosedException.class);
        assertThatThrownBy(() -> store.projections().generation(ACCOUNT)).isInstanceOf(StoreClosedException.class);
    }
}
