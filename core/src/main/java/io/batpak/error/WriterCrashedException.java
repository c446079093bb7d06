package io.batpak.error;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An earlier write or sync failed in a way that leaves the disk in doubt. The store takes no more appends
/// and its durable mark never moves again; close it and open it anew.
public final class WriterCrashedException extends StoreException.Fault {
    private static final long serialVersionUID = 1L;

    /// Describes the refusal.
    ///
    /// @param reason what happened first
    public WriterCrashedException(String reason, @Nullable Throwable cause) {
        super(StoreErrorKind.WRITER_CRASHED, "the journal takes no more writes: " + reason, Map.of(), cause);
    }
}
