package io.batpak.format;

/// The events of one segment, one at a time, as a footer describes them. Names come with small numbers of the
/// source's own, so that a name need not be looked up for every event.
///
/// Threads: one at a time.
public interface SidxSource {
    /// Goes to an event; what the other methods answer is about it.
    ///
    /// @param at 0 up to below the number of events, in commit order
    void moveTo(int at);

    /// Number of the entity, 0 or more, below [#entityNumbers].
    int entityNumber();

    /// One above the highest number of an entity.
    int entityNumbers();

    /// The entity.
    String entity();

    /// Number of the scope, 0 or more, below [#scopeNumbers].
    int scopeNumber();

    /// One above the highest number of a scope.
    int scopeNumbers();

    /// The scope.
    String scope();

    /// First half of the event id.
    long idHigh();

    /// Second half of the event id.
    long idLow();

    /// The raw kind.
    int kind();

    /// Wall clock in milliseconds.
    long wallMillis();

    /// Clock, lane and depth as unsigned 32-bit numbers.
    int clock();

    /// See [#clock].
    int lane();

    /// See [#clock].
    int depth();

    /// The sequence.
    long sequence();

    /// Offset of the frame in its segment.
    long frameOffset();

    /// Length of the frame in bytes, head included.
    int frameLength();

    /// Stores the 32 bytes of the previous hash.
    void previousHash(byte[] target, int at);

    /// Stores the 32 bytes of the event hash.
    void eventHash(byte[] target, int at);

    /// First half of the correlation id.
    long correlationHigh();

    /// Second half of the correlation id.
    long correlationLow();

    /// First half of the causation id, 0 with [#causationLow] for none.
    long causationHigh();

    /// Second half of the causation id.
    long causationLow();
}
