package io.batpak.time;

/// The time by which the journal measures and limits its own waits. Nothing it says is ever stored.
///
/// Threads: may be shared.
public interface Ticker {
    /// Nanoseconds since an arbitrary fixed point. Goes on by itself and never goes back; only differences mean
    /// anything.
    long nanos();

    /// Parks the calling thread for about so many nanoseconds; 0 or less returns at once. It may return early, and
    /// does so when the thread is unparked, or interrupted, in which case its flag stays set.
    ///
    /// @param blocker what the thread waits for, for those who look at it
    void park(Object blocker, long nanos);

    /// The time of the machine.
    static Ticker system() {
        return SystemTicker.INSTANCE;
    }
}
