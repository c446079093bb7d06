package io.batpak.guard;

import io.batpak.model.InvalidArgumentException;
import java.nio.charset.StandardCharsets;

/// The one rule for texts in a trace: they have a UTF-8 form.
final class Texts {
    private Texts() {}

    /// @throws InvalidArgumentException if a surrogate in the text lacks its partner
    static void requireUtf8(String argument, String text) {
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw new InvalidArgumentException(argument, "text with an unpaired surrogate", "well-formed text");
        }
    }
}
