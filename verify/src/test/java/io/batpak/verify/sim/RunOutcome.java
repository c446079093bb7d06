package io.batpak.verify.sim;

/// The only three ways in which a run may end.
enum RunOutcome {
    /// Some events are there.
    COMMITTED_PREFIX("CommittedPrefix"),
    /// None is.
    ROLLED_BACK("RolledBack"),
    /// The directory is refused with an error that says that it is damaged.
    CANONICAL_REFUSAL("CanonicalRefusal");

    private final String wireName;

    RunOutcome(String wireName) {
        this.wireName = wireName;
    }

    /// The outcome of an open that found so many events.
    static RunOutcome of(int recovered) {
        return recovered > 0 ? COMMITTED_PREFIX : ROLLED_BACK;
    }

    String wireName() {
        return wireName;
    }
}
