package io.batpak.model;

/// Ties together all events of one conversation. An event that starts one carries its own id.
///
/// @param high the upper 64 bits
/// @param low the lower 64 bits
public record CorrelationId(long high, long low) implements Identifier {
    /// The word in front of the colon in the text form.
    public static final String NAME = "correlation";

    /// All bits zero.
    public static final CorrelationId NIL = new CorrelationId(0, 0);

    /// Reads the text form: `correlation:` and hexadecimal digits of either case whose value fits 128 bits,
    /// with an optional `+` in front of the digits.
    ///
    /// @throws InvalidIdException if the text is anything else
    public static CorrelationId parse(String text) {
        Identifiers.Bits bits = Identifiers.parse(NAME, text);
        return new CorrelationId(bits.high(), bits.low());
    }

    /// The id of exactly 32 hexadecimal digits of either case, without a prefix.
    ///
    /// @throws InvalidIdException if the text is anything else
    public static CorrelationId fromHex(String digits) {
        Identifiers.Bits bits = Identifiers.fromHex(NAME, digits);
        return new CorrelationId(bits.high(), bits.low());
    }

    /// The id stored big-endian in 16 bytes from `offset` on.
    ///
    /// @throws IndexOutOfBoundsException if the array ends before
    public static CorrelationId fromBytes(byte[] bytes, int offset) {
        return new CorrelationId(BigEndian.readLong(bytes, offset), BigEndian.readLong(bytes, offset + Long.BYTES));
    }

    /// The correlation of an event that starts a conversation: its own id.
    public static CorrelationId of(EventId eventId) {
        return new CorrelationId(eventId.high(), eventId.low());
    }

    /// The text form, `correlation:` and 32 lower-case hexadecimal digits.
    @Override
    public String toString() {
        return NAME + ":" + hex();
    }
}
