package io.batpak.error;

/// What the caller does next; one value for each branch of [StoreException].
public enum Handling {
    /// The call was wrong for the current state and stored nothing: change the call.
    REJECTED("Rejected"),
    /// The same call may succeed later.
    BUSY("Busy"),
    /// The store is not what it was left to be, or can no longer tell: stop, then inspect.
    FAULT("Fault");

    private final String wireName;

    Handling(String wireName) {
        this.wireName = wireName;
    }

    /// The name used in journal scripts and on the network, for example `Rejected`.
    public String wireName() {
        return wireName;
    }
}
