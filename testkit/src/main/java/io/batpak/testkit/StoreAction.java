package io.batpak.testkit;

import io.batpak.Store;

/// Something that is done with an open journal: an application, or a part of one.
@FunctionalInterface
public interface StoreAction {
    /// Does it. The journal stays open; whoever opened it closes it.
    ///
    /// @throws Exception whatever it likes; the message of the failing test has it
    void run(Store store) throws Exception;
}
