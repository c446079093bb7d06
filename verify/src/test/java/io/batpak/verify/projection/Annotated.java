package io.batpak.verify.projection;

import io.batpak.model.StoredEvent;
import io.batpak.projection.BeginsWith;
import io.batpak.projection.EventSourced;
import io.batpak.projection.Folds;
import io.batpak.verify.projection.AccountEvent.Deposited;
import io.batpak.verify.projection.AccountEvent.Moved;
import io.batpak.verify.projection.AccountEvent.Renamed;
import io.batpak.verify.projection.AccountEvent.Withdrawn;

/// States that annotations declare.
final class Annotated {
    private Annotated() {}

    /// One method for each payload; `trace` names the folded events with their sequences.
    @EventSourced(name = "ledger", version = 3)
    record Ledger(long cents, String name, String trace) {
        @BeginsWith
        static Ledger empty() {
            return new Ledger(0, "", "");
        }

        @Folds
        Ledger when(Deposited event) {
            return new Ledger(cents + event.cents(), name, trace + "+" + event.cents());
        }

        @Folds
        Ledger when(Withdrawn event) {
            return new Ledger(cents - event.cents(), name, trace + "-" + event.cents());
        }

        @Folds
        Ledger when(StoredEvent event, Renamed payload) {
            return new Ledger(cents, payload.name(), trace + "=" + event.sequence());
        }
    }

    /// Money of some currency; nobody ever makes a currency.
    interface Currency {}

    /// What moved in one currency.
    ///
    /// @param <C> the currency
    @EventSourced(name = "turnover")
    record Turnover<C extends Currency>(long cents) {
        Turnover() {
            this(0);
        }

        @Folds
        Turnover<C> moved(Moved event) {
            return switch (event) {
                case Deposited(long more) -> new Turnover<>(cents + more);
                case Withdrawn(long less) -> new Turnover<>(cents + less);
            };
        }

        Turnover<C> plus(Turnover<C> other) {
            return new Turnover<>(cents + other.cents);
        }
    }

    /// Whether an account was ever used.
    @EventSourced(name = "use")
    enum Use {
        FRESH,
        USED,
        RENAMED;

        @BeginsWith
        static Use fresh() {
            return FRESH;
        }

        @Folds
        Use any(StoredEvent event, AccountEvent payload) {
            return payload instanceof Renamed ? RENAMED : event.sequence() < 0 ? FRESH : USED;
        }
    }
}
