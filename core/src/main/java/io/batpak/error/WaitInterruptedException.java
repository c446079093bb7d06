package io.batpak.error;

import java.util.Map;

/// The thread was interrupted while an append waited at its gate; its interrupt flag is set. The event is
/// committed, and the mark is not known to cover it. Kind `WAIT_TIMEOUT`.
public final class WaitInterruptedException extends StoreException.Busy {
    private static final long serialVersionUID = 1L;

    /// Describes the interrupted wait.
    ///
    /// @param mark lower-case name of the mark
    /// @param sequence the sequence that was waited for
    public WaitInterruptedException(String mark, long sequence, InterruptedException cause) {
        super(
                StoreErrorKind.WAIT_TIMEOUT,
                "interrupted while waiting for the " + mark + " mark to reach sequence " + sequence,
                Map.of("mark", mark),
                cause);
    }
}
