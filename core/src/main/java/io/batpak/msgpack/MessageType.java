package io.batpak.msgpack;

/// The families of MessagePack values, told apart by a value's first byte.
public enum MessageType {
    /// `c0`.
    NIL,
    /// `c2`, `c3`.
    BOOL,
    /// Every signed and unsigned width.
    INTEGER,
    /// 32 or 64 bits.
    FLOAT,
    /// UTF-8 text.
    STRING,
    /// Bytes as `bin`.
    BINARY,
    /// Values in order; also how bytes are written.
    ARRAY,
    /// Pairs of key and value.
    MAP,
    /// An application-defined type.
    EXTENSION,
    /// The byte `c1`, which no value starts with.
    RESERVED;

    private static final MessageType[] BY_FIRST_BYTE = byFirstByte();

    /// The family that a first byte announces.
    static MessageType of(byte first) {
        return BY_FIRST_BYTE[first & 0xFF];
    }

    private static MessageType[] byFirstByte() {
        MessageType[] table = new MessageType[256];
        for (int first = 0; first < table.length; first++) {
            table[first] = first >= 0xC0 && first < 0xE0 ? prefixed(first) : fixed(first);
        }
        return table;
    }

    private static MessageType fixed(int first) {
        if (first < 0x80 || first >= 0xE0) {
            return INTEGER;
        }
        return first < 0x90 ? MAP : first < 0xA0 ? ARRAY : STRING;
    }

    private static MessageType prefixed(int first) {
        return switch (first) {
            case 0xC0 -> NIL;
            case 0xC1 -> RESERVED;
            case 0xC2, 0xC3 -> BOOL;
            case 0xC4, 0xC5, 0xC6 -> BINARY;
            case 0xCA, 0xCB -> FLOAT;
            case 0xD9, 0xDA, 0xDB -> STRING;
            case 0xDC, 0xDD -> ARRAY;
            case 0xDE, 0xDF -> MAP;
            case 0xC7, 0xC8, 0xC9, 0xD4, 0xD5, 0xD6, 0xD7, 0xD8 -> EXTENSION;
            default -> INTEGER;
        };
    }
}
