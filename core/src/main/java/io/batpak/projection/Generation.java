package io.batpak.projection;

/// A token that is equal to another of the same entity if nothing visible of the entity has changed between the
/// two.
///
/// Only good for `equals`: it has no order, and it says nothing across a close. After a compaction that dropped
/// events it may differ although the entity has all of its own. Immutable.
public final class Generation {
    private static final Generation NONE = new Generation(0, -1, -1);

    private final long opening;
    private final long epoch;
    /// Sequence of the newest visible event of the entity, -1 if there is none.
    private final long newest;

    Generation(long opening, long epoch, long newest) {
        this.opening = opening;
        this.epoch = epoch;
        this.newest = newest;
    }

    /// The token of somebody who has seen nothing yet; equal to none that a journal gives out.
    public static Generation none() {
        return NONE;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Generation that
                && that.opening == opening
                && that.epoch == epoch
                && that.newest == newest;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(opening * 31 + epoch) * 31 + Long.hashCode(newest);
    }

    /// For people.
    @Override
    public String toString() {
        return Long.toHexString(opening) + "-" + epoch + "-" + newest;
    }
}
