package io.batpak.msgpack;

/// Strict UTF-8: no overlong forms, no surrogates, nothing above U+10FFFF.
final class Utf8 {
    private Utf8() {}

    /// Length of the text in UTF-8 bytes.
    ///
    /// @throws IllegalArgumentException if the text has an unpaired surrogate, which UTF-8 cannot express
    static int length(String text) {
        long bytes = text.length();
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            if (unit < 0x80) {
                continue;
            }
            if (!Character.isSurrogate(unit)) {
                bytes += unit < 0x800 ? 1 : 2;
            } else if (startsPair(text, i)) {
                bytes += 2;
                i++;
            } else {
                throw new IllegalArgumentException("unpaired surrogate at index " + i + " of a text of " + text.length()
                        + " UTF-16 units: it has no UTF-8 form");
            }
        }
        if (bytes > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("text of " + bytes + " UTF-8 bytes exceeds " + Integer.MAX_VALUE);
        }
        return (int) bytes;
    }

    private static boolean startsPair(String text, int index) {
        return Character.isHighSurrogate(text.charAt(index))
                && index + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(index + 1));
    }

    /// Stores well-formed text (see [#length(String)]) at `at`; returns the offset behind it.
    static int put(String text, byte[] bytes, int at) {
        int next = at;
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            if (unit < 0x80) {
                bytes[next++] = (byte) unit;
            } else if (unit < 0x800) {
                bytes[next++] = (byte) (0xC0 | (unit >>> 6));
                bytes[next++] = continuation(unit);
            } else if (Character.isSurrogate(unit)) {
                int point = Character.toCodePoint(unit, text.charAt(++i));
                bytes[next++] = (byte) (0xF0 | (point >>> 18));
                bytes[next++] = continuation(point >>> 12);
                bytes[next++] = continuation(point >>> 6);
                bytes[next++] = continuation(point);
            } else {
                bytes[next++] = (byte) (0xE0 | (unit >>> 12));
                bytes[next++] = continuation(unit >>> 6);
                bytes[next++] = continuation(unit);
            }
        }
        return next;
    }

    private static byte continuation(int bits) {
        return (byte) (0x80 | (bits & 0x3F));
    }

    /// Stores the text if it is all ASCII; otherwise returns false, and the bytes from `at` on are undefined.
    static boolean putAscii(String text, byte[] bytes, int at) {
        int seen = 0;
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            seen |= unit;
            bytes[at + i] = (byte) unit;
        }
        return seen < 0x80;
    }

    /// Whether the range is ASCII only.
    static boolean isAscii(byte[] bytes, int from, int to) {
        int seen = 0;
        for (int i = from; i < to; i++) {
            seen |= bytes[i];
        }
        return seen >= 0;
    }

    /// Offset of the first byte that starts no well-formed sequence inside the range, or `to` if there is
    /// none.
    static int firstMalformed(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to) {
            int length = sequenceLength(bytes, at, to);
            if (length == 0) {
                return at;
            }
            at += length;
        }
        return to;
    }

    /// Length of the well-formed sequence at `at`, 0 if there is none.
    private static int sequenceLength(byte[] bytes, int at, int to) {
        int first = bytes[at] & 0xFF;
        if (first < 0x80) {
            return 1;
        }
        int length = first < 0xC2 || first > 0xF4 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
        if (length == 0 || to - at < length) {
            return 0;
        }
        // The second byte alone rules out overlong forms, surrogates and code points above U+10FFFF.
        int second = bytes[at + 1] & 0xFF;
        int lowest = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
        int highest = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
        if (second < lowest || second > highest) {
            return 0;
        }
        for (int i = 2; i < length; i++) {
            if ((bytes[at + i] & 0xC0) != 0x80) {
                return 0;
            }
        }
        return length;
    }
}
