package io.batpak.testkit;

import io.batpak.Store;
import io.batpak.StoreConfig;

/// Opens a journal without threads, for as long as something is done with it.
final class JournalOn {
    private JournalOn() {}

    static void disk(MemFs disk, StoreAction action) {
        try (Store store = Store.open(StoreConfig.on(disk)
                .cooperative(true)
                .clock(new SettableClock(JournalScenario.BEGIN_MICROS))
                .build())) {
            ActionFailedException.unchecked(() -> action.run(store));
        }
    }
}
