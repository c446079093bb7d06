package io.batpak.model;

/// Makes event ids: version 7 UUIDs that ascend as long as one instance makes them.
///
/// ```
/// 0             48  52       64  66                       128
/// | Unix millis | 7 | 12 bits |2 | 62 bits                  |
/// ```
/// Within a millisecond, and while the clock lags behind the last id, the 74 free bits are counted up by a
/// random step; otherwise they are drawn afresh. If they overflow, the millisecond is counted up.
///
/// Thread-safe; ids of concurrent calls are distinct.
public final class EventIds {
    private static final long MILLIS_MASK = (1L << 48) - 1;
    private static final long VERSION_7 = 0x7000L;
    private static final long HIGH_RANDOM_MASK = 0xFFFL;
    private static final long VARIANT = 0x8000_0000_0000_0000L;
    private static final long LOW_RANDOM_MASK = (1L << 62) - 1;

    private final RandomBits random;
    private long millis = -1;
    private long highRandom;
    private long lowRandom;

    /// A source of random bits; called by one thread at a time.
    @FunctionalInterface
    public interface RandomBits {
        /// 64 bits, each of them unpredictable.
        long next();
    }

    /// Draws from the operating system's generator through a buffer.
    public EventIds() {
        this(new RandomStream());
    }

    /// Draws from the given source, for tests and simulations.
    public EventIds(RandomBits random) {
        this.random = random;
    }

    /// The next id, higher than all earlier ones of this instance.
    ///
    /// @param nowMicros wall clock in microseconds since 1970; negative counts as 0
    public synchronized EventId next(long nowMicros) {
        long now = Math.max(0, nowMicros) / 1000 & MILLIS_MASK;
        if (now > millis) {
            millis = now;
            draw();
        } else {
            step();
        }
        return new EventId(millis << 16 | VERSION_7 | highRandom, VARIANT | lowRandom);
    }

    private void draw() {
        highRandom = random.next() & HIGH_RANDOM_MASK;
        lowRandom = random.next() & LOW_RANDOM_MASK;
    }

    private void step() {
        lowRandom += (random.next() >>> 32) + 1;
        if (lowRandom <= LOW_RANDOM_MASK) {
            return;
        }
        lowRandom &= LOW_RANDOM_MASK;
        highRandom++;
        if (highRandom > HIGH_RANDOM_MASK) {
            millis = millis + 1 & MILLIS_MASK;
            draw();
        }
    }
}
