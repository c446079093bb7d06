package io.batpak;

import io.batpak.error.StoreErrorKind;
import io.batpak.error.StoreException;
import java.util.Map;

/// A reactor has ended because an event could not be answered; nothing of the answers to its batch was written,
/// unless the journal refused one of several. The cause says why.
public final class ReactorException extends StoreException.Fault {
    private static final long serialVersionUID = 1L;

    /// What could not be done.
    public enum Stage {
        /// The handler threw something.
        HANDLER,
        /// The payload could not be decoded.
        DECODE,
        /// The journal could not read the event, or refused the answer.
        STORE,
        /// The handler has thrown once more than the policy allows.
        RESTARTS
    }

    private final Stage stage;

    ReactorException(Stage stage, Throwable cause) {
        super(StoreErrorKind.WRITER_CRASHED, text(stage, cause), Map.of(), cause);
        this.stage = stage;
    }

    private static String text(Stage stage, Throwable cause) {
        return switch (stage) {
            case HANDLER -> "reactor user error: " + cause;
            case DECODE -> "reactor decode error: " + cause.getMessage();
            case STORE -> "reactor store error: " + cause.getMessage();
            case RESTARTS -> "reactor restart budget exhausted";
        };
    }

    /// What could not be done.
    public Stage stage() {
        return stage;
    }
}
