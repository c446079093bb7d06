package io.batpak.model;

/// The id of one event, unique in a store. Usually a version 7 UUID; equal to the idempotency key if there
/// was one, so the order of ids says nothing about the order of events.
///
/// @param high the upper 64 bits
/// @param low the lower 64 bits
public record EventId(long high, long low) implements Identifier {
    /// The word in front of the colon in the text form.
    public static final String NAME = "event";

    /// All bits zero.
    public static final EventId NIL = new EventId(0, 0);

    /// Reads the text form: `event:` and hexadecimal digits of either case whose value fits 128 bits, with an
    /// optional `+` in front of the digits.
    ///
    /// @throws InvalidIdException if the text is anything else
    public static EventId parse(String text) {
        Identifiers.Bits bits = Identifiers.parse(NAME, text);
        return new EventId(bits.high(), bits.low());
    }

    /// The id of exactly 32 hexadecimal digits of either case, without a prefix.
    ///
    /// @throws InvalidIdException if the text is anything else
    public static EventId fromHex(String digits) {
        Identifiers.Bits bits = Identifiers.fromHex(NAME, digits);
        return new EventId(bits.high(), bits.low());
    }

    /// The id stored big-endian in 16 bytes from `offset` on.
    ///
    /// @throws IndexOutOfBoundsException if the array ends before
    public static EventId fromBytes(byte[] bytes, int offset) {
        return new EventId(BigEndian.readLong(bytes, offset), BigEndian.readLong(bytes, offset + Long.BYTES));
    }

    /// The id of an event that is appended under this key: the same bits.
    public static EventId of(IdempotencyKey key) {
        return new EventId(key.high(), key.low());
    }

    /// The text form, `event:` and 32 lower-case hexadecimal digits.
    @Override
    public String toString() {
        return NAME + ":" + hex();
    }
}
