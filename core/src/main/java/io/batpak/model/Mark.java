package io.batpak.model;

/// How far an event has come. A watermark is the highest point that has reached a mark.
public enum Mark {
    /// Taken over by the commit.
    ACCEPTED("accepted"),
    /// Written to the operating system: survives a killed process.
    WRITTEN("written"),
    /// Covered by a sync: survives a loss of power.
    DURABLE("durable"),
    /// Seen by queries.
    VISIBLE("visible"),
    /// Taken in by every registered projection.
    APPLIED("applied"),
    /// Offered to subscribers.
    EMITTED("emitted");

    private final String wireName;

    Mark(String wireName) {
        this.wireName = wireName;
    }

    /// The name in journal scripts.
    public String wireName() {
        return wireName;
    }
}
