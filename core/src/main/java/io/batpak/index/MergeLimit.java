package io.batpak.index;

/// How many lists a caller is willing to merge.
@FunctionalInterface
interface MergeLimit {
    /// Whether so many lists with so many rows are too many; then more of both are, too.
    boolean exceeded(int lists, long rows);
}
