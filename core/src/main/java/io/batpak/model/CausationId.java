package io.batpak.model;

/// The event that led to this one. Nil means that there is none.
///
/// @param high the upper 64 bits
/// @param low the lower 64 bits
public record CausationId(long high, long low) implements Identifier {
    /// The word in front of the colon in the text form.
    public static final String NAME = "causation";

    /// All bits zero.
    public static final CausationId NIL = new CausationId(0, 0);

    /// Reads the text form: `causation:` and hexadecimal digits of either case whose value fits 128 bits,
    /// with an optional `+` in front of the digits.
    ///
    /// @throws InvalidIdException if the text is anything else
    public static CausationId parse(String text) {
        Identifiers.Bits bits = Identifiers.parse(NAME, text);
        return new CausationId(bits.high(), bits.low());
    }

    /// The id of exactly 32 hexadecimal digits of either case, without a prefix.
    ///
    /// @throws InvalidIdException if the text is anything else
    public static CausationId fromHex(String digits) {
        Identifiers.Bits bits = Identifiers.fromHex(NAME, digits);
        return new CausationId(bits.high(), bits.low());
    }

    /// The id stored big-endian in 16 bytes from `offset` on.
    ///
    /// @throws IndexOutOfBoundsException if the array ends before
    public static CausationId fromBytes(byte[] bytes, int offset) {
        return new CausationId(BigEndian.readLong(bytes, offset), BigEndian.readLong(bytes, offset + Long.BYTES));
    }

    /// The causation by this event.
    public static CausationId of(EventId eventId) {
        return new CausationId(eventId.high(), eventId.low());
    }

    /// The text form, `causation:` and 32 lower-case hexadecimal digits.
    @Override
    public String toString() {
        return NAME + ":" + hex();
    }
}
