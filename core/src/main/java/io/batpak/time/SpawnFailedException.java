package io.batpak.time;

import io.batpak.error.StoreErrorKind;
import io.batpak.error.StoreException;
import java.util.Map;

/// The system gave no thread for a background job. Kind `IO`, as in batpak 0.9.0.
public final class SpawnFailedException extends StoreException.Busy {
    private static final long serialVersionUID = 1L;

    private final String job;

    /// The refusal of a thread for `job`.
    public SpawnFailedException(String job, Throwable cause) {
        super(StoreErrorKind.IO, "no thread for background job " + job, Map.of("io_kind", "Other"), cause);
        this.job = job;
    }

    /// Name of the job.
    public String job() {
        return job;
    }
}
