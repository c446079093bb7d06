package io.batpak.model;

import io.batpak.hash.Hash256;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Names an operation, so that doing it twice stores it once. The event appended under a key has the key as
/// its id.
///
/// @param high the upper 64 bits
/// @param low the lower 64 bits
public record IdempotencyKey(long high, long low) implements Identifier {
    /// The word in front of the colon in the text form.
    public static final String NAME = "idempotency";

    /// All bits zero.
    public static final IdempotencyKey NIL = new IdempotencyKey(0, 0);

    /// Reads the text form: `idempotency:` and hexadecimal digits of either case whose value fits 128 bits,
    /// with an optional `+` in front of the digits.
    ///
    /// @throws InvalidIdException if the text is anything else
    public static IdempotencyKey parse(String text) {
        Identifiers.Bits bits = Identifiers.parse(NAME, text);
        return new IdempotencyKey(bits.high(), bits.low());
    }

    /// The id of exactly 32 hexadecimal digits of either case, without a prefix.
    ///
    /// @throws InvalidIdException if the text is anything else
    public static IdempotencyKey fromHex(String digits) {
        Identifiers.Bits bits = Identifiers.fromHex(NAME, digits);
        return new IdempotencyKey(bits.high(), bits.low());
    }

    /// The id stored big-endian in 16 bytes from `offset` on.
    ///
    /// @throws IndexOutOfBoundsException if the array ends before
    public static IdempotencyKey fromBytes(byte[] bytes, int offset) {
        return new IdempotencyKey(BigEndian.readLong(bytes, offset), BigEndian.readLong(bytes, offset + Long.BYTES));
    }

    /// The key of an operation of this domain on these components: 128 bits of BLAKE3 over all of them and
    /// their lengths, the same as in the reference.
    ///
    /// @throws InvalidArgumentException if a text has an unpaired surrogate
    public static IdempotencyKey forOperation(String domain, List<String> components) {
        ByteArrayOutputStream cover = new ByteArrayOutputStream();
        putText(cover, "domain", domain);
        putLength(cover, components.size());
        for (String component : components) {
            putText(cover, "component", component);
        }
        return fromBytes(Hash256.blake3().digest(cover.toByteArray()), 0);
    }

    private static void putText(ByteArrayOutputStream cover, String argument, String text) {
        if (!Utf8.isWellFormed(text)) {
            throw new InvalidArgumentException(argument, "text with an unpaired surrogate", "well-formed text");
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        putLength(cover, bytes.length);
        cover.writeBytes(bytes);
    }

    private static void putLength(ByteArrayOutputStream cover, int length) {
        byte[] littleEndian = new byte[Long.BYTES];
        BigEndian.writeLong(littleEndian, 0, Long.reverseBytes(length));
        cover.writeBytes(littleEndian);
    }

    /// The same as [#forOperation(String, List)].
    public static IdempotencyKey forOperation(String domain, String... components) {
        return forOperation(domain, List.of(components));
    }

    /// The key under which an event with this id would have been appended: the same bits.
    public static IdempotencyKey of(EventId eventId) {
        return new IdempotencyKey(eventId.high(), eventId.low());
    }

    /// The text form, `idempotency:` and 32 lower-case hexadecimal digits.
    @Override
    public String toString() {
        return NAME + ":" + hex();
    }
}
