package io.batpak.time;

import io.batpak.error.StoreErrorKind;
import io.batpak.error.StoreException;
import java.util.Map;

/// A background job ended with an exception, which is the cause. Kind `WRITER_CRASHED`.
public final class JobFailedException extends StoreException.Fault {
    private static final long serialVersionUID = 1L;

    private final String job;

    /// The end of `job` by `cause`.
    public JobFailedException(String job, Throwable cause) {
        super(StoreErrorKind.WRITER_CRASHED, "background job " + job + " failed: " + cause, Map.of(), cause);
        this.job = job;
    }

    /// Name of the job.
    public String job() {
        return job;
    }
}
