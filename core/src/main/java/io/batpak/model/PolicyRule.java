package io.batpak.model;

/// A policy that has not met its journal yet.
///
/// @param policy says what may go
record PolicyRule(RetentionPolicy policy) implements KeepRule {
    /// @throws IllegalStateException always: what a policy keeps depends on the journal
    @Override
    public boolean keeps(CompactionCandidate candidate) {
        throw new IllegalStateException("a policy decides about the events of one journal, see KeepRule.over");
    }

    @Override
    public KeepRule over(RetentionPolicy.Facts facts) {
        return policy.over(facts);
    }

    @Override
    public String toString() {
        return "all but " + policy;
    }
}
