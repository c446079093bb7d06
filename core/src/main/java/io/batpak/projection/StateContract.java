package io.batpak.projection;

import io.batpak.model.InvalidArgumentException;

/// What a projection promises about the size of its state. Checked for every state before it is given out or kept.
/// Immutable.
public sealed interface StateContract {
    /// The state never has more than so many parts. The texts are for people; nothing reads them.
    ///
    /// @param keySpace what the parts are
    /// @param maxCardinality how many there may be, 0 or more
    /// @param retentionPolicy what becomes of old ones
    /// @param compactionPolicy how they are compacted
    /// @param checkpointPolicy where they are kept
    record Bounded(
            String keySpace,
            long maxCardinality,
            String retentionPolicy,
            String compactionPolicy,
            String checkpointPolicy)
            implements StateContract {
        /// @throws InvalidArgumentException if `maxCardinality` is negative
        public Bounded {
            if (maxCardinality < 0) {
                throw new InvalidArgumentException("maxCardinality", maxCardinality, "0 or more");
            }
        }
    }

    /// The state may grow without a bound, and somebody answers for it. Nothing is checked.
    ///
    /// @param reason why
    /// @param owner who answers for it
    /// @param reviewBy until when
    record UnboundedDeclared(String reason, String owner, String reviewBy) implements StateContract {}

    /// Nothing is promised; such a projection is refused.
    record Unspecified() implements StateContract {}

    /// One aggregate for each entity: at most one part.
    static StateContract singleEntity(String keySpace) {
        return new Bounded(
                keySpace, 1, "single aggregate per entity", "projection cache overwrite", "projection cache");
    }

    /// Nothing is promised.
    static StateContract unspecified() {
        return new Unspecified();
    }
}
