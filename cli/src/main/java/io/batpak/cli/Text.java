package io.batpak.cli;

import io.batpak.error.StoreException;
import io.batpak.model.Entry;
import io.batpak.model.EventKind;
import io.batpak.model.StoredEvent;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// Words and figures for people.
final class Text {
    private static final int EXCERPT_CHARACTERS_MAX = 60;
    /// Always as wide, so that columns do not jump.
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private Text() {}

    /// `text` with control characters made visible, so that stored names cannot steer a terminal.
    static String printable(String text) {
        if (text.codePoints().noneMatch(Text::steers)) {
            return text;
        }
        StringBuilder shown = new StringBuilder();
        text.codePoints().forEach(c -> {
            if (steers(c)) {
                shown.append(String.format(Locale.ROOT, "\\u%04x", c));
            } else {
                shown.appendCodePoint(c);
            }
        });
        return shown.toString();
    }

    private static boolean steers(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE -> true;
            default -> false;
        };
    }

    /// Characters that `text` takes.
    static int width(String text) {
        return text.codePointCount(0, text.length());
    }

    /// `text` with spaces behind it up to `width` characters.
    static String padded(String text, int width) {
        return text + " ".repeat(Math.max(0, width - width(text)));
    }

    /// At most [#EXCERPT_CHARACTERS_MAX] characters of `text`.
    static String excerpt(String text) {
        if (width(text) <= EXCERPT_CHARACTERS_MAX) {
            return text;
        }
        return text.substring(0, text.offsetByCodePoints(0, EXCERPT_CHARACTERS_MAX - 1)) + "…";
    }

    /// The payload as one short line, whatever it is.
    static String payload(StoredEvent event) {
        int length = event.payloadLength();
        if (event.header().encryption().isPresent()) {
            return "<encrypted, " + bytes(length) + ">";
        }
        try {
            return excerpt(event.value().toJson());
        } catch (StoreException e) {
            // Stored verbatim by somebody: not a document, and no damage either.
            return "<not a document, " + bytes(length) + ">";
        }
    }

    static String kind(EventKind kind) {
        return kind.toString();
    }

    static String place(Entry entry) {
        return entry.entity() + "@" + entry.scope();
    }

    /// Milliseconds since 1970 as UTC time.
    static String time(long wallMillis) {
        if (wallMillis < 0) {
            return Long.toUnsignedString(wallMillis) + " ms";
        }
        return TIME.format(Instant.ofEpochMilli(wallMillis));
    }

    static String bytes(long count) {
        return count(count, "byte");
    }

    /// A figure with its unit: `1 byte`, `12,345 bytes`.
    static String count(long count, String unit) {
        return String.format(Locale.ROOT, "%,d %s%s", count, unit, count == 1 ? "" : "s");
    }
}
