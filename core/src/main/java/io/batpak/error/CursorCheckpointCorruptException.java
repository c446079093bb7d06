package io.batpak.error;

import java.util.Map;

/// The stored position of a consumer cannot be used. Nothing was delivered and nothing changed: where it would go
/// on is not guessed. Look at the file, then set the position anew.
///
/// Facts: none.
public final class CursorCheckpointCorruptException extends StoreException.Fault {
    private static final long serialVersionUID = 1L;

    private final String file;

    /// @param file the file, with its directory
    /// @param reason what is wrong with it
    public CursorCheckpointCorruptException(String file, String reason) {
        super(StoreErrorKind.CURSOR_CHECKPOINT_CORRUPT, file + ": " + reason, Map.of());
        this.file = file;
    }

    /// The file, with its directory.
    public String file() {
        return file;
    }
}
