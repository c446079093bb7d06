package io.batpak.cli.script;

import io.batpak.cli.json.ErrorJson;
import io.batpak.error.Handling;
import io.batpak.error.WaitTimeoutException;
import io.batpak.model.Entry;
import java.util.LinkedHashMap;
import java.util.Map;

/// A command answered with an error that the script side raised, not the store.
final class CommandRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String kind;
    private final Handling handling;
    private final transient Map<String, Object> facts;

    private CommandRefusedException(String kind, Handling handling, String message, Map<String, Object> facts) {
        super(message);
        this.kind = kind;
        this.handling = handling;
        this.facts = facts;
    }

    /// The line breaks a rule of the protocol.
    static CommandRefusedException scriptError(String message) {
        return new CommandRefusedException("ScriptError", Handling.REJECTED, message, Map.of());
    }

    /// The line is right, but this version cannot do it.
    static CommandRefusedException unsupported(String message) {
        return new CommandRefusedException("Unsupported", Handling.REJECTED, message, Map.of());
    }

    /// A config value outside its range.
    static CommandRefusedException configuration(String message) {
        return new CommandRefusedException("Configuration", Handling.REJECTED, message, Map.of());
    }

    /// Something the store promises does not hold.
    static CommandRefusedException invariant(String invariant, String message) {
        return new CommandRefusedException(
                "InvariantViolation", Handling.FAULT, message, Map.of("invariant", invariant));
    }

    /// A gate that was not passed in time; unlike a plain wait it aims at the point of its event, not at a
    /// sequence.
    static CommandRefusedException gateTimeout(WaitTimeoutException timeout, Entry entry) {
        Map<String, Object> facts = new LinkedHashMap<>(timeout.facts());
        facts.put("target", Map.of("wall_ms", entry.wallMillis(), "sequence", entry.sequence()));
        String kind = timeout.kind().wireName();
        return new CommandRefusedException(kind, timeout.handling(), ErrorJson.text(timeout), facts);
    }

    String kind() {
        return kind;
    }

    Handling handling() {
        return handling;
    }

    Map<String, Object> facts() {
        return facts;
    }
}
