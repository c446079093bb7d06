package io.batpak.model;

import java.util.HexFormat;

/// Reading ids from text, the same for all kinds.
final class Identifiers {
    private static final int DIGITS = 32;

    private Identifiers() {}

    /// The two halves of an id whose kind the caller knows.
    record Bits(long high, long low) {}

    static Bits parse(String name, String text) {
        String prefix = name + ":";
        if (!text.startsWith(prefix)) {
            throw new InvalidIdException(name, "the text does not begin with " + prefix);
        }
        int from = prefix.length();
        if (from < text.length() && text.charAt(from) == '+') {
            from++;
        }
        if (from == text.length()) {
            throw new InvalidIdException(name, "there are no digits");
        }
        requireDigits(name, text, from);
        while (from < text.length() - 1 && text.charAt(from) == '0') {
            from++;
        }
        if (text.length() - from > DIGITS) {
            throw new InvalidIdException(name, "the digits do not fit 128 bits");
        }
        int middle = Math.max(from, text.length() - DIGITS / 2);
        long high = middle == from ? 0 : HexFormat.fromHexDigitsToLong(text, from, middle);
        return new Bits(high, HexFormat.fromHexDigitsToLong(text, middle, text.length()));
    }

    static Bits fromHex(String name, String digits) {
        if (digits.length() != DIGITS) {
            throw new InvalidIdException(name, digits.length() + " characters instead of 32 digits");
        }
        requireDigits(name, digits, 0);
        return new Bits(
                HexFormat.fromHexDigitsToLong(digits, 0, DIGITS / 2),
                HexFormat.fromHexDigitsToLong(digits, DIGITS / 2, DIGITS));
    }

    private static void requireDigits(String name, String text, int from) {
        for (int index = from; index < text.length(); index++) {
            if (!HexFormat.isHexDigit(text.charAt(index))) {
                throw new InvalidIdException(name, "character " + index + " is not a hexadecimal digit");
            }
        }
    }
}
