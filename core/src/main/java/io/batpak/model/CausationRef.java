package io.batpak.model;

/// What led to an item of a batch.
public sealed interface CausationRef {
    /// Whatever the item's options say.
    static CausationRef none() {
        return new None();
    }

    /// This event; nil means that nothing did, whatever the options say.
    static CausationRef absolute(CausationId causationId) {
        return new Absolute(causationId);
    }

    /// An earlier item of the same batch.
    ///
    /// @throws InvalidArgumentException if the index is negative
    static CausationRef priorItem(int index) {
        return new PriorItem(index);
    }

    /// Whatever the item's options say.
    record None() implements CausationRef {}

    /// A given event.
    ///
    /// @param causationId that event; nil means that there is none
    record Absolute(CausationId causationId) implements CausationRef {}

    /// An earlier item of the same batch. Whether it is earlier is checked by the append.
    ///
    /// @param index zero-based index of that item
    record PriorItem(int index) implements CausationRef {
        /// @throws InvalidArgumentException if the index is negative
        public PriorItem {
            if (index < 0) {
                throw new InvalidArgumentException("index", index, "0 or more");
            }
        }
    }
}
