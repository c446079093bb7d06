package io.batpak.verify.projection;

import io.batpak.Journal;
import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.model.Coordinate;
import io.batpak.model.StoredEvent;
import io.batpak.projection.Projection;
import io.batpak.projection.ProjectionBuilder;
import io.batpak.projection.StateCodec;
import io.batpak.testkit.MemFs;
import io.batpak.testkit.SettableClock;
import io.batpak.verify.projection.AccountEvent.Deposited;
import io.batpak.verify.projection.AccountEvent.Renamed;
import io.batpak.verify.projection.AccountEvent.Withdrawn;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// An account, and stores to keep it in.
final class Accounts {
    static final Coordinate AT = Coordinate.of("account:7", "bank");
    static final String ACCOUNT = AT.entity();
    static final long NOON_MICROS = 1_700_000_000_000_000L;

    /// What is known of an account; `trace` names the folded events in their order.
    record Balance(long cents, String name, String trace) {
        static final Balance EMPTY = new Balance(0, "", "");

        Balance after(AccountEvent event) {
            return switch (event) {
                case Deposited(long more) -> new Balance(cents + more, name, trace + "+" + more);
                case Withdrawn(long less) -> new Balance(cents - less, name, trace + "-" + less);
                case Renamed(String other) -> new Balance(cents, other, trace + "=" + other);
            };
        }
    }

    static final StateCodec<Balance> CODEC = StateCodec.of(
            state -> (state.cents() + "|" + state.name() + "|" + state.trace()).getBytes(StandardCharsets.UTF_8),
            bytes -> {
                String[] parts = new String(bytes, StandardCharsets.UTF_8).split("\\|", -1);
                return new Balance(Long.parseLong(parts[0]), parts[1], parts[2]);
            });

    private Accounts() {}

    static ProjectionBuilder<Balance> builder() {
        return Projection.named("balance").<Balance>startingWith(() -> Balance.EMPTY);
    }

    static Projection<Balance> balance() {
        return builder().over(AccountEvent.class, Balance::after).codec(CODEC).build();
    }

    static SettableClock clock() {
        return new SettableClock(NOON_MICROS);
    }

    static StoreConfig.Builder quiet(MemFs fs) {
        return StoreConfig.on(fs).cooperative(true).clock(clock());
    }

    static void deposit(Store store, long cents) {
        store.append(AT, new Deposited(cents));
    }

    /// The state by a plain loop over everything visible.
    static Optional<Balance> folded(Journal journal, String entity) {
        Balance state = Balance.EMPTY;
        long count = 0;
        for (StoredEvent event : journal.read(io.batpak.model.Region.all())) {
            Optional<AccountEvent> payload =
                    event.coordinate().entity().equals(entity) ? account(journal, event) : Optional.empty();
            state = payload.map(state::after).orElse(state);
            count += payload.isPresent() ? 1 : 0;
        }
        return count == 0 ? Optional.empty() : Optional.of(state);
    }

    private static Optional<AccountEvent> account(Journal journal, StoredEvent event) {
        return journal.payloads()
                .route(event, Deposited.class)
                .map(AccountEvent.class::cast)
                .or(() -> journal.payloads().route(event, Withdrawn.class))
                .or(() -> journal.payloads().route(event, Renamed.class));
    }
}
