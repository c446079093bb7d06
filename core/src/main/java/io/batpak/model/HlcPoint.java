package io.batpak.model;

/// A point in commit order, with the time of the commit. The bits of both parts are unsigned.
///
/// The natural order compares the time first. Frontiers compare by sequence only, see [#covers(HlcPoint)].
///
/// @param wallMillis wall clock in milliseconds since 1970
/// @param sequence commit order
public record HlcPoint(long wallMillis, long sequence) implements Comparable<HlcPoint> {
    /// Before every event.
    public static final HlcPoint ORIGIN = new HlcPoint(0, 0);

    /// Whether everything up to the other point is also up to this one: compares sequences only.
    public boolean covers(HlcPoint other) {
        return Long.compareUnsigned(sequence, other.sequence) >= 0;
    }

    /// The point with the higher sequence; of equal sequences the greater in natural order.
    public HlcPoint maxBySequence(HlcPoint other) {
        return compareBySequence(other) >= 0 ? this : other;
    }

    /// The point with the lower sequence; of equal sequences the smaller in natural order.
    public HlcPoint minBySequence(HlcPoint other) {
        return compareBySequence(other) <= 0 ? this : other;
    }

    private int compareBySequence(HlcPoint other) {
        int bySequence = Long.compareUnsigned(sequence, other.sequence);
        return bySequence != 0 ? bySequence : compareTo(other);
    }

    @Override
    public int compareTo(HlcPoint other) {
        int byTime = Long.compareUnsigned(wallMillis, other.wallMillis);
        return byTime != 0 ? byTime : Long.compareUnsigned(sequence, other.sequence);
    }

    /// `wallMillis:sequence`.
    @Override
    public String toString() {
        return Long.toUnsignedString(wallMillis) + ":" + Long.toUnsignedString(sequence);
    }
}
