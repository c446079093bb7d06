package io.batpak.model;

/// What became of an index artifact of 0.9.0 during an open, with the names it uses.
public enum LoadStatus {
    /// Switched off, or not needed: everything was known already.
    NOT_TRIED("NotTried"),
    /// There was none.
    MISSING("Missing"),
    /// It was there, and damaged or not about these segments; the report says why.
    INVALID("Invalid"),
    /// It was used.
    LOADED("Loaded");

    private final String wireName;

    LoadStatus(String wireName) {
        this.wireName = wireName;
    }

    /// The name in a report, for example `NotTried`.
    public String wireName() {
        return wireName;
    }
}
