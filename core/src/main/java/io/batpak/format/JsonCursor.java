package io.batpak.format;

import java.util.function.Consumer;

/// Reads one JSON text from front to back. One thread.
///
/// Strict where a writer could have meant something else (numbers, commas, what follows the value); nesting is
/// bounded, and nothing is allocated that is longer than the text itself.
final class JsonCursor {
    private static final int NESTING_MAX = 64;
    private static final int HEX = 16;
    private static final int UNIT_DIGITS = 4;

    private final String text;
    private int at;
    private int depth;

    JsonCursor(String text) {
        this.text = text;
    }

    /// Where the next character stands.
    int position() {
        return at;
    }

    /// Reads an object; `field` is given each name and reads its value.
    ///
    /// @throws FormatSignal if there is none
    void fields(Consumer<String> field) {
        enter('{');
        if (!accept('}')) {
            do {
                String name = string();
                expect(':');
                field.accept(name);
            } while (accept(','));
            expect('}');
        }
        depth--;
    }

    /// Reads an array; `item` reads one item.
    ///
    /// @throws FormatSignal if there is none
    void items(Runnable item) {
        enter('[');
        if (!accept(']')) {
            do {
                item.run();
            } while (accept(','));
            expect(']');
        }
        depth--;
    }

    /// Reads a whole number without sign, fraction and exponent, at most `max`.
    ///
    /// @throws FormatSignal if there is none
    long number(long max) {
        skipSpace();
        int from = at;
        long value = 0;
        while (at < text.length() && isDigit(text.charAt(at))) {
            int digit = text.charAt(at) - '0';
            if (value > (max - digit) / 10) {
                throw new FormatSignal("a number above " + max);
            }
            value = value * 10 + digit;
            at++;
        }
        boolean padded = at - from > 1 && text.charAt(from) == '0';
        boolean goesOn = at < text.length() && ".eE".indexOf(text.charAt(at)) >= 0;
        if (at == from || padded || goesOn) {
            throw new FormatSignal("no whole number");
        }
        return value;
    }

    /// Reads a string.
    ///
    /// @throws FormatSignal if there is none
    String string() {
        expect('"');
        StringBuilder value = new StringBuilder();
        while (true) {
            char unit = next();
            if (unit == '"') {
                return value.toString();
            }
            if (unit < ' ') {
                throw new FormatSignal("a control character in a string");
            }
            value.append(unit == '\\' ? escaped(next()) : unit);
        }
    }

    private char escaped(char letter) {
        return switch (letter) {
            case '"', '\\', '/' -> letter;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> unit();
            default -> throw new FormatSignal("an unknown escape");
        };
    }

    private char unit() {
        int value = 0;
        for (int i = 0; i < UNIT_DIGITS; i++) {
            int digit = Character.digit(next(), HEX);
            if (digit < 0) {
                throw new FormatSignal("an unknown escape");
            }
            value = value * HEX + digit;
        }
        return (char) value;
    }

    /// Reads any value and forgets it.
    void skip() {
        skipSpace();
        if (at == text.length()) {
            throw new FormatSignal("it ends early");
        }
        switch (text.charAt(at)) {
            case '{' -> fields(_ -> skip());
            case '[' -> items(this::skip);
            case '"' -> string();
            default -> skipWord();
        }
    }

    private void skipWord() {
        int from = at;
        while (at < text.length() && isWordPart(text.charAt(at))) {
            at++;
        }
        String word = text.substring(from, at);
        boolean known = word.equals("true") || word.equals("false") || word.equals("null");
        if (!known && !word.matches("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?")) {
            throw new FormatSignal("no value");
        }
    }

    private static boolean isWordPart(char c) {
        return isDigit(c) || (c >= 'a' && c <= 'z') || c == 'E' || c == '+' || c == '-' || c == '.';
    }

    /// Requires that nothing but white space follows.
    ///
    /// @throws FormatSignal otherwise
    void end() {
        skipSpace();
        if (at < text.length()) {
            throw new FormatSignal("something follows the value");
        }
    }

    private void enter(char opening) {
        expect(opening);
        depth++;
        if (depth > NESTING_MAX) {
            throw new FormatSignal("nested more than " + NESTING_MAX + " deep");
        }
    }

    private boolean accept(char wanted) {
        skipSpace();
        boolean there = at < text.length() && text.charAt(at) == wanted;
        if (there) {
            at++;
        }
        return there;
    }

    private void expect(char wanted) {
        if (!accept(wanted)) {
            throw new FormatSignal("no '" + wanted + "'");
        }
    }

    private char next() {
        if (at == text.length()) {
            throw new FormatSignal("it ends early");
        }
        return text.charAt(at++);
    }

    private void skipSpace() {
        while (at < text.length() && " \t\n\r".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
