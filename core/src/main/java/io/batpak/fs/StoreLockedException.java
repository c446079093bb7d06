package io.batpak.fs;

import io.batpak.error.StoreErrorKind;
import io.batpak.error.StoreException;
import java.util.Map;

/// Another handle, of this process or of another one, holds the lock of the directory.
///
/// Kind `STORE_LOCKED`, fact `mode`: the mode that was asked for.
public final class StoreLockedException extends StoreException.Rejected {
    private static final long serialVersionUID = 1L;

    private final String path;
    private final LockMode mode;

    /// A refusal of `mode` for the canonical directory `path`.
    public StoreLockedException(String path, LockMode mode) {
        super(
                StoreErrorKind.STORE_LOCKED,
                "the store in " + path + " is open elsewhere, in this process or another; it cannot be opened for "
                        + (mode == LockMode.MUTABLE ? "writing" : "reading, which needs it alone as well"),
                Map.of("mode", mode.wireName()));
        this.path = path;
        this.mode = mode;
    }

    /// The canonical directory.
    public String path() {
        return path;
    }

    /// The mode that was asked for.
    public LockMode mode() {
        return mode;
    }
}
