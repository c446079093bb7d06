package io.batpak.time;

import io.batpak.error.StoreErrorKind;
import io.batpak.error.StoreException;
import java.util.Map;

/// A background job was still running when the wait for it ended. Kind `WAIT_TIMEOUT`, fact `waited_ms`.
public final class JoinTimeoutException extends StoreException.Busy {
    private static final long serialVersionUID = 1L;

    private final String job;
    private final long waitedMillis;

    /// A wait of `waitedMillis` milliseconds for `job`.
    public JoinTimeoutException(String job, long waitedMillis) {
        super(
                StoreErrorKind.WAIT_TIMEOUT,
                "background job " + job + " still runs after " + waitedMillis + " ms",
                Map.of("waited_ms", waitedMillis));
        this.job = job;
        this.waitedMillis = waitedMillis;
    }

    /// Name of the job.
    public String job() {
        return job;
    }

    /// How long the caller waited, in milliseconds.
    public long waitedMillis() {
        return waitedMillis;
    }
}
