package io.batpak.fs;

/// What the holder of a directory lock intends to do. Both modes exclude each other and themselves.
public enum LockMode {
    /// The holder writes.
    MUTABLE("Mutable"),
    /// The holder only reads; it still excludes everyone else, as in batpak 0.9.0.
    READ_ONLY("ReadOnly");

    private final String wireName;

    LockMode(String wireName) {
        this.wireName = wireName;
    }

    /// The name used in the fact `mode`, for example `ReadOnly`.
    public String wireName() {
        return wireName;
    }
}
