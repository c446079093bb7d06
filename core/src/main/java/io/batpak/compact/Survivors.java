package io.batpak.compact;

/// The events of one output, in commit order, which is also the order of their frames. Used once.
///
/// Threads: one.
public interface Survivors {
    /// What becomes of the frame of an event.
    enum Action {
        /// Its bytes are copied.
        KEEP,
        /// It becomes a tombstone and keeps what it says.
        TOMBSTONE,
        /// It becomes a tombstone that holds no more than its place.
        EMPTY
    }

    /// Goes to the next event, the first one at first; false when there are no more.
    boolean advance();

    /// The segment the event lies in.
    long segment();

    /// Offset of its frame.
    long offset();

    /// Length of its frame, head included.
    int length();

    /// What becomes of it.
    Action action();

    /// Is told how long the new frame of the current event is, if it is not copied. Frames follow each other
    /// without gaps, so this is enough to know where each one stands.
    void reencoded(int newLength);
}
