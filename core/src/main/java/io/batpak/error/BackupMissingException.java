package io.batpak.error;

import java.util.Map;

/// There is no backup to restore or to check: the directory has no manifest, or not the one that was asked for.
/// Kind `NotFound`. Nothing was changed.
public final class BackupMissingException extends StoreException.Rejected {
    private static final long serialVersionUID = 1L;

    /// Describes the refusal.
    ///
    /// @param directory where a backup was looked for
    /// @param wanted what was looked for
    public BackupMissingException(String directory, String wanted) {
        super(StoreErrorKind.NOT_FOUND, directory + " has no " + wanted, Map.of());
    }
}
