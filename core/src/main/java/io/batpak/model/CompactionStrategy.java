package io.batpak.model;

/// What a compaction does with the events of the segments it rewrites. Immutable if its rule is.
public sealed interface CompactionStrategy {
    /// Keeps every event and puts segments together.
    record Merge() implements CompactionStrategy {}

    /// Keeps the events a rule names; the others are gone for good.
    ///
    /// @param keep names what stays
    record Retention(KeepRule keep) implements CompactionStrategy {}

    /// Keeps every event; those the rule does not name get the kind [EventKind#TOMBSTONE]. Their payload, hashes
    /// and extensions stay.
    ///
    /// @param keep names what stays unmarked
    record Tombstone(KeepRule keep) implements CompactionStrategy {}

    /// What reports call it.
    default CompactionReport.Shape shape() {
        return switch (this) {
            case Merge _ -> CompactionReport.Shape.MERGE;
            case Retention _ -> CompactionReport.Shape.RETENTION;
            case Tombstone _ -> CompactionReport.Shape.TOMBSTONE;
        };
    }

    /// The strategy with its rule as it applies to one journal at one moment.
    default CompactionStrategy over(RetentionPolicy.Facts facts) {
        return switch (this) {
            case Merge merge -> merge;
            case Retention(KeepRule keep) -> new Retention(keep.over(facts));
            case Tombstone(KeepRule keep) -> new Tombstone(keep.over(facts));
        };
    }
}
