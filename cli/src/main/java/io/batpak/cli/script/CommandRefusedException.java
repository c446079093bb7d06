package io.batpak.cli.script;

/// A command answered with an error that the script side raised, not the store.
final class CommandRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String kind;

    private CommandRefusedException(String kind, String message) {
        super(message);
        this.kind = kind;
    }

    /// The line breaks a rule of the protocol.
    static CommandRefusedException scriptError(String message) {
        return new CommandRefusedException("ScriptError", message);
    }

    /// The line is right, but this version cannot do it.
    static CommandRefusedException unsupported(String message) {
        return new CommandRefusedException("Unsupported", message);
    }

    String kind() {
        return kind;
    }
}
