package io.batpak.verify.sim;

/// A journal has broken its word.
final class LawBrokenException extends AssertionError {
    private static final long serialVersionUID = 1L;

    LawBrokenException(String message) {
        super(message);
    }
}
