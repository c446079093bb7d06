package io.batpak.verify.engine;

/// What happens when the directory fails.
enum LoadAfter {
    /// The directory has failed once, the load goes on.
    GO_ON,
    /// Something threw what nobody expects, once; whether the store goes on is found out by a sync.
    ASK,
    /// The power is off, the load ends.
    STOP
}
