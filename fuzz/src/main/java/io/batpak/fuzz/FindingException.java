package io.batpak.fuzz;

import java.util.Objects;

/// An answer of a decoder that contradicts another of its answers.
final class FindingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    FindingException(String message) {
        super(message);
    }

    /// Throws if `holds` is false.
    static void require(boolean holds, String law) {
        if (!holds) {
            throw new FindingException(law);
        }
    }

    /// Throws if the two are not equal.
    static void same(Object first, Object second, String law) {
        if (!Objects.equals(first, second)) {
            throw new FindingException(law + ": " + first + " and then " + second);
        }
    }
}
