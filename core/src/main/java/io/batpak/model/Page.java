package io.batpak.model;

import java.util.OptionalLong;

/// Which part of a query's answer is wanted.
///
/// @param after only events with a greater sequence; empty begins at the start, 0 leaves out sequence 0
/// @param limit at most this many, 0 or more
public record Page(OptionalLong after, int limit) {
    public Page {
        if (limit < 0) {
            throw new InvalidArgumentException("limit", limit, "0 or more");
        }
    }

    /// The first `limit` entries.
    public static Page first(int limit) {
        return new Page(OptionalLong.empty(), limit);
    }

    /// At most `limit` entries behind `sequence`.
    public static Page after(long sequence, int limit) {
        return new Page(OptionalLong.of(sequence), limit);
    }
}
