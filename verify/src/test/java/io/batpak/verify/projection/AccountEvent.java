package io.batpak.verify.projection;

import io.batpak.payload.EventPayload;

/// What happens to an account.
sealed interface AccountEvent {
    /// Moves money.
    sealed interface Moved extends AccountEvent {}

    /// Money came.
    @EventPayload(category = 0xE, typeId = 0x3A0)
    record Deposited(long cents) implements Moved {}

    /// Money went.
    @EventPayload(category = 0xE, typeId = 0x3A1)
    record Withdrawn(long cents) implements Moved {}

    /// It has another name now.
    @EventPayload(category = 0xE, typeId = 0x3A2)
    record Renamed(String name) implements AccountEvent {}
}
