package io.batpak.payload;

import io.batpak.model.EventKind;
import io.batpak.model.InvalidArgumentException;
import java.util.function.UnaryOperator;

/// How a stored payload of one version is turned into the next one, in memory.
///
/// @param kind the kind of event
/// @param from the version it starts from, 1 to 65534; it makes the version after that
/// @param step the change; pure, called on the thread that decodes
public record UpcastStep(EventKind kind, int from, UnaryOperator<PayloadTree> step) {
    private static final int LAST_FROM = 65_534;

    /// @throws InvalidArgumentException if `from` is out of its range
    public UpcastStep {
        if (from < 1 || from > LAST_FROM) {
            throw new InvalidArgumentException("from", from, "1.." + LAST_FROM);
        }
    }
}
