package io.batpak.verify.projection;

import static io.batpak.verify.projection.Accounts.ACCOUNT;
import static io.batpak.verify.projection.Accounts.AT;
import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.Store;
import io.batpak.model.Coordinate;
import io.batpak.model.EventKind;
import io.batpak.model.StoredEvent;
import io.batpak.model.Value;
import io.batpak.payload.PayloadRegistry;
import io.batpak.projection.Projection;
import io.batpak.projection.ProjectionBuilder;
import io.batpak.projection.StateCodec;
import io.batpak.projection.StateContract;
import io.batpak.testkit.MemFs;
import io.batpak.verify.projection.AccountEvent.Deposited;
import io.batpak.verify.projection.AccountEvent.Renamed;
import io.batpak.verify.projection.AccountEvent.Withdrawn;
import io.batpak.verify.projection.Annotated.Currency;
import io.batpak.verify.projection.Annotated.Ledger;
import io.batpak.verify.projection.Annotated.Turnover;
import io.batpak.verify.projection.Annotated.Use;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Projections that annotations declare are those that are written by hand: same states, same kinds, same keys.
///
/// Covers: A28, A29.
/// Tier: unit.
class AnnotatedProjectionTest {
    private static final EventKind DEPOSITED = EventKind.of(0xE, 0x3A0);
    private static final EventKind WITHDRAWN = EventKind.of(0xE, 0x3A1);
    private static final EventKind RENAMED = EventKind.of(0xE, 0x3A2);
    private static final Projection<Turnover<Euro>> EUROS =
            Annotated_TurnoverProjection.<Euro>builder().build();

    private final MemFs fs = new MemFs();

    /// A currency.
    private interface Euro extends Currency {}

    private static ProjectionBuilder<Ledger> byHand() {
        return Projection.named("ledger").<Ledger>startingWith(Ledger::empty).version(3);
    }

    private static Projection<Ledger> typed() {
        return byHand().on(Deposited.class, Ledger::when)
                .on(Withdrawn.class, Ledger::when)
                .onEvent(Renamed.class, Ledger::when)
                .build();
    }

    private static Projection<Ledger> ofValues() {
        return byHand().onValue(DEPOSITED, (state, value) -> state.when(new Deposited(cents(value))))
                .onValue(WITHDRAWN, (state, value) -> state.when(new Withdrawn(cents(value))))
                .onRaw(RENAMED, (state, event) -> state.when(event, new Renamed(name(event.value()))))
                .build();
    }

    /// Bytes to payloads with the codecs, which is all that `on` does.
    private static Projection<Ledger> ofBytes(PayloadRegistry types) {
        return byHand().onRaw(DEPOSITED, (state, event) -> state.when(decoded(types, event, Deposited.class)))
                .onRaw(WITHDRAWN, (state, event) -> state.when(decoded(types, event, Withdrawn.class)))
                .onRaw(RENAMED, (state, event) -> state.when(event, decoded(types, event, Renamed.class)))
                .build();
    }

    private static <T> T decoded(PayloadRegistry types, StoredEvent event, Class<T> type) {
        return types.decode(event.header(), event.payload(), type);
    }

    private static long cents(Value value) {
        return field(value, "cents") instanceof Value.Int cents ? cents.value() : Long.MIN_VALUE;
    }

    private static String name(Value value) {
        return field(value, "name") instanceof Value.Text name ? name.value() : "?";
    }

    private static Value field(Value value, String name) {
        return Objects.requireNonNull(((Value.Fields) value).values().get(name));
    }

    private static void appendSome(Store store, Random random) {
        for (int n = random.nextInt(12); n >= 0; n--) {
            switch (random.nextInt(4)) {
                case 0 -> store.append(AT, new Deposited(random.nextInt(100)));
                case 1 -> store.append(AT, new Withdrawn(random.nextInt(100)));
                case 2 -> store.append(AT, new Renamed("n" + n));
                default -> store.append(Coordinate.of("account:8", "bank"), new Deposited(1));
            }
        }
    }

    @Test
    void generatedAndWrittenByHandFoldTheSameFromValuesAndFromBytes() {
        try (Store store = Store.open(Accounts.quiet(fs).build())) {
            Projection<Ledger> generated = Annotated_LedgerProjection.get();
            Random random = new Random(7);
            for (int round = 0; round < 40; round++) {
                appendSome(store, random);
                var expected = store.project(ACCOUNT, typed());
                assertThat(store.project(ACCOUNT, generated)).isEqualTo(expected);
                assertThat(store.project(ACCOUNT, ofValues())).isEqualTo(expected);
                assertThat(store.project(ACCOUNT, ofBytes(store.payloads()))).isEqualTo(expected);
            }
            Ledger last = store.project(ACCOUNT, generated).orElseThrow();
            assertThat(last.trace()).contains("+").contains("-").contains("=");
            assertThat(generated.kinds(store.payloads()))
                    .containsExactly(DEPOSITED, WITHDRAWN, RENAMED)
                    .isEqualTo(ofValues().kinds(store.payloads()));
            assertThat(store.project("account:9", generated)).isEmpty();
        }
    }

    @Test
    void theProjectionIsOneObjectWithTheNameAndVersionThatWereDeclared() {
        Projection<Ledger> generated = Annotated_LedgerProjection.get();
        assertThat(generated).isSameAs(Annotated_LedgerProjection.get()).hasToString("ledger version 3");
        assertThat(generated.contract()).isEqualTo(StateContract.singleEntity("ledger"));
        assertThat(Annotated_LedgerProjection.builder().build()).isNotSameAs(generated);
        assertThat(EUROS).hasToString("turnover version 0");
    }

    @Test
    void anotherVersionHasAnotherKeyInTheCacheAndTheSameKinds() {
        StateCodec<Ledger> codec = StateCodec.of(
                state -> state.name().getBytes(StandardCharsets.UTF_8),
                bytes -> new Ledger(0, new String(bytes, StandardCharsets.UTF_8), ""));
        Projection<Ledger> declared =
                Annotated_LedgerProjection.builder().codec(codec).build();
        Projection<Ledger> byHand = byHand().over(AccountEvent.class, (state, _) -> state)
                .codec(codec)
                .build();
        Projection<Ledger> next =
                Annotated_LedgerProjection.builder().codec(codec).version(4).build();
        SpyCache cache = new SpyCache();
        try (Store store = Store.open(Accounts.quiet(fs).projectionCache(cache).build())) {
            Accounts.deposit(store, 5);
            store.project(ACCOUNT, declared);
            assertThat(cache.rows).hasSize(1);
            store.project(ACCOUNT, byHand);
            assertThat(cache.rows).hasSize(1);
            store.project(ACCOUNT, next);
            assertThat(cache.rows).hasSize(2);
            assertThat(next.kinds(store.payloads())).isEqualTo(declared.kinds(store.payloads()));
        }
    }

    @Test
    void aGenericStateIsFoldedAndFoundAgainByTheNextSession() {
        try (Store store = Store.open(Accounts.quiet(fs).build())) {
            Accounts.deposit(store, 5);
            store.append(AT, new Withdrawn(2));
            store.append(AT, new Renamed("no money"));
            assertThat(store.project(ACCOUNT, EUROS)).contains(new Turnover<>(7));
        }
        try (Store store = Store.open(Accounts.quiet(fs).build())) {
            Turnover<Euro> euros = store.project(ACCOUNT, EUROS).orElseThrow();
            assertThat(euros.plus(euros)).isEqualTo(new Turnover<>(14));
            Accounts.deposit(store, 10);
            assertThat(store.project(ACCOUNT, EUROS)).contains(new Turnover<>(17));
            assertThat(EUROS.kinds(store.payloads())).containsExactly(DEPOSITED, WITHDRAWN);
        }
    }

    @Test
    void anEnumIsAState() {
        try (Store store = Store.open(Accounts.quiet(fs).build())) {
            assertThat(store.project(ACCOUNT, Annotated_UseProjection.get())).isEmpty();
            Accounts.deposit(store, 5);
            assertThat(store.project(ACCOUNT, Annotated_UseProjection.get())).contains(Use.USED);
            store.append(AT, new Renamed("mine"));
            assertThat(store.project(ACCOUNT, Annotated_UseProjection.get())).contains(Use.RENAMED);
        }
    }
}
