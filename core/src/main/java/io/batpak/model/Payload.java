package io.batpak.model;

/// The bytes an append stores: one MessagePack value. Immutable.
public final class Payload {
    private final byte[] bytes;

    private Payload(byte[] bytes) {
        this.bytes = bytes;
    }

    /// The canonical bytes of a value.
    ///
    /// @throws InvalidArgumentException if the value is nested too deep
    public static Payload of(Value value) {
        return new Payload(value.toMessagePack());
    }

    /// These bytes, verbatim and unchecked, copied.
    public static Payload messagePack(byte[] encoded) {
        return new Payload(encoded.clone());
    }

    /// These bytes, verbatim, unchecked and not copied: the caller gives the array away and must not change
    /// it again.
    public static Payload handedOver(byte[] encoded) {
        return new Payload(encoded);
    }

    /// Number of bytes.
    public int length() {
        return bytes.length;
    }

    /// The bytes themselves, not a copy, so that an append need not copy them. Do not modify them.
    public byte[] bytes() {
        return bytes;
    }
}
