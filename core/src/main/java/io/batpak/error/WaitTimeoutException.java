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
    /// @param wallMillis wall clock of the event that was waited for, 0 when only its sequence was given
    /// @param sequence the sequence that was waited for
    /// @param waited the time limit of the call
    public WaitTimeoutException(String mark, long wallMillis, long sequence, Duration waited) {
        super(
                StoreErrorKind.WAIT_TIMEOUT,
                "the " + mark + " mark did not reach sequence " + sequence + " within " + waited.toMillis() + " ms",
                facts(mark, wallMillis, sequence, waited));
    }

    private static Map<String, Object> facts(String mark, long wallMillis, long sequence, Duration waited) {
        Map<String, Object> target = new LinkedHashMap<>();
        target.put("wall_ms", wallMillis);
        target.put("sequence", sequence);
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("mark", mark);
        facts.put("target", target);
        facts.put("waited_ms", waited.toMillis());
        return facts;
    }
}
