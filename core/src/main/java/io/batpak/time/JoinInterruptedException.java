package io.batpak.time;

import io.batpak.error.StoreErrorKind;
import io.batpak.error.StoreException;
import java.util.Map;

/// The thread that waited for a background job was interrupted; its interrupt flag is set. Kind
/// `WAIT_TIMEOUT`.
public final class JoinInterruptedException extends StoreException.Busy {
    private static final long serialVersionUID = 1L;

    private final String job;

    /// An interrupted wait for `job`.
    public JoinInterruptedException(String job, InterruptedException cause) {
        super(StoreErrorKind.WAIT_TIMEOUT, "interrupted while waiting for background job " + job, Map.of(), cause);
        this.job = job;
    }

    /// Name of the job.
    public String job() {
        return job;
    }
}
