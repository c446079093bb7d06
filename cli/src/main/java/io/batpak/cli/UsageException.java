package io.batpak.cli;

/// A command cannot do what its options ask; the message says what to do instead.
final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1;

    UsageException(String message) {
        super(message);
    }
}
