package io.batpak.model;

/// What the receipt of a single append waits for. Batches are always durable before they are visible.
public enum Durability {
    /// The event has reached the operating system: it survives the end of the process. A sync follows by
    /// number of events and by time.
    CADENCE,
    /// A sync has covered the event: it survives the end of the machine. Callers that wait at the same moment
    /// share one write and one sync.
    STRICT
}
