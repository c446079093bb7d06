package io.batpak.error;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/// A mark did not reach the wanted sequence in time. Nothing was undone; the wait may be repeated.
public final class WaitTimeoutException extends StoreException.Busy {
    private static final long serialVersionUID = 1L;

    /// Describes the refusal.
    ///
    /// @param mark lower-case name of the mark
    /// @param sequence the sequence that was waited for
    /// @param waited the time limit of the call
    public WaitTimeoutException(String mark, long sequence, Duration waited) {
        super(
                StoreErrorKind.WAIT_TIMEOUT,
                "the " + mark + " mark did not reach sequence " + sequence + " within " + waited.toMillis() + " ms",
                facts(mark, sequence, waited));
    }

    private static Map<String, Object> facts(String mark, long sequence, Duration waited) {
        Map<String, Object> target = new LinkedHashMap<>();
        target.put("wall_ms", 0L);
        target.put("sequence", sequence);
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("mark", mark);
        facts.put("target", target);
        facts.put("waited_ms", waited.toMillis());
        return facts;
    }
}
