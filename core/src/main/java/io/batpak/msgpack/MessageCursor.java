package io.batpak.msgpack;

import io.batpak.msgpack.MessageFormatException.Reason;

/// A place in a message and the heads of the values there. No read leaves the message; no length is believed
/// before it is compared with the bytes that are left.
abstract sealed class MessageCursor permits MessageReader {
    byte[] bytes;
    int start;
    int next;
    int end;

    MessageCursor(byte[] bytes) {
        this.bytes = bytes;
        this.end = bytes.length;
    }

    final MessageFormatException damage(Reason reason, int at) {
        return new MessageFormatException(reason, at - start);
    }

    /// A value at `at` is not of the type asked for, or is no value at all.
    final MessageFormatException unexpected(int at) {
        boolean reserved = MessageType.of(bytes[at]) == MessageType.RESERVED;
        return damage(reserved ? Reason.RESERVED_BYTE : Reason.UNEXPECTED_TYPE, at);
    }

    /// The next byte, unsigned; stays in front of it.
    final int peek() {
        if (next >= end) {
            throw damage(Reason.TRUNCATED, next);
        }
        return bytes[next] & 0xFF;
    }

    /// Passes over `length` bytes and returns the array index of the first.
    final int take(int length) {
        int at = next;
        if (end - at < length) {
            throw damage(Reason.TRUNCATED, at);
        }
        next = at + length;
        return at;
    }

    /// A length field of 1, 2 or 4 bytes for items of at least `itemBytes` bytes each.
    private int length(int width, int itemBytes) {
        int at = take(width);
        long length = switch (width) {
            case 1 -> bytes[at] & 0xFF;
            case 2 -> BigEndian.get16(bytes, at);
            default -> BigEndian.get32(bytes, at) & 0xFFFFFFFFL;
        };
        return bounded(length, itemBytes);
    }

    private int bounded(long count, int itemBytes) {
        if (count * itemBytes > end - next) {
            throw damage(Reason.TRUNCATED, next);
        }
        return (int) count;
    }

    /// Passes over a map's head; returns its number of pairs.
    final int mapLength() {
        int at = next;
        int first = peek();
        next++;
        if ((first & 0xF0) == 0x80) {
            return bounded(first & 0x0F, 2);
        }
        return switch (first) {
            case 0xDE -> length(2, 2);
            case 0xDF -> length(4, 2);
            default -> throw unexpected(at);
        };
    }

    /// Passes over an array's head; returns its number of elements.
    final int arrayLength() {
        int at = next;
        int first = peek();
        next++;
        if ((first & 0xF0) == 0x90) {
            return bounded(first & 0x0F, 1);
        }
        return switch (first) {
            case 0xDC -> length(2, 1);
            case 0xDD -> length(4, 1);
            default -> throw unexpected(at);
        };
    }

    /// Passes over a string's head; returns its number of bytes.
    final int stringLength() {
        int at = next;
        int first = peek();
        next++;
        if ((first & 0xE0) == 0xA0) {
            return bounded(first & 0x1F, 1);
        }
        return switch (first) {
            case 0xD9 -> length(1, 1);
            case 0xDA -> length(2, 1);
            case 0xDB -> length(4, 1);
            default -> throw unexpected(at);
        };
    }

    /// Passes over the head of a `bin`; returns its number of bytes.
    final int binaryLength() {
        int at = next;
        int first = peek();
        next++;
        return switch (first) {
            case 0xC4 -> length(1, 1);
            case 0xC5 -> length(2, 1);
            case 0xC6 -> length(4, 1);
            default -> throw unexpected(at);
        };
    }

    /// Passes over an extension's head and type; returns its number of bytes.
    private int extensionLength() {
        int at = next;
        int first = peek();
        next++;
        int length = switch (first) {
            case 0xC7 -> length(1, 1);
            case 0xC8 -> length(2, 1);
            case 0xC9 -> length(4, 1);
            case 0xD4, 0xD5, 0xD6, 0xD7, 0xD8 -> 1 << (first - 0xD4);
            default -> throw unexpected(at);
        };
        take(1);
        return length;
    }

    /// Passes over an integer of any width. Unsigned forms keep their bits, signed ones are extended to 64;
    /// the caller tells them apart by the first byte.
    final long integerBits() {
        int at = next;
        int first = peek();
        next++;
        if (first < 0x80 || first >= 0xE0) {
            return (byte) first;
        }
        return switch (first) {
            case 0xCC -> bytes[take(1)] & 0xFF;
            case 0xCD -> BigEndian.get16(bytes, take(2));
            case 0xCE -> BigEndian.get32(bytes, take(4)) & 0xFFFFFFFFL;
            case 0xCF, 0xD3 -> BigEndian.get64(bytes, take(8));
            case 0xD0 -> bytes[take(1)];
            case 0xD1 -> (short) BigEndian.get16(bytes, take(2));
            case 0xD2 -> BigEndian.get32(bytes, take(4));
            default -> throw unexpected(at);
        };
    }

    /// Passes over a value without children, or over a container's head; returns the number of children, -1
    /// if the value is no container.
    final int skipHead() {
        switch (MessageType.of((byte) peek())) {
            case NIL, BOOL -> next++;
            case INTEGER -> integerBits();
            case FLOAT -> take(peek() == 0xCA ? 5 : 9);
            case STRING -> take(stringLength());
            case BINARY -> take(binaryLength());
            case EXTENSION -> take(extensionLength());
            case ARRAY -> {
                return arrayLength();
            }
            case MAP -> {
                return 2 * mapLength();
            }
            case RESERVED -> throw unexpected(next);
        }
        return -1;
    }
}
