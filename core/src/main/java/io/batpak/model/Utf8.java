package io.batpak.model;

import java.nio.charset.StandardCharsets;
import java.util.Comparator;

/// What the journal needs to know about text without encoding it.
final class Utf8 {
    /// The order of the UTF-8 bytes, which is the order of code points (`String.compareTo` compares UTF-16
    /// units).
    static final Comparator<String> ORDER = Utf8::compare;

    private Utf8() {}

    private static int compare(String left, String right) {
        int shared = Math.min(left.length(), right.length());
        for (int index = 0; index < shared; index++) {
            char a = left.charAt(index);
            char b = right.charAt(index);
            if (a != b) {
                // Units above the surrogates stand for smaller code points than surrogate pairs do.
                boolean special = a >= Character.MIN_SURROGATE && b >= Character.MIN_SURROGATE;
                return special ? Character.compare(rotate(a), rotate(b)) : Character.compare(a, b);
            }
        }
        return Integer.compare(left.length(), right.length());
    }

    private static char rotate(char unit) {
        return (char) (Character.isSurrogate(unit) ? unit + 0x2000 : unit - 0x0800);
    }

    /// Length in UTF-8 bytes; an unpaired surrogate counts as 3.
    static long length(String text) {
        long bytes = text.length();
        for (int index = 0; index < text.length(); index++) {
            char unit = text.charAt(index);
            if (unit >= 0x800) {
                boolean pair = Character.isHighSurrogate(unit)
                        && index + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(index + 1));
                bytes += 2;
                // A pair is 4 bytes for 2 units.
                index += pair ? 1 : 0;
            } else if (unit >= 0x80) {
                bytes++;
            }
        }
        return bytes;
    }

    /// Whether every surrogate has its partner, that is, whether the text has a UTF-8 form at all.
    static boolean isWellFormed(String text) {
        for (int index = 0; index < text.length(); index++) {
            char unit = text.charAt(index);
            if (Character.isSurrogate(unit)) {
                boolean pair = Character.isHighSurrogate(unit)
                        && index + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(index + 1));
                if (!pair) {
                    return false;
                }
                index++;
            }
        }
        return true;
    }

    /// The text itself if it has a UTF-8 form, else the same with a question mark for every lone surrogate.
    static String wellFormed(String text) {
        if (isWellFormed(text)) {
            return text;
        }
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }
}
