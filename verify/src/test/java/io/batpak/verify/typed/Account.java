package io.batpak.verify.typed;

import io.batpak.payload.EventPayload;
import io.batpak.payload.PayloadTree;
import io.batpak.payload.Unsigned;
import io.batpak.payload.Upcasts;

/// A payload in its fourth version, and what it looked like in those before.
@EventPayload(category = 0xE, typeId = 0x380, version = 4)
record Account(String holder, Amount amount) {
    record Amount(@Unsigned long cents, String currency) {}

    /// As stored by version 1.
    @EventPayload(category = 0xE, typeId = 0x381)
    record First(String owner, @Unsigned long cents) {}

    /// As stored by version 2.
    @EventPayload(category = 0xE, typeId = 0x382)
    record Second(String holder, @Unsigned long cents) {}

    /// As stored by version 3.
    @EventPayload(category = 0xE, typeId = 0x383)
    record Third(String holder, @Unsigned long cents, String currency) {}

    @Upcasts(from = 1)
    static PayloadTree ownersHold(PayloadTree stored) {
        return stored.entries().renamed("owner", "holder");
    }

    @Upcasts(from = 2)
    static PayloadTree allWasEuros(PayloadTree stored) {
        return stored.entries().with("currency", PayloadTree.text("EUR"));
    }

    @Upcasts(from = 3)
    static PayloadTree oneAmount(PayloadTree stored) {
        PayloadTree.Entries flat = stored.entries();
        PayloadTree.Entries amount = PayloadTree.empty();
        for (String field : new String[] {"cents", "currency"}) {
            amount = amount.with(field, flat.find(field).orElseThrow());
        }
        return flat.without("cents").without("currency").with("amount", amount);
    }
}
