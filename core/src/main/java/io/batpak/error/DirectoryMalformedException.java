package io.batpak.error;

import java.util.Map;

/// The directory holds something that this version cannot open without risking events; nothing was changed.
public final class DirectoryMalformedException extends StoreException.Fault {
    private static final long serialVersionUID = 1L;

    /// Describes the refusal.
    ///
    /// @param file the file in the way
    /// @param detail what is wrong with it and what to do
    public DirectoryMalformedException(String file, String detail) {
        super(StoreErrorKind.DATA_DIR_MALFORMED, file + ": " + detail, Map.of());
    }
}
