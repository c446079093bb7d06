package io.batpak.model;

/// How full the queue of writes that were handed over is, at one moment.
///
/// @param queued writes waiting to be committed
/// @param capacity how many may wait; more make their callers wait
public record WriterPressure(int queued, int capacity) {
    /// That of a journal without a writer.
    public static final WriterPressure NONE = new WriterPressure(0, 0);

    /// The queued share of the capacity, 0.0 to 1.0; 0.0 where the capacity is 0.
    public double utilization() {
        return capacity == 0 ? 0 : (double) queued / capacity;
    }

    /// How many more writes can be queued.
    public int headroom() {
        return Math.max(0, capacity - queued);
    }

    /// Whether nothing waits.
    public boolean isIdle() {
        return queued == 0;
    }
}
